//! A-labels to propose for U-labels in a pasted or fetched text (RFC 5890, RFC 3492).
//!
//! A proposal for a person, never a conversion that a verdict rests on: what is asked over the network is converted by
//! the platform (`URL`, the `idna` crate), whose tables would more than double this crate's WebAssembly module.

/// The name with each U-label encoded, or `None` where that would take more than lowering letters: a label with marks
/// that have to be composed first, or with characters no host name has.
pub(crate) fn to_a_labels(name: &str) -> Option<String> {
    if name.is_ascii() || name.len() > 253 {
        return None;
    }
    let labels: Option<Vec<String>> = name.split('.').map(to_a_label).collect();
    Some(labels?.join("."))
}

fn to_a_label(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_ascii_lowercase());
    }
    let lower: Vec<char> = label.chars().flat_map(char::to_lowercase).collect();
    lower
        .iter()
        .all(|ch| ch.is_alphanumeric() || *ch == '-')
        .then(|| punycode(&lower))?
        .map(|code| format!("xn--{code}"))
}

/// RFC 3492 §6.3, with the parameters of §5.
fn punycode(label: &[char]) -> Option<String> {
    const BASE: u32 = 36;
    let mut code: String = label.iter().filter(|ch| ch.is_ascii()).collect();
    let basic = u32::try_from(code.len()).ok()?;
    if basic > 0 {
        code.push('-');
    }
    let (mut next, mut delta, mut bias, mut handled) = (128u32, 0u32, 72u32, basic);
    let total = u32::try_from(label.len()).ok()?;
    while handled < total {
        let smallest = label.iter().map(|ch| u32::from(*ch)).filter(|point| *point >= next).min()?;
        delta = delta.checked_add(smallest.checked_sub(next)?.checked_mul(handled.checked_add(1)?)?)?;
        next = smallest;
        for point in label.iter().map(|ch| u32::from(*ch)) {
            if point < next {
                delta = delta.checked_add(1)?;
            } else if point == next {
                let mut rest = delta;
                let mut k = BASE;
                loop {
                    let threshold = k.saturating_sub(bias).clamp(1, 26);
                    if rest < threshold {
                        break;
                    }
                    let span = BASE.checked_sub(threshold)?;
                    let over = rest.checked_sub(threshold)?;
                    code.push(digit(threshold.checked_add(over.checked_rem(span)?)?)?);
                    rest = over.checked_div(span)?;
                    k = k.checked_add(BASE)?;
                }
                code.push(digit(rest)?);
                bias = adapt(delta, handled.checked_add(1)?, handled == basic)?;
                delta = 0;
                handled = handled.checked_add(1)?;
            }
        }
        delta = delta.checked_add(1)?;
        next = next.checked_add(1)?;
    }
    Some(code)
}

/// RFC 3492 §6.1.
fn adapt(delta: u32, points: u32, is_first: bool) -> Option<u32> {
    let mut delta = delta.checked_div(if is_first { 700 } else { 2 })?;
    delta = delta.checked_add(delta.checked_div(points)?)?;
    let mut k = 0u32;
    while delta > 455 {
        delta = delta.checked_div(35)?;
        k = k.checked_add(36)?;
    }
    k.checked_add(delta.checked_mul(36)?.checked_div(delta.checked_add(38)?)?)
}

fn digit(value: u32) -> Option<char> {
    char::from_digit(value, 36).filter(|_| value < 36).map(|_| {
        let offset = u8::try_from(value).unwrap_or_default();
        char::from(if offset < 26 {
            b'a'.saturating_add(offset)
        } else {
            b'0'.saturating_add(offset.saturating_sub(26))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ms_038_u_labels_are_proposed_as_a_labels() {
        for (name, expected) in [
            ("müller.example", Some("xn--mller-kva.example")),
            ("MÜLLER.Example", Some("xn--mller-kva.example")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("faß.example", Some("xn--fa-hia.example")),
            ("mañana.com", Some("xn--maana-pta.com")),
            ("例え.テスト", Some("xn--r8jz45g.xn--zckzah")),
            ("*.מייל.קום", Some("*.xn--eebajf.xn--9dbq2a")),
            ("מייל.קום", Some("xn--eebajf.xn--9dbq2a")),
            ("президент.рф", Some("xn--d1abbgf6aiiy.xn--p1ai")),
            ("u\u{308}ber.example", None),
            ("\u{1f31f}.example", None),
            ("mail.example", None),
        ] {
            assert_eq!(to_a_labels(name).as_deref(), expected, "{name}");
        }
    }
}
