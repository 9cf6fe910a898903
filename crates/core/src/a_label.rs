//! A-labels to propose for U-labels in a pasted or fetched text (RFC 5890, RFC 3492).
//!
//! A proposal for a person, never a conversion that a verdict rests on: what is asked over the network is converted by
//! the platform (`URL`, the `idna` crate), whose tables would more than double this crate's WebAssembly module.

use crate::punycode::encode;

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
    lower.iter().all(|ch| ch.is_alphanumeric() || *ch == '-').then(|| encode(&lower))?.map(|code| format!("xn--{code}"))
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
