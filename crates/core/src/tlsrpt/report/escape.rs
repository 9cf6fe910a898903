//! Inside strings (RFC 8259 §7): what stands for itself, and what is escaped.

/// What an escape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Escape {
    /// The character; U+FFFD for half of a surrogate pair.
    pub(super) ch: char,
    /// How many octets it takes.
    pub(super) length: usize,
    /// Whether it is half of a surrogate pair.
    pub(super) is_lone: bool,
}

/// The escape with which `rest` begins; `None` where it is none that JSON has.
pub(super) fn escape_at(rest: &[u8]) -> Option<Escape> {
    let ch = match rest.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(rest),
        _ => return None,
    };
    Some(Escape { ch, length: 2, is_lone: false })
}

/// One escape of six octets, or two of them that are a surrogate pair.
fn unicode(rest: &[u8]) -> Option<Escape> {
    let first = unit(rest.get(2..6)?)?;
    if let Some(ch) = char::from_u32(first.into()) {
        return Some(Escape { ch, length: 6, is_lone: false });
    }
    let second = rest.get(6..12).and_then(|next| unit(next.strip_prefix(b"\\u")?));
    let pair = [first, second.unwrap_or_default()];
    match char::decode_utf16(pair).next() {
        Some(Ok(ch)) => Some(Escape { ch, length: 12, is_lone: false }),
        _ => Some(Escape { ch: char::REPLACEMENT_CHARACTER, length: 6, is_lone: true }),
    }
}

fn unit(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0_u16, |unit, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

/// How many octets of a string stand for themselves, up to a quotation mark, an escape or a control character.
pub(super) fn plain_run(rest: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // Eight octets at once: the lowest high bit that is left marks the first octet below a bound, or equal to one.
    let below = |word: u64, bound: u8| word.wrapping_sub(ONES.wrapping_mul(bound.into())) & !word & HIGH;
    let equal = |word: u64, octet: u8| below(word ^ ONES.wrapping_mul(octet.into()), 1);
    let (words, tail) = rest.as_chunks::<8>();
    let mut count: usize = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let ends = below(word, b' ') | equal(word, b'"') | equal(word, b'\\');
        if ends != 0 {
            return count.saturating_add((ends.trailing_zeros() / 8) as usize);
        }
        count = count.saturating_add(8);
    }
    count.saturating_add(tail.iter().take_while(|&&octet| octet >= b' ' && octet != b'"' && octet != b'\\').count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tr_029_escapes() {
        let is = |ch, length| Some(Escape { ch, length, is_lone: false });
        let lone = Some(Escape { ch: '\u{fffd}', length: 6, is_lone: true });
        for (text, expected) in [
            ("\\n", is('\n', 2)),
            ("\\/", is('/', 2)),
            ("\\u0000", is('\0', 6)),
            ("\\u00e4", is('ä', 6)),
            ("\\u00E4", is('ä', 6)),
            ("\\ud83d\\ude00", is('😀', 12)),
            ("\\uD83D\\uDE00x", is('😀', 12)),
            ("\\ud83d", lone),
            ("\\ud83dx", lone),
            ("\\ud83d\\n", lone),
            ("\\ud83d\\u0041", lone),
            ("\\ud83d\\ud83d", lone),
            ("\\ude00\\ud83d", lone),
            ("\\ud83d\\u00", lone),
            ("\\u12", None),
            ("\\u12x4", None),
            ("\\u+123", None),
            ("\\x41", None),
            ("\\'", None),
            ("\\N", None),
            ("\\", None),
        ] {
            assert_eq!(escape_at(text.as_bytes()), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn eight_at_once_is_one_by_one(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'a'), Just(0x1f), Just(0xa2)], 0..40)) {
            let expected = bytes.iter().take_while(|&&octet| octet >= b' ' && octet != b'"' && octet != b'\\').count();
            prop_assert_eq!(plain_run(&bytes), expected);
        }
    }
}
