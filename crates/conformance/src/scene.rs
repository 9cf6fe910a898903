//! Worlds for the examples of `docs/findings`: a healthy domain, and what is different from it, as JSON.
//! `docs/findings/README.md` has the format.

use std::collections::{BTreeMap, BTreeSet};

use mta_sts::evidence::{
    Certificate, Connection, Decoding, FailureClass, FamilyLookup, FetchFailure, Handshake, Header, HttpResponse,
    LookupOutcome, MAX_POLICY_BYTES, PolicyFetch, Resolution, ResolvedAddress, Tls,
};
use mta_sts::{Answer, FailureReason, PolicyDomain, Question, RecordType, Report};
use serde::Deserialize;

use crate::world::{NOW, World, dns_answer, evidence, policy_for, quote};

/// A whole check of the world that a JSON object describes.
///
/// # Errors
/// What does not fit the format.
pub fn check(json: &str) -> Result<Report, String> {
    let Scene { domain, policy, questions } = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let domain = domain.as_deref().unwrap_or("example.com");
    let mut world = World::healthy(PolicyDomain::parse(domain).map_err(|error| error.to_string())?);
    if let Some(mx) = questions.get("mx") {
        world = world.with_hosts(mx.hosts()?);
    }
    for (name, said) in &questions {
        let question = Question::all().find(|question| question.name() == *name);
        let question = question.ok_or_else(|| format!("no check asks for `{name}`"))?;
        let answer = said.answer(&world, question).map_err(|what| format!("`{name}`: {what}"))?;
        world = world.with(question, answer);
        if let Some(unchecked) = &said.cd {
            let answer = unchecked.answer(&world, question).map_err(|what| format!("`{name}`: {what}"))?;
            world = world.with_unchecked(question, answer);
        }
    }
    if let Some(fetch) = policy {
        world = match (&fetch.given, fetch.lost) {
            (Some(text), _) => world.with_policy(Answer::Given { body: text.as_str().into(), elapsed_ms: 0 }),
            (None, true) => world.with_policy(lost()),
            (None, false) => {
                let evidence = fetch.evidence(world.domain())?;
                world.with_fetch(&evidence)
            }
        };
    }
    Ok(world.check().report())
}

fn lost() -> Answer {
    Answer::Failed { reason: FailureReason::Network, detail: String::new(), elapsed_ms: 1 }
}

#[derive(Deserialize)]
struct Scene {
    domain: Option<String>,
    policy: Option<Fetch>,
    #[serde(flatten)]
    questions: BTreeMap<String, Said>,
}

/// What DNS says to one question.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    #[serde(default)]
    lost: bool,
    #[serde(default)]
    status: u16,
    ttl: Option<u32>,
    #[serde(default)]
    alias: Vec<String>,
    txt: Option<Vec<String>>,
    mx: Option<Vec<String>>,
    a: Option<Vec<String>>,
    aaaa: Option<Vec<String>>,
    cd: Option<Box<Said>>,
}

impl Said {
    fn answer(&self, world: &World, question: Question) -> Result<Answer, String> {
        if self.lost {
            return Ok(lost());
        }
        let kinds = [
            (RecordType::Txt, &self.txt),
            (RecordType::Mx, &self.mx),
            (RecordType::A, &self.a),
            (RecordType::Aaaa, &self.aaaa),
        ];
        let asked = question.record_type();
        let mut records = Vec::new();
        for (kind, data) in kinds {
            match data {
                Some(_) if kind != asked => return Err(format!("it holds {} records", asked.name())),
                Some(data) if kind == RecordType::Txt => records.extend(data.iter().map(|text| strings(text))),
                Some(data) => records.extend_from_slice(data),
                None => {}
            }
        }
        let name = world.name_of(question);
        Ok(dns_answer(&name, question, self.status, self.ttl.unwrap_or(300), &self.alias, &records))
    }

    /// The host names of the MX records as far as their addresses are looked up, in the order of delivery.
    fn hosts(&self) -> Result<Vec<String>, String> {
        let mut hosts = BTreeSet::new();
        for record in self.mx.iter().flatten() {
            let words = record.split_once(' ').and_then(|(preference, host)| Some((preference.parse().ok()?, host)));
            let (preference, host): (u16, &str) =
                words.ok_or_else(|| format!("`{record}` is no preference and host"))?;
            let host = host.trim_end_matches('.').to_ascii_lowercase();
            if !host.is_empty() && host.parse::<std::net::IpAddr>().is_err() {
                hosts.insert((preference, host));
            }
        }
        Ok(hosts.into_iter().map(|(_, host)| host).collect())
    }
}

/// A text as character-strings, of which each holds 255 octets at most (RFC 1035 §3.3.14).
fn strings(text: &str) -> String {
    let strings: Vec<String> = text.as_bytes().chunks(255).map(quote).collect();
    if strings.is_empty() { quote(b"") } else { strings.join(" ") }
}

/// What the helper saw of the policy fetch.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fetch {
    #[serde(default)]
    lost: bool,
    given: Option<String>,
    failure: Option<FailureClass>,
    #[serde(default)]
    detail: String,
    http: Option<u16>,
    headers: Option<BTreeMap<String, Values>>,
    body: Option<Body>,
    bytes: Option<usize>,
    #[serde(default)]
    truncated: bool,
    /// Why the helper does not dial them; `null` where it does.
    #[serde(default)]
    addresses: BTreeMap<String, Option<String>>,
    /// How they failed, `class` or `class: detail`; `null` where they did not.
    #[serde(default)]
    connections: BTreeMap<String, Option<String>>,
    /// How the lookups ended, by record type.
    #[serde(default)]
    lookups: BTreeMap<String, LookupOutcome>,
    /// The body was encoded, and this came of decoding it.
    decoding: Option<Decoding>,
    /// Subject and issuer of the certificates after the first one.
    #[serde(default)]
    chain: Vec<(String, String)>,
    subject: Option<String>,
    ca_issuers: Option<String>,
    dns_names: Option<Vec<String>>,
    issuer: Option<String>,
    #[serde(default)]
    self_issued: bool,
    not_before: Option<Time>,
    not_after: Option<Time>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a string or a list of strings")]
enum Values {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text or a list of lines")]
enum Body {
    Text(String),
    Lines(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a day such as 2027-01-31, or seconds since 1970")]
enum Time {
    Day(String),
    Seconds(i64),
}

impl Time {
    /// The first second of the day.
    fn seconds(&self) -> Result<i64, String> {
        match self {
            Self::Seconds(seconds) => Ok(*seconds),
            Self::Day(day) => day_start(day).ok_or_else(|| format!("`{day}` is no day such as 2027-01-31")),
        }
    }
}

/// Years are counted from March, so that a leap day ends its year.
fn day_start(day: &str) -> Option<i64> {
    let numbers: Vec<i64> = day.split('-').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let [year, month, day] = <[i64; 3]>::try_from(numbers).ok()?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = year * 365 + leaps + (month * 153 + 2) / 5 + day - 1 - 719_468;
    Some(days * 86_400)
}

impl Fetch {
    fn evidence(&self, domain: &PolicyDomain) -> Result<PolicyFetch, String> {
        let addresses = self.addresses.iter();
        let addresses = addresses
            .map(|(address, refused)| ResolvedAddress { address: address.clone(), refused: refused.clone() })
            .collect();
        let connections = self.connections.iter();
        let connections =
            connections.map(|(address, failure)| connection(address, failure.as_deref())).collect::<Result<_, _>>()?;
        let lookup = |record_type: &str| {
            self.lookups.get(record_type).map(|outcome| FamilyLookup { outcome: *outcome, detail: None })
        };
        let failure = self.failure.map(|class| FetchFailure { class, detail: self.detail.clone() });
        let response = if failure.is_none() { Some(self.response(domain)?) } else { None };
        Ok(PolicyFetch {
            resolution: Resolution { addresses, a: lookup("a"), aaaa: lookup("aaaa"), elapsed_ms: 1 },
            connections,
            tls: self.tls(domain)?,
            response,
            failure,
            ..evidence(domain)
        })
    }

    /// Without anything about a certificate, none was seen.
    fn tls(&self, domain: &PolicyDomain) -> Result<Option<Tls>, String> {
        let Self { dns_names, issuer, self_issued, not_before, not_after, chain, .. } = self;
        let is_told = dns_names.is_some() || issuer.is_some() || not_before.is_some() || not_after.is_some();
        if !is_told && !self_issued && chain.is_empty() {
            return Ok(None);
        }
        let dns_names = dns_names.clone().unwrap_or_else(|| vec![domain.policy_host()]);
        let now = i64::try_from(NOW).unwrap_or(i64::MAX);
        let or = |time: &Option<Time>, days: i64| time.as_ref().map_or(Ok(now + days * 86_400), Time::seconds);
        let leaf = Certificate {
            subject: self.subject.clone().unwrap_or_default(),
            issuer: issuer.clone().unwrap_or_else(|| "CN=Example CA".to_owned()),
            dns_name_count: u64::try_from(dns_names.len()).unwrap_or(u64::MAX),
            dns_names,
            not_before: or(not_before, -30)?,
            not_after: or(not_after, 60)?,
            self_issued: *self_issued,
            is_ca: None,
            ca_issuers: self.ca_issuers.clone(),
        };
        let above = chain.iter().map(|(subject, issuer)| Certificate {
            subject: subject.clone(),
            issuer: issuer.clone(),
            dns_names: Vec::new(),
            dns_name_count: 0,
            self_issued: subject == issuer,
            ca_issuers: None,
            ..leaf.clone()
        });
        let certificates = std::iter::once(leaf.clone()).chain(above).collect();
        let version = self.failure.is_none().then(|| "TLSv1.3".to_owned());
        Ok(Some(Tls { version, alpn: None, certificates, elapsed_ms: 1 }))
    }

    fn response(&self, domain: &PolicyDomain) -> Result<HttpResponse, String> {
        let healthy = policy_for(&format!("mail.{domain}"));
        let mut body = match &self.body {
            None => healthy,
            Some(Body::Text(text)) => text.clone(),
            Some(Body::Lines(lines)) => lines.iter().map(|line| format!("{line}\n")).collect(),
        };
        if let Some(bytes) = self.bytes {
            let lacking = bytes.checked_sub(body.len() + "pad: \n".len()).filter(|lacking| *lacking > 0);
            let pad = "a".repeat(lacking.ok_or_else(|| format!("the policy does not fit into {bytes} bytes"))?);
            body.push_str(&format!("pad: {pad}\n"));
        }
        let status = self.http.unwrap_or(200);
        let mut headers = Vec::new();
        match &self.headers {
            None => headers.push(Header { name: "content-type".to_owned(), value: "text/plain".into() }),
            Some(fields) => {
                for (name, value) in fields {
                    let values = match value {
                        Values::One(value) => std::slice::from_ref(value),
                        Values::Several(values) => values,
                    };
                    let name = name.to_ascii_lowercase();
                    headers
                        .extend(values.iter().map(|value| Header { name: name.clone(), value: value.as_str().into() }));
                }
            }
        }
        let location = headers.iter().find(|header| header.name == "location" && (300..400).contains(&status));
        let redirect_target = location.map(|header| String::from_utf8_lossy(header.value.as_ref()).into_owned());
        let truncated = self.truncated || body.len() > MAX_POLICY_BYTES;
        let mut body = body.into_bytes();
        body.truncate(MAX_POLICY_BYTES);
        let decoding = self.decoding;
        Ok(HttpResponse { status, headers, body: body.into(), decoding, truncated, redirect_target, elapsed_ms: 1 })
    }
}

/// One address that was dialled. What begins with `tls-` is a failure of the handshake.
fn connection(address: &str, failed: Option<&str>) -> Result<Connection, String> {
    let (class, detail) = match failed {
        None => (None, String::new()),
        Some(failed) => {
            let (class, detail) = failed.split_once(": ").unwrap_or((failed, ""));
            let class: FailureClass =
                serde_json::from_value(class.into()).map_err(|error| format!("`{address}`: {error}"))?;
            (Some(class), detail.to_owned())
        }
    };
    let of_tls = class.filter(|_| failed.is_some_and(|failed| failed.starts_with("tls-")));
    let of_tcp = class.filter(|_| of_tls.is_none());
    let failure = of_tls.map(|class| FetchFailure { class, detail });
    let handshake = of_tcp.is_none().then_some(Handshake { failure, elapsed_ms: 1 });
    Ok(Connection { address: address.to_owned(), failure: of_tcp, handshake, used: false, elapsed_ms: 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_nothing_to_remark_on_a_healthy_world() {
        for json in ["{}", r#"{"domain": "sub.example.com"}"#, r#"{"policy": {"issuer": "CN=x"}}"#] {
            let report = check(json).unwrap();
            assert!(report.steps.iter().all(|step| step.findings.is_empty()), "{json}: {report}");
        }
    }

    #[test]
    fn days_begin_where_they_should() {
        for (day, expected) in [
            ("1970-01-01", Some(0)),
            ("2000-02-29", Some(951_782_400)),
            ("2000-03-01", Some(951_868_800)),
            ("2027-01-15", Some(1_799_971_200)),
            ("2027-13-01", None),
            ("2027-01", None),
            ("tomorrow", None),
        ] {
            assert_eq!(day_start(day), expected, "{day}");
        }
    }

    #[test]
    fn what_does_not_fit_is_said() {
        for (json, expected) in [
            ("{", "EOF"),
            (r#"{"sts": {}}"#, "no check asks for `sts`"),
            (r#"{"mx": {"txt": ["x"]}}"#, "`mx`: it holds MX records"),
            (r#"{"mx": {"mx": ["x"]}}"#, "no preference and host"),
            (r#"{"mx": {"records": []}}"#, "unknown field `records`"),
            (r#"{"policy": {"failure": "x"}}"#, "unknown variant `x`"),
            (r#"{"policy": {"bytes": 3}}"#, "does not fit into 3 bytes"),
            (r#"{"policy": {"notAfter": "soon"}}"#, "no day"),
            (r#"{"domain": "a b"}"#, "is a space"),
        ] {
            let what = check(json).unwrap_err();
            assert!(what.contains(expected), "{json}: {what}");
        }
    }
}
