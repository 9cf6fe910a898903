//! One function for each way into the core, and one for the certificates that the helper shows. Each takes any bytes and asserts what has to hold for them, beyond "no panic":
//! libFuzzer calls it with bytes of its own (`fuzz_targets/`), the tests with the corpus (`tests/corpus.rs`).

#[path = "../../crates/core/tests/properties/common/mod.rs"]
mod common;
mod files;
mod grammar;
#[path = "../../crates/reports/tests/common/invariants.rs"]
mod invariants;
mod script;

// Of `crates/net` these two only: TLS and DNS would take minutes to build, for nothing.
#[path = "../../crates/net/src/certificate.rs"]
mod certificate;
#[allow(dead_code)]
#[path = "../../crates/net/src/failure.rs"]
mod failure;

use std::fmt::{Debug, Display};

use certificate::facts;
use common::answers::{doh, record as dns_record};
use common::correction::{as_policy, as_record, assert_corrected};
use common::invariants::{assert_findings, assert_locations, assert_readings, assert_spans, assert_visible};
use common::reports::assert_report;
use mta_sts::doh::{Alias, DnsAnswer, LookupFailure, Outcome, RecordData, read};
use mta_sts::evidence::Certificate;
use mta_sts::finding::Finding;
use mta_sts::offline::{validate_policy, validate_record};
use mta_sts::policy::parse_policy;
use mta_sts::record::parse_record;
use mta_sts::text::{Validity, Violations};
use mta_sts::tlsrpt::record::parse_record as parse_tlsrpt_record;
use mta_sts::{Check, HostName, MxPattern, PolicyDomain, RecordType, Request, Resolver};
use serde_json::json;

pub use files::{eml, gzip, zip};
pub use script::whole_check;

/// A fuzz target.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its folder in the corpus.
pub const TARGETS: [(&str, Target); 14] = [
    ("record", record),
    ("policy", policy),
    ("tlsrpt_record", tlsrpt_record),
    ("doh_json", doh_json),
    ("dns_message", dns_message),
    ("txt_data", txt_data),
    ("mx_data", mx_data),
    ("domain", domain),
    ("certificate", certificate),
    ("report", report),
    ("whole_check", whole_check),
    ("gzip", gzip),
    ("eml", eml),
    ("zip", zip),
];

const NAME: &str = "example.com";
const TYPES: [RecordType; 4] = [RecordType::A, RecordType::Aaaa, RecordType::Mx, RecordType::Txt];

/// What a parser made of a text.
type Parsed<T> = (Option<T>, Violations);

/// The text of an MTA-STS record.
pub fn record(text: &[u8]) {
    read_and_print(text, parse_record);
    let violations = parse_record(text).1;
    if counts_as_record(text, "v=STSv1") {
        assert_eq!(violations.conforms(), grammar::sts_record(text), "{violations:?}");
    }
    let validation = validate_record(text);
    assert_text_findings(&validation.findings, text);
    assert!(validation.sts.is_none() || validation.tlsrpt.is_none());
    if validation.validity == Validity::Invalid {
        assert!(validation.sts.is_none() && validation.tlsrpt.is_none());
    }
    assert_corrected(text, as_record);
    assert!(serde_json::to_string(&validation).is_ok());
}

/// The text of a TLSRPT record.
pub fn tlsrpt_record(text: &[u8]) {
    let parsed = read_and_print(text, parse_tlsrpt_record);
    if let Some(record) = parsed {
        assert!(record.usable.iter().all(|uri| record.rua.contains(uri)));
        // RFC 8460 §3: these three are percent-encoded inside a URI.
        assert!(record.rua.iter().all(|uri| !uri.contains([',', '!', ';']) && uri.is_ascii()));
    }
    let violations = parse_tlsrpt_record(text).1;
    if counts_as_record(text, "v=TLSRPTv1") {
        assert_eq!(violations.conforms(), grammar::tlsrpt_record(text), "{violations:?}");
    }
    let validation = validate_record(text);
    assert_text_findings(&validation.findings, text);
    assert_corrected(text, as_record);
    assert!(serde_json::to_string(&validation).is_ok());
}

/// The text of a policy file.
pub fn policy(text: &[u8]) {
    let policy = read_and_print(text, parse_policy);
    let violations = parse_policy(text).1;
    assert_eq!(violations.conforms(), grammar::policy(text), "{violations:?}");
    if !text.contains(&b'\r') {
        // RFC 8461 §3.2: LF and CRLF end a line alike.
        let crlf: Vec<u8> = text
            .iter()
            .flat_map(|octet| if *octet == b'\n' { b"\r\n".as_slice() } else { std::slice::from_ref(octet) })
            .copied()
            .collect();
        assert_eq!(parse_policy(&crlf).0, policy);
    }
    if !text.ends_with(b"\n") && !text.ends_with(b"\r") {
        // The last line's end is optional.
        assert_eq!(parse_policy(&[text, b"\n"].concat()).0, policy);
    }
    let validation = validate_policy(text);
    assert_text_findings(&validation.findings, text);
    assert_eq!(validation.policy.is_some(), validation.validity != Validity::Invalid);
    assert_eq!(validation.policy, policy);
    assert_corrected(text, as_policy);
    assert!(serde_json::to_string(&validation).is_ok());
    assert_readings(text);
}

/// Whether senders take a text for such a record at all, by the RFC's text or by its grammar (erratum 6285, reported).
fn counts_as_record(text: &[u8], version: &str) -> bool {
    let rest = text.strip_prefix(version.as_bytes()).unwrap_or_default();
    rest.iter().find(|octet| !matches!(octet, b' ' | b'\t')) == Some(&b';')
}

/// Reads a text. What is valid is printed and read again, and is still the same.
fn read_and_print<T: Display + Debug + PartialEq>(text: &[u8], parse: impl Fn(&[u8]) -> Parsed<T>) -> Option<T> {
    let (value, violations) = parse(text);
    assert_spans(&violations, text);
    assert!(value.is_none() || violations.validity() != Validity::Invalid);
    if let (Some(value), Validity::Valid) = (&value, violations.validity()) {
        let printed = value.to_string();
        let (again, of_printed) = parse(printed.as_bytes());
        assert_eq!(again.as_ref(), Some(value), "{printed}");
        // Printing takes away; it never adds what was not there.
        let was_there = |id| violations.omitted > 0 || violations.iter().any(|violation| violation.rule.id == id);
        for violation in of_printed.iter() {
            assert!(was_there(violation.rule.id), "{} is new in {printed:?}", violation.rule.id);
        }
    }
    value
}

fn assert_text_findings(findings: &[Finding], text: &[u8]) {
    assert_findings(findings, text);
    assert_locations(findings, text);
    let places: Vec<usize> =
        findings.iter().filter_map(|finding| Some(finding.location.as_ref()?.byte_start)).collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// A DoH server's body, for every record type, as a success and as a failure.
pub fn doh_json(body: &[u8]) {
    for record_type in TYPES {
        assert_dns_answer(&read(&doh(200, body), NAME, record_type), record_type);
        let answer = read(&doh(503, body), NAME, record_type);
        assert_dns_answer(&answer, record_type);
        // A failed request is never an answer, whatever its body says.
        assert!(matches!(
            answer.outcome,
            Outcome::Failed { reason: LookupFailure::Http(503) | LookupFailure::Rcode(_) }
        ));
    }
}

/// A DNS message of a server without JSON, behind an octet for its age: what it becomes is an answer like any other.
pub fn dns_message(bytes: &[u8]) {
    let (age, message) = bytes.split_first().map_or((0, bytes), |(age, rest)| (u32::from(*age), rest));
    let Some(json) = mta_sts_wire::to_doh_json(message, age) else { return };
    // RFC 1035 §4.1.1: only what says that it is a response is one.
    assert!(message.len() >= 12 && message[2] & 0x80 != 0);
    for record_type in TYPES {
        let answer = read(&doh(200, json.as_bytes()), NAME, record_type);
        assert_dns_answer(&answer, record_type);
        // What was translated is DoH JSON, whatever it says.
        let is_refused = matches!(&answer.outcome, Outcome::Failed { reason: LookupFailure::Transport(..) });
        assert!(!is_refused || json.len() > mta_sts::doh::MAX_BYTES);
    }
}

fn assert_dns_answer(answer: &DnsAnswer, record_type: RecordType) {
    answer.comment.iter().for_each(|comment| assert_visible(comment));
    assert!(answer.aliases.len() <= 16);
    for Alias { name, target, ttl } in &answer.aliases {
        assert_visible(name);
        assert_visible(target);
        assert!(ttl.is_none_or(|ttl| ttl < 1 << 31));
    }
    match &answer.outcome {
        Outcome::Found(records) => {
            assert!(!records.is_empty() && records.len() <= 200);
            for record in records {
                assert_visible(&record.raw);
                assert!(record.ttl.is_none_or(|ttl| ttl < 1 << 31));
                let is_of_type = match (&record.data, record_type) {
                    (RecordData::Address(address), RecordType::A) => address.is_ipv4(),
                    (RecordData::Address(address), RecordType::Aaaa) => address.is_ipv6(),
                    (RecordData::Txt(_), RecordType::Txt) | (RecordData::Mx { .. }, RecordType::Mx) => true,
                    _ => false,
                };
                assert!(is_of_type, "{record:?} for {record_type:?}");
            }
        }
        Outcome::Failed { reason } => {
            assert_visible(&reason.words());
            assert!(!matches!(reason, LookupFailure::Rcode(0 | 3)));
        }
        Outcome::NoData | Outcome::NoName => {}
    }
}

/// Reads `data` on the way that every record takes; `None` where it is refused.
fn read_data(data: &str, record_type: RecordType) -> Option<RecordData> {
    let body = json!({ "Status": 0, "Answer": [dns_record(NAME, record_type.number(), data)] });
    let answer = read(&doh(200, body.to_string()), NAME, record_type);
    assert_dns_answer(&answer, record_type);
    match answer.outcome {
        Outcome::Found(mut records) => records.pop().map(|record| record.data),
        Outcome::Failed { .. } => None,
        other => panic!("a record is there, but {other:?}"),
    }
}

/// The data of a TXT record in DoH JSON.
pub fn txt_data(data: &[u8]) {
    let Ok(data) = std::str::from_utf8(data) else { return };
    let Some(RecordData::Txt(strings)) = read_data(data, RecordType::Txt) else { return };
    assert!(strings.iter().map(Vec::len).sum::<usize>() <= data.len());
    if !data.starts_with(['"', '\\']) {
        assert_eq!(strings, [data.as_bytes()]);
    }
    // In the spelling of zone files (RFC 1035 §5.1) the same strings come out again.
    let quoted: Vec<String> = strings.iter().map(|string| quote(string)).collect();
    for spelling in [quoted.join(" "), quoted.concat()] {
        if !strings.is_empty() {
            assert_eq!(read_data(&spelling, RecordType::Txt), Some(RecordData::Txt(strings.clone())), "{spelling}");
        }
    }
    record(&strings.concat());
}

fn quote(string: &[u8]) -> String {
    let escaped: String = string
        .iter()
        .map(|octet| match octet {
            b'"' | b'\\' => format!("\\{}", char::from(*octet)),
            b' '..=b'~' => char::from(*octet).to_string(),
            _ => format!("\\{octet:03}"),
        })
        .collect();
    format!("\"{escaped}\"")
}

/// The data of an MX record in DoH JSON.
pub fn mx_data(data: &[u8]) {
    let Ok(data) = std::str::from_utf8(data) else { return };
    let Some(RecordData::Mx { preference, exchange }) = read_data(data, RecordType::Mx) else { return };
    assert!(!exchange.as_str().bytes().any(|octet| octet.is_ascii_uppercase()));
    assert_visible(&exchange.to_string());
    if !exchange.as_str().contains([' ', '\t']) {
        let again = read_data(&format!("{preference} {}.", exchange.as_str()), RecordType::Mx);
        assert_eq!(again, Some(RecordData::Mx { preference, exchange: exchange.clone() }));
    }
    assert_matching(&exchange);
}

/// RFC 8461 §4.1: a host matches its own name, and below a wildcard exactly one label.
fn assert_matching(host: &HostName) {
    let is_match = |pattern: &str| MxPattern::parse(pattern).map(|pattern| pattern.matches(host));
    let is_name = host.labels().is_some();
    assert!(is_match(host.as_str()).unwrap_or(is_name) == is_name);
    let mut labels: Vec<&str> = host.as_str().split('.').collect();
    for depth in 1..labels.len().min(8) {
        labels.remove(0);
        let expected = depth == 1 && is_name;
        assert!(is_match(&format!("*.{}", labels.join("."))).unwrap_or(expected) == expected);
        assert!(is_match(&labels.join(".")) != Ok(true));
    }
}

/// What a person types for a domain.
pub fn domain(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else { return };
    let to_ascii = |name: &str| idna::domain_to_ascii(name).ok();
    let (domain, note) = match PolicyDomain::from_input(input, to_ascii) {
        Ok(found) => found,
        Err(error) => return assert_visible(&error.to_string()),
    };
    assert_eq!(PolicyDomain::parse(domain.as_str()).as_ref(), Ok(&domain));
    // Converting the converted changes nothing, so that a link to a check leads to the same check.
    assert_eq!(PolicyDomain::parse_with(domain.as_str(), to_ascii).as_ref(), Ok(&domain));
    note.iter().for_each(|note| assert_visible(&note.sentence(&domain)));
    if let Err(error) = domain.require_public() {
        assert_visible(&error.to_string());
    }
    for name in [domain.as_str(), &domain.policy_host(), &domain.sts_record_name()] {
        assert_dns_name(name);
    }
    assert!(MxPattern::parse(domain.as_str()).is_ok_and(|pattern| pattern.matches(&HostName::from(&domain))));
    // What is sent to a resolver has no room for a second parameter.
    for (_, request) in Check::new(domain, vec![Resolver::google()], 0).requests() {
        let Request::DohJson { url } = request else { continue };
        let rest = url.strip_prefix("https://dns.google/resolve?name=").unwrap_or_default();
        assert_dns_name(rest.split('&').next().unwrap_or_default());
        assert_eq!(rest.matches('&').count(), 2, "{url}");
    }
}

/// RFC 1035 §2.3.4, and letters, digits, hyphens, underscores and dots only.
fn assert_dns_name(name: &str) {
    assert!(name.len() <= 253, "{name}");
    for label in name.split('.') {
        let is_plain = |octet: u8| octet.is_ascii_lowercase() || octet.is_ascii_digit() || matches!(octet, b'-' | b'_');
        assert!((1..=63).contains(&label.len()) && label.bytes().all(is_plain), "{name}");
    }
}

/// The JSON of a TLS report.
pub fn report(text: &[u8]) {
    let reading = assert_report(text);
    if reading.is_usable {
        // Whatever comes behind a report, or is cut off from it, it is not one any more.
        assert!(!assert_report(&[text, b"x"].concat()).is_usable);
        let end = text.trim_ascii_end().len().saturating_sub(1);
        assert!(!assert_report(&text[..end]).is_usable);
        // White space means nothing.
        assert_eq!(assert_report(&[text, b" \n"].concat()).report, reading.report);
    }
}

/// A chain of certificates as a server shows it: each in DER, behind its length in two octets.
pub fn certificate(bytes: &[u8]) {
    let mut chain = Vec::new();
    let mut rest = bytes;
    while let Some(([high, low], after)) = rest.split_first_chunk() {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(after.len());
        let (der, next) = after.split_at(length);
        chain.push(der);
        rest = next;
    }
    let shown = facts(&chain);
    assert!(shown.len() <= chain.len().min(10));
    // Nobody's certificate changes what is said of another one.
    for (der, alone) in chain.iter().zip(&shown) {
        assert_eq!(facts(&[der]), std::slice::from_ref(alone));
    }
    for certificate in &shown {
        let Certificate { subject, issuer, dns_names, dns_name_count, .. } = certificate;
        assert_eq!(dns_names.len() as u64, (*dns_name_count).min(50));
        for name in [subject, issuer].into_iter().chain(dns_names) {
            assert!(name.chars().count() <= 255);
        }
        assert!(!certificate.self_issued || subject == issuer);
        let json = serde_json::to_string(certificate).expect("facts are JSON");
        assert_eq!(serde_json::from_str::<Certificate>(&json).ok().as_ref(), Some(certificate));
    }
}
