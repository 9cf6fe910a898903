//! Observations → findings: one function for each step, in the order of the protocol.
//!
//! One broken thing is one error. What cannot be judged because of it is "not reached", never a second error.

use crate::evidence::{Certificate, FailureClass, HttpResponse, PolicyFetch};
use crate::finding::{Finding, Rule, Severity, Speaker, fetch, mx, policy, record, tlsrpt};
use crate::lookup::{Lookup, LookupState};
use crate::observe::{
    FetchObservation, FetchState, MxHost, MxObservation, Observations, PolicyObservation, RecordObservation, Routing,
    TlsrptObservation, TxtRole, TxtText,
};
use crate::policy::{Mode, Policy};
use crate::report::{Step, StepId, StepStatus};
use crate::text::{Validity, show};
use crate::time::{date, duration};

/// How long before its end a certificate gets a warning: 14 days.
const ENDS_SOON: i64 = 14 * 86_400;

/// Judges all steps. `now` is in seconds since 1970-01-01T00:00:00Z.
pub(crate) fn evaluate(seen: &Observations, speaker: &Speaker, now: u64) -> Vec<Step> {
    let stage = Stage::of(seen);
    vec![
        record_step(&seen.record, stage, speaker),
        fetch_step(&seen.fetch, stage, speaker, now),
        policy_step(seen.policy.as_ref(), &seen.fetch, stage, speaker),
        mx_step(seen, stage, speaker),
        tlsrpt_step(&seen.tlsrpt, seen, speaker),
    ]
}

/// How far the domain goes with MTA-STS, which decides what the later steps are judged by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The record's lookup or, with no record, the fetch is still open.
    Open,
    /// No record, no usable policy: nothing is announced and nothing expected.
    Unannounced,
    /// No record, but a policy is served.
    Undiscovered,
    /// DNSSEC hides the record, and with it most likely the rest of the zone.
    Hidden,
    /// There is a record, good or bad, or its lookup failed: judge the rest on its own.
    Announced,
}

impl Stage {
    fn of(seen: &Observations) -> Self {
        match seen.record.lookup.state {
            LookupState::Pending => Self::Open,
            LookupState::Bogus => Self::Hidden,
            LookupState::Failed => Self::Announced,
            LookupState::Found if seen.record.texts.iter().any(|text| text.role != TxtRole::Other) => Self::Announced,
            LookupState::Found | LookupState::NoData | LookupState::NoName => match &seen.policy {
                Some(policy) if policy.validity != Validity::Invalid => Self::Undiscovered,
                None if seen.fetch.state == FetchState::Pending => Self::Open,
                _ => Self::Unannounced,
            },
        }
    }
}

/// A step in the making.
struct Draft<'s> {
    id: StepId,
    speaker: &'s Speaker,
    elapsed_ms: u64,
    findings: Vec<Finding>,
}

impl<'s> Draft<'s> {
    fn new(id: StepId, speaker: &'s Speaker, elapsed_ms: u64) -> Self {
        Self { id, speaker, elapsed_ms, findings: Vec::new() }
    }

    fn add(&mut self, rule: &'static Rule, seen: impl Into<String>) {
        self.add_with(rule, vec![("seen", seen.into())]);
    }

    fn add_with(&mut self, rule: &'static Rule, values: Vec<(&'static str, String)>) {
        self.findings.push(self.speaker.finding(rule, &values));
    }

    /// The status that the findings make.
    fn judged(self, summary: impl Into<String>) -> Step {
        let worst = self.findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Note);
        self.with(worst.status(), summary)
    }

    fn with(self, status: StepStatus, summary: impl Into<String>) -> Step {
        let Self { id, elapsed_ms, findings, .. } = self;
        Step { id, status, summary: summary.into(), elapsed_ms, findings }
    }

    fn pending(self) -> Step {
        self.with(StepStatus::Pending, "Waiting for an answer.")
    }

    fn skipped(mut self, summary: impl Into<String>) -> Step {
        self.findings.clear();
        self.with(StepStatus::Skipped, summary)
    }

    /// The findings of the one text that counts.
    fn add_violations(&mut self, text: &[u8], violations: &crate::text::Violations) {
        self.findings.extend(self.speaker.findings_in(text, violations.iter()));
    }

    fn add_discarded(&mut self, texts: &[TxtText], has_candidate: bool, nearly: &'static Rule, other: &'static Rule) {
        for text in texts {
            match text.role {
                TxtRole::Candidate => {}
                TxtRole::Nearly if !has_candidate => self.add(nearly, show(&text.octets)),
                TxtRole::Nearly | TxtRole::Other => self.add(other, show(&text.octets)),
            }
        }
    }
}

fn candidates(texts: &[TxtText]) -> impl Iterator<Item = &TxtText> {
    texts.iter().filter(|text| text.role == TxtRole::Candidate)
}

/// RFC 8461 §3.1.
fn record_step(seen: &RecordObservation, stage: Stage, speaker: &Speaker) -> Step {
    let mut step = Draft::new(StepId::Record, speaker, seen.lookup.elapsed_ms);
    match seen.lookup.state {
        LookupState::Pending => return step.pending(),
        LookupState::Failed => {
            step.add(&record::RECORD_LOOKUP_FAILED, seen.lookup.failure_words());
            return step.with(StepStatus::Inconclusive, "DNS did not answer.");
        }
        LookupState::Bogus => {
            step.add(&record::DNSSEC_BOGUS, &*seen.lookup.name);
            return step.judged("DNSSEC validation fails.");
        }
        LookupState::Found | LookupState::NoData | LookupState::NoName => {}
    }
    let count = candidates(&seen.texts).count();
    step.add_discarded(&seen.texts, count > 0, &record::RECORD_NEARLY, &record::RECORD_OTHER_TXT);
    let is_nearly = seen.texts.iter().any(|text| text.role == TxtRole::Nearly);
    match (count, &seen.record) {
        (0, _) if stage == Stage::Undiscovered => {
            step.add_with(&fetch::POLICY_UNDISCOVERED, Vec::new());
            step.judged("No record, but a policy is served.")
        }
        (0, _) if is_nearly => step.judged("There is a record that senders do not recognise."),
        (0, _) => {
            step.add_with(&record::RECORD_ABSENT, Vec::new());
            step.judged("There is no MTA-STS record.")
        }
        (1, found) => {
            for text in candidates(&seen.texts) {
                step.add_violations(&text.octets, &seen.violations);
            }
            match found {
                Some(found) => step.judged(format!("One record, with id {}.", found.id.as_str())),
                None => step.judged("The record is not valid."),
            }
        }
        (count, _) => {
            step.add(&record::RECORD_MULTIPLE, count.to_string());
            step.judged(format!("{count} records, where there may be only one."))
        }
    }
}

/// RFC 8461 §3.3.
fn fetch_step(seen: &FetchObservation, stage: Stage, speaker: &Speaker, now: u64) -> Step {
    let mut step = Draft::new(StepId::Fetch, speaker, seen.elapsed_ms);
    match stage {
        Stage::Unannounced => return step.skipped("No record announces a policy."),
        Stage::Hidden => return step.skipped("DNSSEC hides the record."),
        Stage::Open | Stage::Undiscovered | Stage::Announced => {}
    }
    match (&seen.evidence, seen.state) {
        (None, FetchState::Pending) => step.pending(),
        // DNS alone shows this much, also without a helper.
        (None, _) if seen.has_no_address() => {
            step.add(&fetch::HOST_NO_NAME, "DNS has neither A nor AAAA records for it");
            step.judged("The policy host has no address.")
        }
        (None, _) => {
            step.add(&fetch::HELPER_FAILED, seen.problem.clone().unwrap_or_default());
            step.with(StepStatus::Inconclusive, "Nobody could look at the policy file.")
        }
        (Some(evidence), _) => {
            if let Some(failure) = &evidence.failure {
                return failed_fetch(step, evidence, failure.class, &failure.detail);
            }
            match &evidence.response {
                Some(response) => response_step(step, evidence, response, now),
                None => {
                    step.add(&fetch::HELPER_FAILED, "the helper sent neither a response nor a failure");
                    step.with(StepStatus::Inconclusive, "Nobody could look at the policy file.")
                }
            }
        }
    }
}

fn failed_fetch(mut step: Draft<'_>, evidence: &PolicyFetch, class: FailureClass, detail: &str) -> Step {
    let detail = show(detail.trim_end_matches('.').as_bytes());
    let certificates = evidence.tls.as_ref().map(|tls| tls.certificates.as_slice()).unwrap_or_default();
    let leaf = certificates.first();
    let (rule, what, summary) = match class {
        FailureClass::DnsNoName => {
            (&fetch::HOST_NO_NAME, "the name does not exist (NXDOMAIN)".to_owned(), "The policy host does not exist.")
        }
        FailureClass::DnsNoAddress => (
            &fetch::HOST_NO_NAME,
            "the name has neither A nor AAAA records".to_owned(),
            "The policy host has no address.",
        ),
        FailureClass::DnsFailed | FailureClass::DnsTimeout => {
            step.add(&fetch::HOST_DNS_FAILED, detail);
            return step.with(StepStatus::Inconclusive, "The policy host's address could not be looked up.");
        }
        FailureClass::ConnectUnreachable => {
            step.add(&fetch::HOST_UNREACHABLE, detail);
            return step.with(StepStatus::Inconclusive, "The helper has no route to the policy host.");
        }
        FailureClass::AddressRefused => (
            &fetch::HOST_ADDRESS_REFUSED,
            refused_addresses(evidence),
            "The policy host has no address on the Internet.",
        ),
        FailureClass::ConnectRefused => (&fetch::HOST_REFUSES, detail, "Nothing listens on port 443."),
        FailureClass::ConnectTimeout
        | FailureClass::TlsTimeout
        | FailureClass::HttpTimeout
        | FailureClass::BodyTimeout
        | FailureClass::Deadline => (&fetch::HOST_TIMEOUT, detail, "The policy host did not answer in time."),
        FailureClass::ConnectFailed => (&fetch::HOST_CONNECT_FAILED, detail, "The policy host cannot be reached."),
        FailureClass::TlsVersion => (&fetch::TLS_VERSION, detail, "The policy host has no current TLS version."),
        FailureClass::TlsAlert | FailureClass::TlsFailed => (&fetch::TLS_FAILED, detail, "The TLS handshake failed."),
        FailureClass::TlsName => {
            (&fetch::CERTIFICATE_NAME, leaf.map_or(detail, names), "The certificate is for another name.")
        }
        FailureClass::TlsExpired => {
            let expired = certificates.iter().map(|certificate| certificate.not_after).min();
            (&fetch::CERTIFICATE_EXPIRED, expired.map_or(detail, date), "The certificate has expired.")
        }
        FailureClass::TlsNotYetValid => {
            let valid_from = certificates.iter().map(|certificate| certificate.not_before).max();
            (&fetch::CERTIFICATE_NOT_YET_VALID, valid_from.map_or(detail, date), "The certificate is not valid yet.")
        }
        FailureClass::TlsSelfSigned => {
            (&fetch::CERTIFICATE_SELF_SIGNED, detail, "The certificate is signed by itself.")
        }
        FailureClass::TlsUntrusted => match certificates {
            [only] if !only.self_issued => (
                &fetch::CERTIFICATE_CHAIN_INCOMPLETE,
                format!("“{}”", show(only.issuer.as_bytes())),
                "The certificate chain is incomplete.",
            ),
            _ => (&fetch::CERTIFICATE_UNTRUSTED, detail, "The certificate is not trusted."),
        },
        FailureClass::HttpProtocol => (&fetch::HTTP_PROTOCOL, detail, "The answer is not readable HTTP."),
        FailureClass::BodyIncomplete => (&fetch::BODY_INCOMPLETE, detail, "The policy file broke off."),
    };
    step.add(rule, what);
    step.judged(summary)
}

fn refused_addresses(evidence: &PolicyFetch) -> String {
    let addresses = evidence.resolution.addresses.iter().take(4).map(|address| match &address.refused {
        Some(reason) => format!("{} ({reason})", show(address.address.as_bytes())),
        None => show(address.address.as_bytes()),
    });
    addresses.collect::<Vec<_>>().join(", ")
}

/// The names of a certificate, at most four of them.
fn names(certificate: &Certificate) -> String {
    let shown: Vec<String> =
        certificate.dns_names.iter().take(4).map(|name| format!("`{}`", show(name.as_bytes()))).collect();
    let rest = certificate.dns_name_count.saturating_sub(u64::try_from(shown.len()).unwrap_or(u64::MAX));
    match (shown.is_empty(), rest) {
        (true, _) => "no DNS name at all".to_owned(),
        (false, 0) => shown.join(", "),
        (false, rest) => format!("{} and {rest} more", shown.join(", ")),
    }
}

fn response_step(mut step: Draft<'_>, evidence: &PolicyFetch, response: &HttpResponse, now: u64) -> Step {
    let status = response.status;
    if (300..400).contains(&status) && response.redirect_target.is_some() {
        let target = response.redirect_target.as_deref().unwrap_or_default();
        let values = vec![("seen", show(target.as_bytes())), ("status", status.to_string())];
        step.add_with(&fetch::HTTP_REDIRECT, values);
        return step.judged(format!("HTTP {status}: a redirect, which senders must not follow."));
    }
    if status != 200 {
        // RFC 8461 §3.3: only 200; 204 or 206 is no policy either.
        step.add(&fetch::HTTP_STATUS, status_words(status));
        return step.judged(format!("HTTP {status} in place of 200."));
    }
    if response.truncated {
        step.add_with(&fetch::BODY_TOO_LARGE, Vec::new());
        return step.judged("The file is too large for a policy.");
    }
    let values = |name: &str| -> Vec<String> {
        let fields = response.headers.iter().filter(|header| header.name == name);
        fields.map(|header| show(header.value.as_ref())).collect()
    };
    let media_types = values("content-type");
    match media_types.as_slice() {
        [] => step.add(&fetch::MEDIA_TYPE, "missing"),
        [only] if is_plain_text(only) => {}
        types => step.add(&fetch::MEDIA_TYPE, types.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(" and ")),
    }
    for encoding in values("content-encoding") {
        if !encoding.eq_ignore_ascii_case("identity") {
            step.add(&fetch::CONTENT_ENCODED, encoding);
        }
    }
    let leaf = evidence.tls.as_ref().and_then(|tls| tls.certificates.first());
    if let Some(leaf) = leaf {
        let left = leaf.not_after.saturating_sub(i64::try_from(now).unwrap_or(i64::MAX));
        if left < ENDS_SOON {
            step.add(&fetch::CERTIFICATE_ENDS_SOON, date(leaf.not_after));
        }
    }
    step.judged("The policy file was fetched.")
}

fn status_words(status: u16) -> String {
    let name = match status {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return status.to_string(),
    };
    format!("{status} ({name})")
}

/// RFC 8461 §3.2: `text/plain`; a charset other than UTF-8 or US-ASCII makes it something else.
fn is_plain_text(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let is_plain = parts.next().is_some_and(|media_type| media_type.eq_ignore_ascii_case("text/plain"));
    let fits = |parameter: &str| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            let charset = value.trim().trim_matches('"');
            charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("us-ascii")
        }
        _ => true,
    };
    is_plain && parts.all(fits)
}

/// RFC 8461 §3.2.
fn policy_step(seen: Option<&PolicyObservation>, fetched: &FetchObservation, stage: Stage, speaker: &Speaker) -> Step {
    let step = Draft::new(StepId::Policy, speaker, 0);
    match (stage, seen) {
        (Stage::Unannounced, _) => step.skipped("No record announces a policy."),
        (Stage::Hidden, _) => step.skipped("DNSSEC hides the record."),
        (_, None) if fetched.state == FetchState::Pending => step.pending(),
        (_, None) if fetched.state == FetchState::NotSeen && !fetched.has_no_address() => {
            step.with(StepStatus::Inconclusive, "Nobody could look at the policy file.")
        }
        (_, None) => step.skipped("There is no policy file to read."),
        (_, Some(seen)) => text_step(step, seen, fetched),
    }
}

fn text_step(mut step: Draft<'_>, seen: &PolicyObservation, fetched: &FetchObservation) -> Step {
    let body = fetched.evidence.as_ref().and_then(|evidence| evidence.response.as_ref()).map(|response| &response.body);
    step.add_violations(body.map(AsRef::as_ref).unwrap_or_default(), &seen.violations);
    add_mode(&mut step, seen.policy.as_ref());
    let summary = policy_summary(seen);
    step.judged(summary)
}

fn add_mode(step: &mut Draft<'_>, found: Option<&Policy>) {
    match found.map(|found| found.mode) {
        Some(Mode::Testing) => step.add_with(&policy::MODE_TESTING, Vec::new()),
        Some(Mode::None) => step.add_with(&policy::MODE_NONE, Vec::new()),
        Some(Mode::Enforce) | None => {}
    }
}

fn policy_summary(seen: &PolicyObservation) -> String {
    match (&seen.policy, seen.validity) {
        (Some(found), Validity::Valid) => {
            format!("Mode {}, kept for {}.", found.mode.name(), duration(found.max_age))
        }
        (Some(found), _) => format!("Mode {}, but senders differ on this text.", found.mode.name()),
        (None, _) => "The policy is not valid.".to_owned(),
    }
}

/// RFC 8461 §4.1, RFC 5321 §5.1, RFC 7505.
fn mx_step(seen: &Observations, stage: Stage, speaker: &Speaker) -> Step {
    let MxObservation { lookup, own_addresses, routing, hosts, unused_patterns } = &seen.mx;
    let own = own_addresses.iter().map(|lookup| lookup.elapsed_ms).max().unwrap_or_default();
    let mut step = Draft::new(StepId::Mx, speaker, lookup.elapsed_ms.saturating_add(own));
    match routing {
        Routing::Pending => return step.pending(),
        Routing::Unknown if stage == Stage::Hidden => return step.skipped("DNSSEC hides the zone."),
        Routing::Unknown if lookup.state == LookupState::Bogus => {
            step.add(&record::DNSSEC_BOGUS, &*lookup.name);
            return step.judged("DNSSEC validation fails.");
        }
        Routing::Unknown => {
            let words = std::iter::once(lookup).chain(own_addresses).find(|lookup| lookup.state == LookupState::Failed);
            step.add(&mx::MX_LOOKUP_FAILED, words.map(Lookup::failure_words).unwrap_or_default());
            return step.with(StepStatus::Inconclusive, "DNS did not answer.");
        }
        Routing::NoDomain => {
            step.add_with(&mx::MX_DOMAIN_ABSENT, Vec::new());
            return step.judged("The domain does not exist.");
        }
        Routing::NoServer => {
            step.add_with(&mx::MX_NO_SERVER, Vec::new());
            return step.judged("There is no mail server.");
        }
        Routing::NullMx => {
            step.add_with(&mx::MX_NULL, Vec::new());
            return step.judged("The domain accepts no mail.");
        }
        Routing::Implicit => step.add_with(&mx::MX_IMPLICIT, Vec::new()),
        Routing::MxRecords => {}
    }
    if hosts.iter().any(|host| host.host.is_root()) {
        step.add_with(&mx::MX_NULL_MALFORMED, Vec::new());
    }
    let count = match hosts.len() {
        1 => "1 mail server".to_owned(),
        count => format!("{count} mail servers"),
    };
    let Some(found) = seen.policy.as_ref().and_then(|seen| seen.policy.as_ref()) else {
        if seen.fetch.state == FetchState::Pending {
            return step.pending();
        }
        let summary = format!("{count}; there is no policy to match them with.");
        // What is wrong with the MX records themselves stands, with or without a policy.
        return if step.findings.is_empty() { step.skipped(summary) } else { step.judged(summary) };
    };
    if found.mode == Mode::None {
        return step.judged(format!("{count}; mode none asks for no match."));
    }
    let matching = hosts.iter().filter(|host| host.matched_by.is_some()).count();
    add_mismatches(&mut step, hosts, found, matching);
    for pattern in unused_patterns {
        step.add(&mx::MX_PATTERN_UNUSED, pattern.to_string());
    }
    step.judged(if matching == hosts.len() {
        format!("{count}, {} in the policy.", if matching == 1 { "it is" } else { "all" })
    } else {
        format!("{count}, {matching} of them in the policy.")
    })
}

fn add_mismatches(step: &mut Draft<'_>, hosts: &[MxHost], found: &Policy, matching: usize) {
    let unmatched = || hosts.iter().filter(|host| host.matched_by.is_none());
    // The wildcard that was meant for a host says more than "not in the policy".
    let shallow = |host: &MxHost| found.mx.iter().find(|pattern| pattern.is_too_shallow_for(&host.host));
    if found.mode == Mode::Testing {
        for host in unmatched() {
            step.add(&mx::MX_MISMATCH_IN_TESTING, host.host.to_string());
        }
        return;
    }
    for host in unmatched() {
        if let Some(pattern) = shallow(host) {
            let parent = host.host.as_str().split_once('.').map(|(_, parent)| parent).unwrap_or_default();
            let values = vec![
                ("seen", host.host.to_string()),
                ("pattern", pattern.to_string()),
                ("suggestion", format!("*.{parent}")),
            ];
            step.add_with(&mx::MX_WILDCARD_DEPTH, values);
        } else if matching > 0 {
            let rule = if host.is_backup { &mx::MX_BACKUP_NOT_IN_POLICY } else { &mx::MX_NOT_IN_POLICY };
            let values = vec![("seen", host.host.to_string()), ("preference", host.preference.to_string())];
            step.add_with(rule, values);
        }
    }
    if matching == 0 && !unmatched().any(|host| shallow(host).is_some()) {
        let all: Vec<String> = unmatched().take(4).map(|host| format!("`{}`", host.host)).collect();
        let more = if hosts.len() > all.len() { ", …" } else { "" };
        step.add(&mx::MX_NONE_MATCHES, format!("{}{more}", all.join(", ")));
    }
}

/// RFC 8460 §3.
fn tlsrpt_step(seen: &TlsrptObservation, all: &Observations, speaker: &Speaker) -> Step {
    let mut step = Draft::new(StepId::Tlsrpt, speaker, seen.lookup.elapsed_ms);
    match seen.lookup.state {
        LookupState::Pending => return step.pending(),
        LookupState::Bogus => {
            if all.record.lookup.state == LookupState::Bogus {
                return step.skipped("DNSSEC hides the zone.");
            }
            step.add(&record::DNSSEC_BOGUS, &*seen.lookup.name);
            return step.judged("DNSSEC validation fails.");
        }
        LookupState::Failed => {
            step.add(&tlsrpt::TLSRPT_LOOKUP_FAILED, seen.lookup.failure_words());
            return step.with(StepStatus::Inconclusive, "DNS did not answer.");
        }
        LookupState::Found | LookupState::NoData | LookupState::NoName => {}
    }
    let count = candidates(&seen.texts).count();
    step.add_discarded(&seen.texts, count > 0, &tlsrpt::TLSRPT_NEARLY, &tlsrpt::TLSRPT_OTHER_TXT);
    match (count, &seen.record) {
        (0, _) if seen.texts.iter().any(|text| text.role == TxtRole::Nearly) => {
            step.judged("There is a record that senders do not recognise.")
        }
        (0, _) => {
            if candidates(&all.record.texts).next().is_none() {
                step.add_with(&tlsrpt::TLSRPT_ABSENT_UNUSED, Vec::new());
                return step.with(StepStatus::Skipped, "No record, and no MTA-STS to report on.");
            }
            step.add_with(&tlsrpt::TLSRPT_ABSENT, Vec::new());
            step.judged("Nobody is told about failures.")
        }
        (1, found) => {
            for text in candidates(&seen.texts) {
                step.add_violations(&text.octets, &seen.violations);
            }
            match found {
                Some(found) if found.usable.len() == 1 => step.judged("Reports go to one address."),
                Some(found) => step.judged(format!("Reports go to {} addresses.", found.usable.len())),
                None => step.judged("The record is not valid."),
            }
        }
        (count, _) => {
            step.add(&tlsrpt::TLSRPT_MULTIPLE, count.to_string());
            step.judged(format!("{count} records, where there may be only one."))
        }
    }
}
