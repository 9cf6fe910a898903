//! Properties of a whole check: the order of answers does not matter, nothing is green that was not seen.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::evidence::{
    Certificate, FailureClass, FetchFailure, Header, HttpResponse, PolicyFetch, ResolvedAddress, Tls,
};
use crate::report::{StepId, StepStatus};
use crate::{
    Answer, Check, FailureReason, Outcome, PolicyDomain, Question, Recording, Report, Request, RequestId, Resolver,
};

pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const POLICY: &str = "version: STSv1\nmode: enforce\nmx: *.mail.example.com\nmax_age: 604800\n";

pub(crate) fn domain() -> PolicyDomain {
    PolicyDomain::parse("example.com").unwrap()
}

pub(crate) fn dns(body: &str) -> Answer {
    Answer::Response { status: 200, body: body.into(), elapsed_ms: 7 }
}

/// DoH JSON with these records at the name of `question`.
pub(crate) fn records(question: Question, data: &[&str]) -> Answer {
    let name = question.dns_name(&domain()).unwrap();
    let number = question.record_type().number();
    let answers: Vec<String> = data
        .iter()
        .map(|data| format!(r#"{{"name":"{name}.","type":{number},"TTL":60,"data":{}}}"#, serde_json::json!(data)))
        .collect();
    dns(&format!(r#"{{"Status":0,"AD":true,"Answer":[{}]}}"#, answers.join(",")))
}

pub(crate) fn fetched(response: Result<(u16, &str), FailureClass>) -> Answer {
    let (response, failure) = match response {
        Ok((status, body)) => {
            let headers = vec![Header { name: "content-type".to_owned(), value: "text/plain".into() }];
            let body = body.into();
            (
                Some(HttpResponse {
                    status,
                    headers,
                    body,
                    decoding: None,
                    truncated: false,
                    redirect_target: None,
                    elapsed_ms: 5,
                }),
                None,
            )
        }
        Err(class) => (None, Some(FetchFailure { class, detail: "it failed".to_owned() })),
    };
    let evidence = PolicyFetch { response, failure, elapsed_ms: 50, ..PolicyFetch::started(&domain(), NOW) };
    Answer::Response { status: 200, body: serde_json::to_vec(&evidence).unwrap().into(), elapsed_ms: 60 }
}

fn txt(name: &str, texts: &[&str]) -> Answer {
    let answers: Vec<String> = texts
        .iter()
        .map(|text| serde_json::json!({"name": name, "type": 16, "TTL": 60, "data": text}).to_string())
        .collect();
    dns(&format!(r#"{{"Status":0,"Answer":[{}]}}"#, answers.join(",")))
}

pub(crate) fn no_sts_record() -> (&'static str, Answer) {
    ("sts-record/1", dns(r#"{"Status":3}"#))
}

/// A record that `_mta-sts.example.com` has by an alias.
pub(crate) fn delegated(text: &str) -> Answer {
    dns(&format!(
        r#"{{"Status":0,"Answer":[{{"name":"_mta-sts.example.com","type":5,"TTL":60,"data":"sts.provider.example."}},
            {{"name":"sts.provider.example","type":16,"TTL":60,"data":"{text}"}}]}}"#
    ))
}

/// The evidence of a fetch, changed.
pub(crate) fn evidence(answer: Answer, change: impl FnOnce(&mut PolicyFetch)) -> Answer {
    let Answer::Response { status, body, elapsed_ms } = answer else { panic!("a response") };
    let mut evidence: PolicyFetch = serde_json::from_slice(body.as_ref()).unwrap();
    change(&mut evidence);
    Answer::Response { status, body: serde_json::to_vec(&evidence).unwrap().into(), elapsed_ms }
}

pub(crate) fn served(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let headers = headers.iter().map(|(name, value)| Header { name: (*name).to_owned(), value: (*value).into() });
    evidence(fetched(Ok((status, body))), |seen| seen.response.as_mut().unwrap().headers = headers.collect())
}

fn certificate_for(names: &[&str]) -> Answer {
    let leaf = Certificate {
        subject: String::new(),
        issuer: "CN=Some CA".to_owned(),
        dns_names: names.iter().map(|name| (*name).to_owned()).collect(),
        dns_name_count: names.len() as u64,
        not_before: 0,
        not_after: 4_000_000_000,
        self_issued: false,
        is_ca: None,
        ca_issuers: None,
    };
    evidence(fetched(Err(FailureClass::TlsName)), |seen| {
        seen.tls = Some(Tls { version: None, alpn: None, certificates: vec![leaf], elapsed_ms: 1 });
    })
}

/// What the world answers; MX hosts that are not listed have an address, everything else says NODATA.
pub(crate) type World = BTreeMap<String, Answer>;

fn unless_listed(id: &str, request: &Request) -> Answer {
    match request {
        Request::DohJson { url } if id.starts_with("mx-host-a.") => {
            let name = url.split(['=', '&']).nth(1).unwrap();
            dns(&format!(r#"{{"Status":0,"Answer":[{{"name":"{name}","type":1,"TTL":60,"data":"192.0.2.25"}}]}}"#))
        }
        _ => dns(r#"{"Status":0}"#),
    }
}

pub(crate) fn healthy() -> World {
    let mut world = World::new();
    world.insert("sts-record/1".to_owned(), records(Question::StsRecord, &["v=STSv1; id=1"]));
    world.insert("policy".to_owned(), fetched(Ok((200, POLICY))));
    world.insert("policy-host-a/1".to_owned(), records(Question::PolicyHostA, &["192.0.2.1"]));
    world.insert("mx/1".to_owned(), records(Question::Mx, &["10 mx1.mail.example.com.", "20 mx2.mail.example.com."]));
    world.insert(
        "tlsrpt-record/1".to_owned(),
        records(Question::TlsrptRecord, &["v=TLSRPTv1; rua=mailto:a@example.com"]),
    );
    world
}

pub(crate) fn with(changes: &[(&str, Answer)]) -> World {
    let mut world = healthy();
    world.extend(changes.iter().map(|(id, answer)| ((*id).to_owned(), answer.clone())));
    world
}

/// Runs a check to its end; `pick` chooses which open request is answered next. Every report on the way is kept.
fn run(world: &World, mut pick: impl FnMut(usize) -> usize) -> Vec<Report> {
    let mut check = Check::new(domain(), Resolver::defaults(), NOW);
    let mut reports = vec![check.report()];
    loop {
        let replayed = Recording::of(&check).replay().unwrap();
        assert_eq!(replayed.answers(), check.answers());
        let open = check.requests();
        if open.is_empty() {
            return reports;
        }
        let (id, request) = open[pick(open.len()) % open.len()].clone();
        let answer = world.get(&id.to_string()).cloned().unwrap_or_else(|| unless_listed(&id.to_string(), &request));
        check.answer(id, answer).unwrap();
        reports.push(check.report());
    }
}

pub(crate) fn last(world: &World) -> Report {
    run(world, |_| 0).pop().unwrap()
}

/// A check after that many answers, or all of them.
pub(crate) fn after(world: &World, answers: usize) -> Check {
    let mut check = Check::new(domain(), Resolver::defaults(), NOW);
    for _ in 0..answers {
        let Some((id, request)) = check.requests().into_iter().next() else { break };
        let answer = world.get(&id.to_string()).cloned().unwrap_or_else(|| unless_listed(&id.to_string(), &request));
        check.answer(id, answer).unwrap();
    }
    check
}

pub(crate) fn status(report: &Report, id: StepId) -> StepStatus {
    report.steps.iter().find(|step| step.id == id).unwrap().status
}

pub(crate) fn finding_ids(report: &Report) -> Vec<&'static str> {
    report.steps.iter().flat_map(|step| &step.findings).map(|finding| finding.id).collect()
}

/// The policy host is in no DNS.
pub(crate) fn no_policy_host() -> [(&'static str, Answer); 3] {
    [
        ("policy", fetched(Err(FailureClass::DnsNoName))),
        ("policy-host-a/1", dns(r#"{"Status":3}"#)),
        ("policy-host-aaaa/1", dns(r#"{"Status":3}"#)),
    ]
}

#[test]
fn what_only_the_dns_of_the_fetch_says_accuses_nobody() {
    let found = |address: &str| ("policy-host-a/1", records(Question::PolicyHostA, &[address]));
    let absent = ("policy-host-a/1", dns(r#"{"Status":0}"#));
    let servfail = || dns(r#"{"Status":2}"#);
    let failed = [("policy-host-a/1", servfail()), ("policy-host-a/2", servfail()), ("policy-host-a/1/cd", servfail())];
    let private = |seen: &mut PolicyFetch| {
        let refused = Some("private use (RFC 1918)".to_owned());
        seen.resolution.addresses = vec![ResolvedAddress { address: "10.0.0.1".to_owned(), refused }];
    };
    let fetch = |class| match class {
        FailureClass::AddressRefused => ("policy", evidence(fetched(Err(class)), private)),
        class => ("policy", fetched(Err(class))),
    };
    use FailureClass::{AddressRefused, DnsNoAddress, DnsNoName};
    for (class, dns, is_certain) in [
        (DnsNoName, vec![absent.clone()], true),
        (DnsNoAddress, vec![absent.clone()], true),
        (DnsNoName, vec![found("192.0.2.1")], false),
        (DnsNoAddress, vec![found("192.0.2.1")], false),
        (DnsNoName, failed.to_vec(), false),
        (AddressRefused, vec![found("10.0.0.1")], true),
        (AddressRefused, vec![found("8.8.8.8")], false),
        (AddressRefused, failed.to_vec(), false),
    ] {
        let world = with(&[vec![fetch(class)], dns].concat());
        let report = last(&world);
        let (expected, id) = match (is_certain, class) {
            (false, _) => (StepStatus::Inconclusive, "host-dns-failed"),
            (true, AddressRefused) => (StepStatus::Failed, "host-address-refused"),
            (true, _) => (StepStatus::Failed, "host-no-name"),
        };
        assert_eq!((status(&report, StepId::Fetch), finding_ids(&report)[0]), (expected, id), "{class:?}\n{report}");
    }
}

#[test]
fn an_address_counts_as_dead_only_if_it_is_off_the_internet() {
    for (address, reason, is_dead) in
        [("10.0.0.1", "private use (RFC 1918)", true), ("8.8.4.4", "an address of this machine", false)]
    {
        let resolved = |address: &str, refused: Option<&str>| ResolvedAddress {
            address: address.to_owned(),
            refused: refused.map(str::to_owned),
        };
        let both = |seen: &mut PolicyFetch| {
            seen.resolution.addresses = vec![resolved("8.8.8.8", None), resolved(address, Some(reason))];
        };
        let report = last(&with(&[("policy", evidence(fetched(Ok((200, POLICY))), both))]));
        assert_eq!(finding_ids(&report).contains(&"host-address-dead"), is_dead, "{address}\n{report}");
    }
}

#[test]
fn without_an_answer_about_the_record_a_missing_policy_host_is_no_fault() {
    let servfail = || dns(r#"{"Status":2}"#);
    let record = ["sts-record/1", "sts-record/2", "sts-record/1/cd"].map(|id| (id, servfail()));
    let report = last(&with(&[&no_policy_host()[..], &record].concat()));
    assert_eq!(report.outcome, Outcome::Inconclusive);
    assert_eq!(status(&report, StepId::Fetch), StepStatus::Inconclusive);
    assert!(report.do_first.is_none(), "{report}");
}

pub(crate) fn lost() -> Answer {
    failed(FailureReason::Network)
}

fn failed(reason: FailureReason) -> Answer {
    Answer::Failed { reason, detail: String::new(), elapsed_ms: 1 }
}

#[test]
fn who_could_not_fetch_the_policy_is_named() {
    for (reason, detail, expected) in [
        (FailureReason::Network, "", "the helper could not be reached (blocked, or no network)"),
        (FailureReason::NoHelper, "", "the helper is not set up"),
        (FailureReason::NotFetched, "internal error", "it could not be fetched directly: internal error"),
    ] {
        let answer = Answer::Failed { reason, detail: detail.to_owned(), elapsed_ms: 1 };
        let report = last(&with(&[("policy", answer)]));
        assert_eq!(report.observed.fetch.problem.as_deref(), Some(expected));
    }
    for (status, body, expected) in [
        (
            429,
            r#"{"error":"More than 60 requests a minute. Try again in 5 s."}"#,
            ": More than 60 requests a minute. Try again in 5 s",
        ),
        (503, r#"{"error":"\u001b[31m"}"#, r": \u{1b}[31m"),
        (504, r#"{"error":504}"#, ""),
        (502, "<html>", ""),
    ] {
        let answer = Answer::Response { status, body: body.into(), elapsed_ms: 1 };
        let report = last(&with(&[("policy", answer)]));
        let problem = format!("the helper answered HTTP {status}{expected}");
        assert_eq!(report.observed.fetch.problem, Some(problem));
        assert_eq!(report.outcome, Outcome::Inconclusive);
    }
}

#[test]
fn a_healthy_domain_is_protected() {
    let report = last(&healthy());
    assert_eq!(
        report.verdict,
        "example.com is protected: both mail servers match the policy. A sender that fetches the policy now keeps it until 22 January 2027."
    );
    assert!(report.is_complete && report.do_first.is_none());
    assert!(report.steps.iter().all(|step| step.status == StepStatus::Passed), "{report}");
}

#[test]
fn every_kind_of_fault_has_its_outcome_and_its_one_cause() {
    let servfail = || dns(r#"{"Status":2}"#);
    let cases: Vec<(World, Outcome, Vec<&str>)> = vec![
        (
            with(&[&no_policy_host()[..], &[("sts-record/1", dns(r#"{"Status":3}"#))]].concat()),
            Outcome::NotAnnounced,
            vec!["record-absent"],
        ),
        (with(&[("sts-record/1", dns(r#"{"Status":3}"#))]), Outcome::Undiscovered, vec!["policy-undiscovered"]),
        (
            with(&[("sts-record/1", records(Question::StsRecord, &["v=STSv1; id=1", "v=STSv1; id=2"]))]),
            Outcome::RecordUnusable,
            vec!["record-multiple"],
        ),
        (
            with(&[("sts-record/1", records(Question::StsRecord, &["\"\\\"v=STSv1; id=1\\\"\""]))]),
            Outcome::RecordUnusable,
            vec!["record-nearly"],
        ),
        (with(&[("policy", fetched(Ok((404, "not here"))))]), Outcome::PolicyUnavailable, vec!["http-not-found"]),
        (with(&[("policy", fetched(Ok((204, ""))))]), Outcome::PolicyUnavailable, vec!["http-status"]),
        (
            with(&[("policy", fetched(Err(FailureClass::ConnectRefused)))]),
            Outcome::PolicyUnavailable,
            vec!["host-refuses"],
        ),
        (with(&[("policy", fetched(Err(FailureClass::DnsFailed)))]), Outcome::Inconclusive, vec!["host-dns-failed"]),
        (with(&[("policy", fetched(Err(FailureClass::Deadline)))]), Outcome::Inconclusive, vec!["helper-failed"]),
        (with(&[("policy", lost())]), Outcome::Inconclusive, vec!["helper-failed"]),
        (with(&[("policy", failed(FailureReason::NotFetched))]), Outcome::Inconclusive, vec!["helper-failed"]),
        (
            with(&[
                ("policy", lost()),
                ("policy-host-a/1", dns(r#"{"Status":3}"#)),
                ("policy-host-aaaa/1", dns(r#"{"Status":3}"#)),
            ]),
            Outcome::PolicyUnavailable,
            vec!["host-no-name"],
        ),
        (with(&[("policy", fetched(Ok((200, "<html>"))))]), Outcome::PolicyUnusable, vec!["policy-html"]),
        (
            with(&[("policy", fetched(Ok((200, &POLICY.replace("mode", "\nmode")))))]),
            Outcome::SendersDiffer,
            vec!["policy-blank-line"],
        ),
        (
            with(&[("policy", fetched(Ok((200, &POLICY.replace("enforce", "testing")))))]),
            Outcome::Testing,
            vec!["mode-testing"],
        ),
        (with(&[("policy", fetched(Ok((200, &POLICY.replace("enforce", "none")))))]), Outcome::None, vec!["mode-none"]),
        (
            with(&[("mx/1", records(Question::Mx, &["10 mx.other.example."]))]),
            Outcome::MailAtRisk,
            vec!["mx-none-matches"],
        ),
        (
            with(&[("mx/1", records(Question::Mx, &["10 a.b.mail.example.com."]))]),
            Outcome::MailAtRisk,
            vec!["mx-wildcard-depth"],
        ),
        (
            with(&[("mx/1", records(Question::Mx, &["10 mx1.mail.example.com", "10 mx.other.example."]))]),
            Outcome::MailAtRisk,
            vec!["mx-not-in-policy"],
        ),
        (
            with(&[("mx/1", records(Question::Mx, &["10 mx1.mail.example.com", "20 mx.other.example."]))]),
            Outcome::Protected,
            vec!["mx-backup-not-in-policy"],
        ),
        (with(&[("mx/1", records(Question::Mx, &["0 ."]))]), Outcome::NoMail, vec!["mx-null"]),
        (with(&[("mx/1", dns(r#"{"Status":0}"#))]), Outcome::NoMail, vec!["mx-no-server"]),
        (
            with(&[
                ("mx/1", dns(r#"{"Status":0}"#)),
                ("implicit-mx-a/1", records(Question::ImplicitMxA, &["192.0.2.1"])),
            ]),
            Outcome::MailAtRisk,
            vec!["mx-implicit", "mx-none-matches"],
        ),
        (
            with(&[("mx/1", servfail()), ("mx/2", servfail()), ("mx/1/cd", servfail())]),
            Outcome::Inconclusive,
            vec!["mx-lookup-failed"],
        ),
        (
            with(&[
                ("sts-record/1", servfail()),
                ("sts-record/2", servfail()),
                ("sts-record/1/cd", records(Question::StsRecord, &["v=STSv1; id=1"])),
            ]),
            Outcome::DnssecBogus,
            vec!["dnssec-bogus"],
        ),
        (
            with(&[
                ("sts-record/1", dns(r#"{"Status":2,"Comment":["EDE(9): DNSKEY Missing"]}"#)),
                ("sts-record/2", servfail()),
                ("sts-record/1/cd", lost()),
            ]),
            Outcome::DnssecBogus,
            vec!["dnssec-bogus"],
        ),
        (
            with(&[("sts-record/1", lost()), ("sts-record/2", lost())]),
            Outcome::Inconclusive,
            vec!["record-lookup-failed"],
        ),
        (
            with(&[("tlsrpt-record/1", lost()), ("tlsrpt-record/2", lost())]),
            Outcome::Inconclusive,
            vec!["tlsrpt-lookup-failed"],
        ),
        (with(&[("tlsrpt-record/1", dns(r#"{"Status":0}"#))]), Outcome::Protected, vec!["tlsrpt-absent"]),
        // C1: where a missing record is found instead, and what a delegation lacks.
        (
            with(&[no_sts_record(), ("apex-txt/1", txt("example.com", &["v=spf1 -all", "v=STSv1; id=1"]))]),
            Outcome::RecordUnusable,
            vec!["record-misplaced"],
        ),
        (
            with(&[no_sts_record(), ("policy-host-txt/1", txt("mta-sts.example.com", &["v=STSv1; id=1"]))]),
            Outcome::RecordUnusable,
            vec!["record-misplaced"],
        ),
        (
            with(&[no_sts_record(), ("draft-sts-record/1", txt("_mta_sts.example.com", &["v=STSv1; id=1"]))]),
            Outcome::RecordUnusable,
            vec!["record-misplaced"],
        ),
        (
            with(&[
                no_sts_record(),
                ("doubled-zone-txt/1", txt("_mta-sts.example.com.example.com", &["v=STSv1; id=1"])),
            ]),
            Outcome::RecordUnusable,
            vec!["record-doubled-zone"],
        ),
        (
            with(&[(
                "sts-record/1",
                dns(
                    r#"{"Status":3,"Answer":[{"name":"_mta-sts.example.com","type":5,"TTL":60,"data":"gone.provider.example."}]}"#,
                ),
            )]),
            Outcome::RecordUnusable,
            vec!["record-alias-dangling"],
        ),
        (
            with(&[
                ("sts-record/1", txt("_mta-sts.example.com", &["v=STSv1; id=1", "v=spf1 -all", "other"])),
                ("doubled-zone-txt/1", txt("_mta-sts.example.com.example.com", &["v=spf1 -all"])),
            ]),
            Outcome::Protected,
            vec!["record-wildcard-txt", "record-other-txt"],
        ),
        (
            with(&[&no_policy_host()[..], &[("sts-record/1", delegated("v=STSv1; id=1"))]].concat()),
            Outcome::PolicyUnavailable,
            vec!["delegation-incomplete"],
        ),
        (
            with(&[no_sts_record(), ("policy", fetched(Ok((200, &POLICY.replace("enforce", "none")))))]),
            Outcome::Undiscovered,
            vec!["removal-unannounced", "mode-none"],
        ),
        // C2: what helps differs by status, certificate and header.
        (with(&[("policy", fetched(Ok((403, ""))))]), Outcome::PolicyUnavailable, vec!["http-blocked"]),
        (with(&[("policy", fetched(Ok((502, ""))))]), Outcome::PolicyUnavailable, vec!["http-server-error"]),
        (
            with(&[("policy", served(404, &[("server", "GitHub.com")], ""))]),
            Outcome::PolicyUnavailable,
            vec!["http-not-found-github"],
        ),
        (
            with(&[("policy", served(503, &[("cf-mitigated", "challenge")], ""))]),
            Outcome::PolicyUnavailable,
            vec!["http-blocked"],
        ),
        (with(&[("policy", served(200, &[], POLICY))]), Outcome::SendersDiffer, vec!["media-type-missing"]),
        (
            with(&[("policy", served(200, &[("content-type", "application/octet-stream")], POLICY))]),
            Outcome::SendersDiffer,
            vec!["media-type"],
        ),
        (
            with(&[("policy", served(200, &[("content-type", "text/plain"), ("content-type", "text/html")], POLICY))]),
            Outcome::SendersDiffer,
            vec!["media-type-repeated"],
        ),
        (
            with(&[("policy", served(200, &[("content-type", "text/plain; charset=iso-8859-1")], POLICY))]),
            Outcome::Protected,
            vec!["media-type-charset"],
        ),
        (
            with(&[(
                "policy",
                served(200, &[("content-type", "text/plain"), ("content-encoding", "gzip")], "\u{1f}garbage"),
            )]),
            Outcome::Inconclusive,
            vec!["content-encoded"],
        ),
        (
            with(&[("policy", certificate_for(&["example.com", "www.example.com"]))]),
            Outcome::PolicyUnavailable,
            vec!["certificate-apex"],
        ),
        (
            with(&[("policy", certificate_for(&["*.com"]))]),
            Outcome::PolicyUnavailable,
            vec!["certificate-wildcard-depth"],
        ),
        (with(&[("policy", certificate_for(&["*.github.io"]))]), Outcome::PolicyUnavailable, vec!["certificate-name"]),
        (
            with(&[
                ("policy-host-a/1", dns(r#"{"Status":0}"#)),
                ("policy-host-aaaa/1", records(Question::PolicyHostAaaa, &["2001:db8::1"])),
            ]),
            Outcome::Protected,
            vec!["host-ipv6-only"],
        ),
        // C4: the pattern that was meant for a host.
        (
            with(&[
                ("policy", fetched(Ok((200, &POLICY.replace("*.mail.example.com", "mail.example.com"))))),
                ("mx/1", records(Question::Mx, &["10 tenant.mail.example.com"])),
            ]),
            Outcome::MailAtRisk,
            vec!["mx-wildcard-missing"],
        ),
        (
            with(&[("mx/1", records(Question::Mx, &["10 mail.example.com"]))]),
            Outcome::MailAtRisk,
            vec!["mx-wildcard-apex"],
        ),
        (
            with(&[(
                "policy",
                fetched(Ok((200, &POLICY.replace("*.mail.example.com", "*.mail.example.com\nmx: *.example.com")))),
            )]),
            Outcome::Protected,
            vec!["mx-pattern-broad", "mx-pattern-unused"],
        ),
        (
            with(&[("mx-host-a.1/1", dns(r#"{"Status":3}"#)), ("mx-host-aaaa.1/1", dns(r#"{"Status":3}"#))]),
            Outcome::Protected,
            vec!["mx-no-address"],
        ),
        (
            with(&[(
                "mx-host-a.2/1",
                dns(
                    r#"{"Status":0,"Answer":[{"name":"mx2.mail.example.com","type":5,"data":"x.example"},{"name":"x.example","type":1,"data":"192.0.2.1"}]}"#,
                ),
            )]),
            Outcome::Protected,
            vec!["mx-alias"],
        ),
        (
            with(&[(
                "mx-host-a.1/1",
                dns(r#"{"Status":0,"Answer":[{"name":"mx1.mail.example.com","type":1,"data":"10.0.0.1"}]}"#),
            )]),
            Outcome::Protected,
            vec!["mx-private-address"],
        ),
        (
            with(&[
                ("mx-host-a.1/1", dns(r#"{"Status":3}"#)),
                ("mx-host-aaaa.1/1", dns(r#"{"Status":3}"#)),
                (
                    "mx-host-a.2/1",
                    dns(r#"{"Status":0,"Answer":[{"name":"mx2.mail.example.com","type":1,"data":"127.0.0.1"}]}"#),
                ),
            ]),
            Outcome::NoMail,
            vec!["mx-unreachable"],
        ),
        (
            with(&[("mx/1", records(Question::Mx, &["10 192.0.2.1"]))]),
            Outcome::MailAtRisk,
            vec!["mx-address-literal", "mx-none-matches"],
        ),
        // What a lookup that decides nothing could not see is not held against the domain.
        (with(&[("mx-host-a.1/1", lost()), ("mx-host-aaaa.1/1", servfail())]), Outcome::Protected, vec![]),
        // C7
        (
            with(&[
                ("tlsrpt-record/1", dns(r#"{"Status":3}"#)),
                ("draft-tlsrpt-record/1", txt("_smtp-tlsrpt.example.com", &["v=TLSRPTv1; rua=mailto:a@example.com"])),
            ]),
            Outcome::Protected,
            vec!["tlsrpt-misplaced"],
        ),
        (
            with(&[(
                "tlsrpt-record/1",
                records(Question::TlsrptRecord, &["v=TLSRPTv1; rua=mailto:a@reports.example"]),
            )]),
            Outcome::Protected,
            vec!["rua-external"],
        ),
        (
            with(&[
                ("policy", fetched(Ok((200, &POLICY.replace("enforce", "testing"))))),
                ("tlsrpt-record/1", dns(r#"{"Status":3}"#)),
            ]),
            Outcome::Testing,
            vec!["mode-testing", "testing-unheard"],
        ),
    ];
    for (number, (world, outcome, findings)) in cases.into_iter().enumerate() {
        let report = last(&world);
        assert_eq!((report.outcome, finding_ids(&report)), (outcome, findings), "case {number}\n{report}");
        assert!(report.is_complete, "case {number}");
    }
}

#[test]
fn a_resolver_that_fails_is_followed_by_the_next() {
    for failure in [
        lost(),
        dns("<html>"),
        dns(r#"{"Status":2}"#),
        Answer::Response { status: 500, body: "".into(), elapsed_ms: 1 },
    ] {
        let second = records(Question::StsRecord, &["v=STSv1; id=2"]);
        let report = last(&with(&[("sts-record/1", failure), ("sts-record/2", second)]));
        assert_eq!(report.outcome, Outcome::Protected);
        let lookup = &report.observed.record.lookup;
        assert_eq!((lookup.resolver.as_deref(), lookup.tries.len()), (Some("Google"), 2));
    }
}

#[test]
fn an_answer_nobody_asked_for_changes_nothing() {
    let mut check = Check::new(domain(), Resolver::defaults(), NOW);
    for id in ["mx/2", "mx/1/cd", "implicit-mx-a/1"] {
        assert!(check.answer(id.parse().unwrap(), lost()).is_err(), "{id}");
    }
    check.answer(RequestId::Policy, lost()).unwrap();
    assert!(check.answer(RequestId::Policy, fetched(Ok((200, POLICY)))).is_err());
    assert_eq!(check.answers().len(), 1);
}

#[test]
fn p_11_no_lost_answer_leaves_the_verdict_green() {
    // Every question whose answer decides; both resolvers fail, or the helper does.
    for lost_ones in [
        vec!["sts-record/1", "sts-record/2"],
        vec!["policy"],
        vec!["mx/1", "mx/2"],
        vec!["tlsrpt-record/1", "tlsrpt-record/2"],
    ] {
        let changes: Vec<(&str, Answer)> = lost_ones.iter().map(|id| (*id, lost())).collect();
        assert_eq!(last(&with(&changes)).outcome, Outcome::Inconclusive, "{lost_ones:?}");
    }
}

#[test]
fn without_resolvers_nothing_is_claimed() {
    let mut check = Check::new(domain(), Vec::new(), NOW);
    assert_eq!(check.requests(), [(RequestId::Policy, Request::Policy)]);
    check.answer(RequestId::Policy, fetched(Ok((200, POLICY)))).unwrap();
    let report = check.report();
    assert_eq!(report.outcome, Outcome::Inconclusive);
    assert_eq!(status(&report, StepId::Record), StepStatus::Inconclusive);
}

#[test]
fn w_06_a_policy_of_thousands_of_patterns_makes_no_report_of_megabytes() {
    let unused: String = (0..6000).map(|number| format!("mx: {number}.b\n")).collect();
    let policy = format!("{POLICY}{unused}");
    let hosts: Vec<String> = (0..200).map(|number| format!("10 mx{number}.mail.example.com.")).collect();
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    let report = last(&with(&[("policy", fetched(Ok((200, &policy)))), ("mx/1", records(Question::Mx, &hosts))]));
    let mut expected = vec!["mx-pattern-unused"; 20];
    expected.insert(0, "body-large");
    // Hosts beyond those that are looked up have nothing said of their addresses.
    assert_eq!((report.outcome, finding_ids(&report)), (Outcome::SendersDiffer, expected));
    assert_eq!(report.observed.mx.unused_patterns.len(), 6000);
}

#[test]
fn a_domain_too_long_for_a_tlsrpt_record_has_none() {
    let long = ["a".repeat(60).as_str(); 4].join(".");
    for (length, is_asked) in [(242, true), (243, false)] {
        let domain = PolicyDomain::parse(long.get(..length).unwrap()).unwrap();
        let mut check = Check::new(domain, Resolver::defaults(), NOW);
        let is_about_reports = |(id, _): &(RequestId, Request)| id.to_string().starts_with("tlsrpt");
        assert_eq!(check.requests().iter().any(is_about_reports), is_asked, "{length}");
        while let Some((id, _)) = check.requests().into_iter().next() {
            check.answer(id, lost()).unwrap();
        }
        assert_eq!(status(&check.report(), StepId::Tlsrpt) == StepStatus::Inconclusive, is_asked, "{length}");
    }
}

/// Answers of all kinds, good and bad, for any request.
pub(crate) fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(lost()),
        Just(dns(r#"{"Status":0}"#)),
        Just(dns(r#"{"Status":2}"#)),
        Just(dns(r#"{"Status":3}"#)),
        Just(records(Question::StsRecord, &["v=STSv1; id=1"])),
        Just(records(Question::StsRecord, &["v=STSv1; id=1", "v=STSv1 ; id"])),
        Just(records(Question::Mx, &["10 mx1.mail.example.com", "0 ."])),
        Just(fetched(Ok((200, POLICY)))),
        Just(Answer::Given { body: POLICY.into(), elapsed_ms: 0 }),
        Just(fetched(Err(FailureClass::TlsName))),
        ".{0,60}".prop_map(|body| dns(&body)),
    ]
}

proptest! {
    #[test]
    fn the_order_of_answers_does_not_matter(
        changed in proptest::collection::btree_map(proptest::sample::select(vec![
            "sts-record/1", "sts-record/2", "sts-record/1/cd", "policy", "policy-host-a/1", "mx/1", "mx/2", "mx/1/cd",
            "implicit-mx-a/1", "implicit-mx-aaaa/1", "tlsrpt-record/1", "tlsrpt-record/2",
        ]), any_answer(), 0..6),
        picks in proptest::collection::vec(0usize..1000, 30),
    ) {
        let mut world = healthy();
        world.extend(changed.into_iter().map(|(id, answer)| (id.to_owned(), answer)));
        let expected = serde_json::to_string(&last(&world)).unwrap();
        let mut picks = picks.into_iter().cycle();
        let reports = run(&world, |_| picks.next().unwrap());
        prop_assert_eq!(serde_json::to_string(reports.last().unwrap()).unwrap(), expected);
        for report in &reports {
            // A report is final exactly when nothing is open, and nothing is claimed before its step is decided.
            let is_pending = report.steps.iter().any(|step| step.status == StepStatus::Pending);
            prop_assert!(!(report.is_complete && is_pending));
            if report.outcome == Outcome::Protected {
                for id in [StepId::Record, StepId::Fetch, StepId::Policy, StepId::Mx] {
                    prop_assert!(matches!(status(report, id), StepStatus::Passed | StepStatus::Warned));
                }
            }
        }
    }
}
