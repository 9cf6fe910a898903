//! DNS over HTTPS in DNS messages (RFC 8484), for servers that have no JSON.
//!
//! The core and its recordings know one format, DoH JSON. So a question becomes a message here, and the message that
//! answers it becomes the DoH JSON that says the same: TXT data in quoted presentation form, which no dialect of JSON
//! spells as safely.
#![forbid(unsafe_code)]

use domain::base::iana::{Class, OptionCode, Rtype};
use domain::base::name::ToName;
use domain::base::opt::ExtendedError;
use domain::base::wire::ParseError;
use domain::base::{Message, MessageBuilder, NameBuilder, ParsedName, ParsedRecord};
use domain::dep::octseq::OctetsBuilder as _;
use domain::rdata::{A, Aaaa, Cname, Dname, Mx, Txt};
use domain::utils::base64;
use mta_sts::RecordType;
use serde_json::{Value, json};

/// The media type of a DNS message (RFC 8484 §6), to send in `Accept`.
pub const MEDIA_TYPE: &str = "application/dns-message";

/// The most that a DNS message has (RFC 1035 §4.2.2: its length is given in 16 bits).
pub const MAX_BYTES: usize = 65_535;

/// The URL that asks a question by GET (RFC 8484 §4.1): `url` with the parameter `dns`. `None` if `name` cannot be asked
/// for. `checking_disabled` sets the CD bit (RFC 4035 §3.2.2).
///
/// ```
/// use mta_sts::RecordType;
/// let url = mta_sts_wire::question_url("https://dns.example/dns-query", "example.com", RecordType::Mx, false).unwrap();
/// assert!(url.starts_with("https://dns.example/dns-query?dns=AAABIAABAAAAAAABB2V4YW1wbGUDY29tAAAPAAEAACk"));
/// ```
pub fn question_url(url: &str, name: &str, record_type: RecordType, checking_disabled: bool) -> Option<String> {
    let message = question(name, record_type, checking_disabled)?;
    // RFC 8484 §6: base64url without padding.
    let encoded = base64::encode_string(&message).replace('+', "-").replace('/', "_");
    let separator = if url.contains('?') { '&' } else { '?' };
    Some(format!("{url}{separator}dns={}", encoded.trim_end_matches('=')))
}

/// RFC 7871 §6: the family IPv4, a prefix of 0 bits, and so no address.
const NO_SUBNET: [u8; 4] = [0, 1, 0, 0];

fn question(name: &str, record_type: RecordType, checking_disabled: bool) -> Option<Vec<u8>> {
    let mut wire_name = NameBuilder::new_vec();
    for label in name.split('.') {
        // A label without octets is the root, which ends a name.
        if label.is_empty() {
            return None;
        }
        wire_name.append_label(label.as_bytes()).ok()?;
    }
    let name = wire_name.into_name().ok()?;
    let mut message = MessageBuilder::new_vec();
    // RFC 8484 §4.1: the id is 0, so that equal questions have equal URLs.
    let header = message.header_mut();
    header.set_rd(true);
    // RFC 6840 §5.7: a client that wants to know of the AD bit sets it.
    header.set_ad(true);
    header.set_cd(checking_disabled);
    let mut questions = message.question();
    questions.push((name, Rtype::from_int(record_type.number()), Class::IN)).ok()?;
    let mut additional = questions.additional();
    // Without EDNS there are no extended errors. RFC 7871 §7.1.2: a prefix of no bits asks not to pass the reader's
    // network on.
    let options = additional.opt(|options| {
        options.set_udp_payload_size(4096);
        options.push_raw_option(OptionCode::CLIENT_SUBNET, NO_SUBNET.len() as u16, |target| {
            target.append_slice(&NO_SUBNET)
        })
    });
    options.ok()?;
    Some(additional.finish())
}

/// The DoH JSON that says the same as a DNS message. `age` is how many seconds the message lay in HTTP caches (the field
/// `Age`): they are taken off every TTL (RFC 8484 §5.1). `None` if it is not the answer of a DNS server.
///
/// Of the answer's records those are kept that the core reads: A, AAAA, MX, TXT, and the aliases.
///
/// ```
/// let message = b"\0\0\x81\x83\0\x01\0\0\0\0\0\0\x07example\x03com\0\0\x0f\0\x01";
/// let json = mta_sts_wire::to_doh_json(message, 0).unwrap();
/// assert!(json.contains(r#""Status":3"#) && json.contains(r#""name":"example.com.""#), "{json}");
/// ```
pub fn to_doh_json(message: &[u8], age: u32) -> Option<String> {
    let message = Message::from_octets(message).ok().filter(|message| message.header().qr())?;
    translate(&message, age).ok().map(|json| json.to_string())
}

fn translate(message: &Message<&[u8]>, age: u32) -> Result<Value, ParseError> {
    let questions = message.question().map(|question| {
        let question = question?;
        Ok(json!({ "name": dotted(question.qname()), "type": question.qtype().to_int() }))
    });
    let questions = questions.collect::<Result<Vec<_>, ParseError>>()?;
    let mut answers = Vec::new();
    for record in message.answer()? {
        let record = record?;
        if let Some(data) = presentation(&record)? {
            answers.push(json!({
                "name": dotted(&record.owner()),
                "type": record.rtype().to_int(),
                "TTL": record.ttl().as_secs().saturating_sub(age),
                "data": data,
            }));
        }
    }
    let header = message.header();
    Ok(json!({
        "Status": message.opt_rcode().to_int(),
        "TC": header.tc(),
        "AD": header.ad(),
        "CD": header.cd(),
        "Question": questions,
        "Answer": answers,
        "extended_dns_errors": extended_errors(message),
    }))
}

/// A record's data in presentation form (RFC 1035 §5.1); `None` for types that the core does not read.
fn presentation(record: &ParsedRecord<'_, &[u8]>) -> Result<Option<String>, ParseError> {
    Ok(match record.rtype() {
        Rtype::A => record.to_record::<A>()?.map(|record| record.data().to_string()),
        Rtype::AAAA => record.to_record::<Aaaa>()?.map(|record| record.data().to_string()),
        Rtype::CNAME => record.to_record::<Cname<ParsedName<_>>>()?.map(|record| dotted(record.data().cname())),
        Rtype::DNAME => record.to_record::<Dname<ParsedName<_>>>()?.map(|record| dotted(record.data().dname())),
        Rtype::MX => record
            .to_record::<Mx<ParsedName<_>>>()?
            .map(|record| format!("{} {}", record.data().preference(), dotted(record.data().exchange()))),
        Rtype::TXT => record.to_record::<Txt<_>>()?.map(|record| {
            let strings: Vec<String> =
                record.data().iter_charstrs().map(|one| one.display_quoted().to_string()).collect();
            strings.join(" ")
        }),
        _ => None,
    })
}

fn dotted(name: &impl ToName) -> String {
    name.fmt_with_dot().to_string()
}

/// The extended errors (RFC 8914), spelled as Google spells them.
fn extended_errors(message: &Message<&[u8]>) -> Vec<Value> {
    let Some(options) = message.opt() else { return Vec::new() };
    let errors = options.opt().iter::<ExtendedError<_>>().filter_map(Result::ok);
    errors
        .map(|error| {
            let text = error.text_slice().map(|text| String::from_utf8_lossy(text).into_owned());
            json!({ "info_code": error.code().to_int(), "extra_text": text })
        })
        .collect()
}

#[cfg(test)]
mod tests;
