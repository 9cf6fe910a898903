//! Names of fields that are not what was meant.

use crate::text::{is_visible, show};

/// The known field that an unknown name is probably meant to be.
pub(crate) fn near_miss(name: &[u8]) -> Option<&'static str> {
    // Shorter than any slip of `mx` and longer than any of `max_age`.
    if name.len() > 12 {
        return None;
    }
    let plain = |name: &[u8]| -> Vec<u8> {
        name.iter().filter(|octet| octet.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
    };
    let name = plain(name);
    if name == b"v" {
        return Some("version");
    }
    let known = [("version", "version", 2), ("mode", "mode", 1), ("max_age", "maxage", 2), ("mx", "mx", 1)];
    let is_near = |plain: &str, most| {
        // The distance is never less than the difference in length, which costs less to see.
        name.len().abs_diff(plain.len()) <= most && edit_distance(&name, plain.as_bytes()) <= most
    };
    known.into_iter().find(|(_, plain, most)| name.len() > 1 && is_near(plain, *most)).map(|(known, ..)| known)
}

/// Levenshtein's distance. Names have at most 32 octets.
pub(super) fn edit_distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(x != y));
            diagonal = *cell;
            left = replaced.min(left.min(*cell).saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Why a line without a colon is no field, as a clause.
pub(super) fn missing_colon(content: &[u8]) -> String {
    let equals = content.iter().position(|&octet| octet == b'=');
    match equals {
        Some(at) if crate::text::is_extension_name(content.get(..at).unwrap_or_default().trim_ascii()) => {
            "it has `=` where the policy file has a colon".to_owned()
        }
        _ => "it has no colon".to_owned(),
    }
}

/// Why the text before a colon is no name, as a clause.
pub(super) fn name_slip(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name);
    match text.chars().find(|ch| !is_visible(*ch)) {
        Some(hidden) => format!("its name holds the invisible character `{}`", show(hidden.to_string().as_bytes())),
        None if name.is_empty() => "there is no name before the colon".to_owned(),
        None if name.len() > 32 => "its name has more than 32 characters".to_owned(),
        None => {
            "its name is not made of letters, digits, `_`, `-` and `.`, beginning with a letter or digit".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses() {
        for (name, expected) in [
            ("max-age", Some("max_age")),
            ("maxage", Some("max_age")),
            ("MaxAge", Some("max_age")),
            ("mxs", Some("mx")),
            ("modes", Some("mode")),
            ("verson", Some("version")),
            ("v", Some("version")),
            ("x", None),
            ("comment", None),
            ("rua", None),
            ("a-very-long-name", None),
        ] {
            assert_eq!(near_miss(name.as_bytes()), expected, "{name}");
        }
    }

    #[test]
    fn what_is_no_field_is_explained() {
        assert!(missing_colon(b"mode=enforce").contains("`=`"));
        assert_eq!(missing_colon(b"hello"), "it has no colon");
        assert!(name_slip("mo\u{200b}de".as_bytes()).contains("\\u{200b}"));
        assert!(name_slip(b"").contains("no name"));
        assert!(name_slip(&[b'a'; 33]).contains("32"));
        assert!(name_slip(b"_x").contains("letters"));
    }
}
