//! The grammars once more, written straight from the RFCs' ABNF: a second opinion on what conforms. They say only yes or
//! no, so they are short enough to be compared with the RFCs line by line.

/// Takes octets that `fits` from the front; how many.
fn take(rest: &mut &[u8], fits: impl Fn(u8) -> bool) -> usize {
    let count = rest.iter().take_while(|octet| fits(**octet)).count();
    *rest = &rest[count..];
    count
}

fn literal(rest: &mut &[u8], text: &[u8]) -> bool {
    let is_there = rest.starts_with(text);
    *rest = &rest[if is_there { text.len() } else { 0 }..];
    is_there
}

/// RFC 5234 Appendix B.1.
fn is_wsp(octet: u8) -> bool {
    octet == b' ' || octet == b'\t'
}

/// `(ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / ".")`
fn name<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let all = *rest;
    let count = take(rest, |octet| octet.is_ascii_alphanumeric() || b"_-.".contains(&octet));
    let name = &all[..count];
    ((1..=32).contains(&count) && name[0].is_ascii_alphanumeric()).then_some(name)
}

/// `1*(%x21-3A / %x3C / %x3E-7E)`
fn record_value(rest: &mut &[u8]) -> bool {
    take(rest, |octet| matches!(octet, 0x21..=0x3a | 0x3c | 0x3e..=0x7e)) > 0
}

/// `version 1*(field-delim field) [field-delim]`, `field-delim = *WSP ";" *WSP`
fn record(mut rest: &[u8], version: &[u8], mut field: impl FnMut(&[u8], &mut &[u8]) -> bool) -> bool {
    if !literal(&mut rest, version) {
        return false;
    }
    let mut fields = 0;
    while !rest.is_empty() {
        take(&mut rest, is_wsp);
        if !literal(&mut rest, b";") {
            return false;
        }
        take(&mut rest, is_wsp);
        if rest.is_empty() {
            break;
        }
        let Some(name) = name(&mut rest) else { return false };
        if !literal(&mut rest, b"=") || !field(name, &mut rest) {
            return false;
        }
        fields += 1;
    }
    fields > 0
}

/// RFC 8461 §3.1, with at least one `id`; the first field of that name is an `sts-id`, and further ones are ignored with
/// whatever they hold (§3.2).
pub(crate) fn sts_record(text: &[u8]) -> bool {
    let mut has_id = false;
    let fits = record(text, b"v=STSv1", |name, rest| {
        if name != b"id" {
            return record_value(rest);
        }
        if has_id {
            let (end, all) = (rest.iter().position(|octet| *octet == b';').unwrap_or(rest.len()), *rest);
            let spaces = rest[..end].iter().rev().take_while(|octet| is_wsp(**octet)).count();
            *rest = &all[end - spaces..];
            return all[..end].is_ascii();
        }
        has_id = true;
        (1..=32).contains(&take(rest, |octet| octet.is_ascii_alphanumeric()))
    });
    fits && has_id
}

/// RFC 8460 §3, with at least one `rua`; of URIs the scheme and the set of characters.
pub(crate) fn tlsrpt_record(text: &[u8]) -> bool {
    let mut has_rua = false;
    let fits = record(text, b"v=TLSRPTv1", |name, rest| {
        if name != b"rua" {
            return record_value(rest);
        }
        has_rua = true;
        loop {
            // RFC 3986 §3.1, §2; `!`, `,` and `;` are percent-encoded.
            let is_scheme = rest.first().is_some_and(u8::is_ascii_alphabetic);
            take(rest, |octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet));
            if !is_scheme || !literal(rest, b":") {
                return false;
            }
            loop {
                take(rest, |octet| octet.is_ascii_alphanumeric() || b"-._~:/?#[]@$&'()*+=".contains(&octet));
                match **rest {
                    [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => *rest = &rest[3..],
                    _ => break,
                }
            }
            let before = *rest;
            take(rest, is_wsp);
            if !literal(rest, b",") {
                *rest = before;
                return true;
            }
            take(rest, is_wsp);
        }
    });
    fits && has_rua
}

/// RFC 8461 §3.2: every line is a field, and the first of each known name has the value that its rule asks for.
pub(crate) fn policy(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let text = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).unwrap_or(text);
    let mut first: [Option<&str>; 3] = [None; 3];
    let (mut hosts, mut are_hosts) = (0, true);
    let text = text.replace("\r\n", "\n");
    if text.contains('\r') {
        return false;
    }
    for line in text.split('\n') {
        let mut rest = line.as_bytes();
        let Some(name) = name(&mut rest) else { return false };
        let Some(value) = line.get(name.len()..).and_then(|rest| rest.strip_prefix(':')) else { return false };
        let value = value.trim_matches([' ', '\t']);
        let known = [b"version".as_slice(), b"mode", b"max_age"].into_iter().position(|known| known == name);
        match known {
            Some(field) => first[field] = first[field].or(Some(value)),
            None if name == b"mx" => {
                hosts += 1;
                are_hosts &= is_host(value.strip_prefix("*.").unwrap_or(value));
            }
            None if value.is_empty() || value.chars().any(|ch| ch.is_ascii_control()) => return false,
            None => {}
        }
    }
    let [version, mode, max_age] = first.map(Option::unwrap_or_default);
    let is_number = (1..=10).contains(&max_age.len()) && max_age.bytes().all(|octet| octet.is_ascii_digit());
    // The text's maximum; the grammar lets every number of ten digits through (erratum 7282, reported).
    let is_number = is_number && max_age.parse().is_ok_and(|seconds: u64| seconds <= 31_557_600);
    let has_hosts = are_hosts && (hosts > 0 || mode == "none");
    version == "STSv1" && matches!(mode, "enforce" | "testing" | "none") && is_number && has_hosts
}

/// RFC 5321 §4.1.2 `Domain`, of a length that DNS can hold.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-';
        label.bytes().all(is_inner)
            && label.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
            && label.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric)
            && label.len() <= 63
    };
    text.split('.').all(is_label) && text.len() <= 253
}
