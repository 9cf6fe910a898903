//! The `data` member of a DoH JSON record: its spelling differs most between servers.

use std::net::IpAddr;

use crate::domain::HostName;
use crate::resolver::RecordType;

/// The character-strings of one TXT record (RFC 1035 §3.3.14). In a dialect that joins them there is one.
pub type TxtStrings = Vec<Vec<u8>>;

/// The data of one record.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordData {
    /// TXT.
    Txt(TxtStrings),
    /// MX.
    Mx {
        /// Lower is tried first.
        preference: u16,
        /// The host; the root in a null MX.
        exchange: HostName,
    },
    /// A or AAAA.
    Address(IpAddr),
}

/// Reads `data` as the type asked for. The error says what was expected.
pub(super) fn parse(data: &str, record_type: RecordType) -> Result<RecordData, &'static str> {
    match record_type {
        RecordType::Txt => txt(data).map(RecordData::Txt),
        RecordType::Mx => mx(data),
        RecordType::A | RecordType::Aaaa => match (data.parse(), record_type) {
            (Ok(address @ IpAddr::V4(_)), RecordType::A) | (Ok(address @ IpAddr::V6(_)), RecordType::Aaaa) => {
                Ok(RecordData::Address(address))
            }
            _ => Err("expected an address of this type"),
        },
    }
}

/// The three spellings of TXT: quoted strings, RFC 3597 hexadecimal, or the text itself.
///
/// Quotation marks and backslashes are legal inside a record, so nothing is stripped or trimmed: a leading space
/// decides whether a record counts at all (RFC 8461 §3.1).
fn txt(data: &str) -> Result<TxtStrings, &'static str> {
    if data.starts_with('"') {
        quoted_strings(data.as_bytes())
    } else if let Some(generic) = data.strip_prefix("\\#") {
        txt_strings(&generic_data(generic)?)
    } else {
        Ok(vec![data.as_bytes().to_vec()])
    }
}

/// `"a" "b"` or `"a""b"`, with `\DDD` (decimal) and `\c` escapes (RFC 1035 §5.1).
fn quoted_strings(mut rest: &[u8]) -> Result<TxtStrings, &'static str> {
    const EXPECTED: &str = "expected quoted strings";
    let mut strings = Vec::new();
    while let Some((b'"', after)) = rest.split_first() {
        rest = after;
        let mut string = Vec::new();
        loop {
            match rest {
                [b'"', after @ ..] => {
                    rest = after;
                    break;
                }
                [b'\\', a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', after @ ..] => {
                    let digits = [*a, *b, *c];
                    let octet = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse().ok());
                    string.push(octet.ok_or("expected an octet of at most 255 after the backslash")?);
                    rest = after;
                }
                [b'\\', octet, after @ ..] | [octet, after @ ..] => {
                    string.push(*octet);
                    rest = after;
                }
                [] => return Err(EXPECTED),
            }
        }
        strings.push(string);
        while let [b' ' | b'\t', after @ ..] = rest {
            rest = after;
        }
    }
    if rest.is_empty() { Ok(strings) } else { Err(EXPECTED) }
}

/// The data of RFC 3597 §5, after `\#`: its length in octets, then hexadecimal digits in groups.
fn generic_data(text: &str) -> Result<Vec<u8>, &'static str> {
    const EXPECTED: &str = "expected a length and hexadecimal digits after `\\#`";
    let mut words = text.split_ascii_whitespace();
    let length: usize = words.next().and_then(|word| word.parse().ok()).ok_or(EXPECTED)?;
    let digits: Option<Vec<u8>> =
        words.flat_map(str::chars).map(|ch| ch.to_digit(16).and_then(|value| u8::try_from(value).ok())).collect();
    let digits = digits.ok_or(EXPECTED)?;
    let (pairs, odd) = digits.as_chunks::<2>();
    if !odd.is_empty() || pairs.len() != length {
        return Err(EXPECTED);
    }
    Ok(pairs.iter().map(|[high, low]| high.wrapping_shl(4) | low).collect())
}

/// Splits wire data into its length-prefixed strings.
fn txt_strings(mut wire: &[u8]) -> Result<TxtStrings, &'static str> {
    let mut strings = Vec::new();
    while let Some((&length, rest)) = wire.split_first() {
        let (string, after) =
            rest.split_at_checked(usize::from(length)).ok_or("expected length-prefixed character-strings")?;
        strings.push(string.to_vec());
        wire = after;
    }
    Ok(strings)
}

/// `10 mail.example.com.`, with or without final dot; a null MX as `0 .`, `0 ` or `0` (some servers drop the dot).
fn mx(data: &str) -> Result<RecordData, &'static str> {
    const EXPECTED: &str = "expected a preference and a host name";
    if let Some(generic) = data.strip_prefix("\\#") {
        let wire = generic_data(generic)?;
        let (preference, name) = wire.split_first_chunk::<2>().ok_or(EXPECTED)?;
        return Ok(RecordData::Mx { preference: u16::from_be_bytes(*preference), exchange: wire_name(name)? });
    }
    let data = data.trim_start_matches([' ', '\t']);
    let (preference, exchange) = data.split_once([' ', '\t']).unwrap_or((data, ""));
    if preference.is_empty() || !preference.bytes().all(|octet| octet.is_ascii_digit()) {
        return Err(EXPECTED);
    }
    let preference = preference.parse().map_err(|_| "expected a preference of at most 65535")?;
    let exchange = exchange.trim_matches([' ', '\t']);
    if exchange.contains([' ', '\t']) {
        return Err(EXPECTED);
    }
    Ok(RecordData::Mx { preference, exchange: HostName::from_dns(exchange) })
}

/// An uncompressed name in wire form (RFC 1035 §3.1). Octets that no host name has become U+FFFD and match nothing.
fn wire_name(mut wire: &[u8]) -> Result<HostName, &'static str> {
    const EXPECTED: &str = "expected an uncompressed name";
    let mut labels = Vec::new();
    loop {
        let (&length, rest) = wire.split_first().ok_or(EXPECTED)?;
        if length == 0 {
            return if rest.is_empty() { Ok(HostName::from_dns(&labels.join("."))) } else { Err(EXPECTED) };
        }
        let (label, after) = rest.split_at_checked(usize::from(length)).filter(|_| length <= 63).ok_or(EXPECTED)?;
        // A dot inside a label must not pass for two labels.
        labels.push(String::from_utf8_lossy(label).replace('.', "\u{fffd}"));
        wire = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dh_021_txt_spellings() {
        for (data, expected) in [
            ("v=STSv1; id=1;", Ok(vec!["v=STSv1; id=1;"])),
            (r#""v=STSv1; id=1;""#, Ok(vec!["v=STSv1; id=1;"])),
            (r#""v=STSv1; " "id=1;""#, Ok(vec!["v=STSv1; ", "id=1;"])),
            (r#""v=STSv1; ""id=1;""#, Ok(vec!["v=STSv1; ", "id=1;"])),
            (r#""a\"b\\c\195\169""#, Ok(vec!["a\"b\\cé"])),
            (r#" "a""#, Ok(vec![r#" "a""#])),
            ("", Ok(vec![""])),
            ("\"\"", Ok(vec![""])),
            (r"\# 4 03 61 6263", Ok(vec!["abc"])),
            (r"\# 4 0161 0162", Ok(vec!["a", "b"])),
            (r"\# 4 0161", Err(())),
            (r"\# 2 0561", Err(())),
            (r#""a" b"#, Err(())),
            (r#""a"#, Err(())),
            (r#""\256""#, Err(())),
            (r#""a\"#, Err(())),
        ] {
            let strings = txt(data).map(|strings| {
                strings.into_iter().map(|string| String::from_utf8(string).unwrap()).collect::<Vec<_>>()
            });
            assert_eq!(strings.map_err(|_| ()), expected.map(|e| e.into_iter().map(String::from).collect()), "{data}");
        }
    }

    #[test]
    fn dh_023_and_nm_003_mx_spellings() {
        for (data, expected) in [
            ("10 mail.example.com.", Some((10, "mail.example.com"))),
            ("10 Mail.Example.com", Some((10, "mail.example.com"))),
            ("0 .", Some((0, ""))),
            ("0 ", Some((0, ""))),
            ("0", Some((0, ""))),
            (r"\# 9 000a 046d61696c 02", None),
            (r"\# 8 000a 046d61696c 00", Some((10, "mail"))),
            ("65536 a.example", None),
            ("-1 a.example", None),
            ("+1 a.example", None),
            ("mail.example.com", None),
            ("", None),
            ("10 a b", None),
        ] {
            let read = mx(data).ok().map(|read| match read {
                RecordData::Mx { preference, exchange } => (preference, exchange.as_str().to_owned()),
                other => panic!("{other:?}"),
            });
            assert_eq!(read, expected.map(|(preference, host)| (preference, host.to_owned())), "{data}");
        }
    }

    #[test]
    fn addresses_are_of_the_type_asked_for() {
        for (data, is_v4, is_v6) in [
            ("192.0.2.1", true, false),
            ("2001:db8::1", false, true),
            ("::ffff:192.0.2.1", false, true),
            ("a", false, false),
        ] {
            assert_eq!(parse(data, RecordType::A).is_ok(), is_v4, "{data}");
            assert_eq!(parse(data, RecordType::Aaaa).is_ok(), is_v6, "{data}");
        }
    }

    proptest! {
        #[test]
        fn quoting_and_reading_is_the_identity(strings in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 1..4)) {
            let quoted: Vec<String> = strings.iter().map(|string| {
                let escaped: String = string.iter().map(|octet| match octet {
                    b'"' | b'\\' => format!("\\{}", char::from(*octet)),
                    0x20..=0x7e => char::from(*octet).to_string(),
                    _ => format!("\\{octet:03}"),
                }).collect();
                format!("\"{escaped}\"")
            }).collect();
            prop_assert_eq!(txt(&quoted.join(" ")), Ok(strings.clone()));
            prop_assert_eq!(txt(&quoted.concat()), Ok(strings));
        }

        #[test]
        fn no_text_panics(text in ".*") {
            for record_type in [RecordType::Txt, RecordType::Mx, RecordType::A, RecordType::Aaaa] {
                _ = parse(&text, record_type);
            }
        }
    }
}
