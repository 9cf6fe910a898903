//! Which answers are passed on.

use serde_json::Value;

use super::question::require_public;

/// As many as the core reads of one answer.
const MAX_RECORDS: usize = 200;
const MAX_BYTES: usize = 64 * 1024;
/// RFC 1035 §3.2.2, RFC 6672 §2.1.
const CNAME: u64 = 5;
const DNAME: u64 = 39;

/// Gives an answer in DoH JSON back, or the sentence why it is kept here.
///
/// Whoever owns a public name can make it an alias of a private one. The resolver follows it, and what it finds there is of
/// the network behind it: so every name that an answer leads to has to be a public one, too. Which one it was is not told.
pub(super) fn passable(answer: String) -> Result<String, &'static str> {
    let read: Value = serde_json::from_str(&answer).map_err(|_| "The answer could not be read again.")?;
    let records = read.get("Answer").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if records.len() > MAX_RECORDS || answer.len() > MAX_BYTES {
        return Err("The answer has more than 200 records or 64 KiB, so the helper does not pass it on.");
    }
    if records.iter().all(leads_to_public) {
        return Ok(answer);
    }
    Err("The name is an alias of one that is not on the Internet, so the helper does not pass on what is there.")
}

fn leads_to_public(record: &Value) -> bool {
    let kind = record.get("type").and_then(Value::as_u64);
    let is_public = |field| {
        let name = record.get(field).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        require_public(name.strip_suffix('.').unwrap_or(&name)).is_ok()
    };
    match kind {
        // The name of a DNAME is an end of one that is an alias, and may be short.
        Some(DNAME) => is_public("data"),
        Some(CNAME) => is_public("name") && is_public("data"),
        _ => is_public("name"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(records: &[(&str, u64, &str)]) -> String {
        let record =
            |(name, kind, data): &(&str, u64, &str)| json!({ "name": name, "type": kind, "TTL": 60, "data": data });
        json!({ "Status": 0, "Answer": records.iter().map(record).collect::<Vec<_>>() }).to_string()
    }

    #[test]
    fn aliases_lead_to_public_names_only() {
        for (records, expected) in [
            (vec![], true),
            (vec![("example.com.", 16, "\"anything\"")], true),
            (vec![("example.com.", 15, "10 mail.internal.")], true),
            (vec![("a.example.com.", 5, "b.example.net."), ("b.example.net.", 1, "10.0.0.1")], true),
            (vec![("com.", 39, "example.net."), ("a.com.", 5, "a.example.net.")], true),
            (vec![("a.example.com.", 5, "wiki.corp.internal.")], false),
            (vec![("a.example.com.", 5, "WIKI.LOCAL."), ("wiki.local.", 16, "\"secret\"")], false),
            (vec![("a.example.com.", 5, "b.example.net."), ("b.example.net.", 5, "intranet.")], false),
            (vec![("a.example.com.", 5, "1.0.0.10.in-addr.arpa.")], false),
            (vec![("example.com.", 39, "internal."), ("a.example.com.", 5, "a.internal.")], false),
            (vec![("wiki.internal.", 1, "10.0.0.1")], false),
            (vec![("a.example.com.", 5, ".")], false),
            (vec![("a.example.com.", 5, "a\\.com.internal.")], false),
        ] {
            assert_eq!(passable(answer(&records)).is_ok(), expected, "{records:?}");
        }
    }

    #[test]
    fn an_answer_has_an_end() {
        let record = ("example.com.", 16, "\"x\"");
        assert!(passable(answer(&vec![record; MAX_RECORDS])).is_ok());
        assert!(passable(answer(&vec![record; MAX_RECORDS + 1])).is_err());
        let long = "x".repeat(MAX_BYTES);
        assert!(passable(answer(&[("example.com.", 16, &long)])).is_err());
    }
}
