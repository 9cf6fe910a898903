//! Punycode (RFC 3492): the code behind the `xn--` of an A-label, both ways, without any table of characters.

const BASE: u32 = 36;
/// The longest label that is converted; DNS has room for 63 octets. The code takes time squared in the length.
const LONGEST: usize = 253;

/// The code for a label's characters (§6.3), without `xn--`; `None` where it overflows.
pub(crate) fn encode(label: &[char]) -> Option<String> {
    if label.len() > LONGEST {
        return None;
    }
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
                    let threshold = threshold(k, bias);
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

/// The characters that a code stands for (§6.2), given without `xn--`; `None` where it is no code.
pub(crate) fn decode(code: &str) -> Option<String> {
    if code.len() > LONGEST || !code.is_ascii() {
        return None;
    }
    let (basic, digits) = code.rsplit_once('-').unwrap_or(("", code));
    let mut digits = digits.chars();
    let mut label: Vec<char> = basic.chars().collect();
    let (mut point, mut place, mut bias) = (128u32, 0u32, 72u32);
    while !digits.as_str().is_empty() {
        let before = place;
        let (mut weight, mut k) = (1u32, BASE);
        loop {
            let value = digits.next()?.to_digit(36).map(from_radix)?;
            place = place.checked_add(value.checked_mul(weight)?)?;
            let threshold = threshold(k, bias);
            if value < threshold {
                break;
            }
            weight = weight.checked_mul(BASE.checked_sub(threshold)?)?;
            k = k.checked_add(BASE)?;
        }
        let points = u32::try_from(label.len()).ok()?.checked_add(1)?;
        bias = adapt(place.checked_sub(before)?, points, before == 0)?;
        point = point.checked_add(place.checked_div(points)?)?;
        place = place.checked_rem(points)?;
        label.insert(usize::try_from(place).ok()?, char::from_u32(point)?);
        place = place.checked_add(1)?;
    }
    Some(label.into_iter().collect())
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(1, 26)
}

/// §6.1.
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

/// §5: `a` to `z` are 0 to 25, `0` to `9` are 26 to 35.
fn digit(value: u32) -> Option<char> {
    let radix = if value < 26 { value.checked_add(10)? } else { value.checked_sub(26)? };
    char::from_digit(radix, 36)
}

/// The value of a digit that the usual order of digits, `0` to `9` first, has at `radix`.
fn from_radix(radix: u32) -> u32 {
    if radix < 10 { radix.saturating_add(26) } else { radix.saturating_sub(10) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_are_read_and_written() {
        for (label, code) in [
            ("müller", "mller-kva"),
            ("bücher", "bcher-kva"),
            ("ñaca", "aca-6ma"),
            ("מייל", "eebajf"),
            ("пример", "e1afmkfd"),
            ("🌟", "ch8h"),
            ("a-ü-b", "a--b-1ra"),
        ] {
            assert_eq!(encode(&label.chars().collect::<Vec<_>>()).as_deref(), Some(code), "{label}");
            assert_eq!(decode(code).as_deref(), Some(label), "{code}");
        }
        for code in ["ü", "99999999999", "a-!", "mller-kv"] {
            assert_ne!(decode(code).as_deref(), Some("müller"), "{code}");
        }
        assert_eq!((decode("99999999999"), decode("a-!"), decode("")), (None, None, Some(String::new())));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(label in "[a-z0-9-]{0,9}[é-￼]{1,9}[a-z0-9]{0,9}") {
            let code = encode(&label.chars().collect::<Vec<_>>()).unwrap();
            prop_assert_eq!(decode(&code), Some(label));
        }

        #[test]
        fn no_code_makes_it_stumble(code in ".{0,40}") {
            decode(&code);
        }
    }
}
