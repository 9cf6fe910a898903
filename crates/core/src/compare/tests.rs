//! Every kind of agreement and disagreement, as two resolvers show it, and what is said about it.

use std::collections::BTreeMap;

use super::*;
use crate::FailureReason;

const NOW: u64 = 1_800_000_000;

/// What one resolver says to one question.
#[derive(Clone, Copy)]
enum Says {
    /// Records with their time to live; not validated.
    Gives(u64, &'static [&'static str]),
    /// The same, validated.
    Validated(u64, &'static [&'static str]),
    /// A response code and nothing else.
    Status(u16),
    /// SERVFAIL, and an answer with DNSSEC checking off.
    Bogus,
    /// No answer.
    Lost,
}
use Says::{Bogus, Gives, Lost, Status, Validated};

fn records_of(question: Question, ttl: u64, data: &[&str], is_validated: bool) -> Answer {
    let (name, number) = (question.dns_name(&domain()).unwrap(), question.record_type().number());
    let records: Vec<_> =
        data.iter().map(|data| serde_json::json!({"name": name, "type": number, "TTL": ttl, "data": data})).collect();
    body_of(serde_json::json!({"Status": 0, "AD": is_validated, "Answer": records}).to_string())
}

fn body_of(body: String) -> Answer {
    Answer::Response { status: 200, body: body.into_bytes().into(), elapsed_ms: 7 }
}

fn domain() -> PolicyDomain {
    PolicyDomain::parse("example.com").unwrap()
}

impl Says {
    fn answer(self, question: Question, checking_disabled: bool) -> Answer {
        let rcode = |code: u16| body_of(format!(r#"{{"Status":{code}}}"#));
        match self {
            Gives(ttl, data) => records_of(question, ttl, data, false),
            Validated(ttl, data) => records_of(question, ttl, data, true),
            Status(code) => rcode(code),
            Bogus => rcode(if checking_disabled { 0 } else { 2 }),
            Lost => Answer::Failed { reason: FailureReason::Timeout, detail: String::new(), elapsed_ms: 5_000 },
        }
    }
}

/// A comparison in which the resolvers say this to one question, and NODATA to all others.
fn compared(question: Question, says: &[Says]) -> ResolverComparison {
    let resolvers = ["Cloudflare", "Google", "Quad9", "Mullvad"]
        .map(|name| Resolver::json(name, format!("https://{name}.example/")));
    let mut comparison = Comparison::new(domain(), resolvers[..says.len()].to_vec(), NOW);
    while let Some((id, _)) = comparison.requests().pop() {
        let RequestId::Dns { question: asked, resolver, checking_disabled } = id else { panic!("{id}") };
        let said = if asked == question { says[resolver] } else { Status(0) };
        comparison.answer(id, said.answer(asked, checking_disabled)).unwrap();
    }
    comparison.report()
}

fn of(question: Question, says: &[Says]) -> ComparedQuestion {
    let report = compared(question, says);
    let name = question.dns_name(&domain()).unwrap();
    let asked = |compared: &ComparedQuestion| compared.name == name && compared.record_type == question.record_type();
    report.questions.into_iter().find(asked).unwrap()
}

const OLD: &[&str] = &["\"v=STSv1; id=1;\""];
const NEW: &[&str] = &["\"v=STSv1; id=2;\""];

#[test]
fn what_the_resolvers_say_and_what_it_means() {
    use Question::{Mx, PolicyHostA, StsRecord, TlsrptRecord};
    for (question, says, agree, sentence) in [
        (
            StsRecord,
            vec![Validated(300, OLD), Validated(300, OLD)],
            Some(true),
            "Cloudflare and Google give `v=STSv1; id=1;`. It may still be kept for 5 minutes.",
        ),
        (
            StsRecord,
            vec![Validated(60, OLD), Gives(3_600, OLD)],
            Some(true),
            "Cloudflare and Google give `v=STSv1; id=1;`. It may still be kept by Cloudflare for 1 minute and Google for 1 hour. Cloudflare says that DNSSEC validated the answer (AD), Google does not.",
        ),
        (
            StsRecord,
            vec![Gives(300, OLD), Gives(3_600, NEW)],
            Some(false),
            "Cloudflare gives `v=STSv1; id=1;`, Google gives `v=STSv1; id=2;`. The id differs, so a change is on its way: senders see one or the other, and only the new id makes them fetch the policy again. It may still be kept by Cloudflare for 5 minutes and Google for 1 hour. If they still do not agree after 1 hour, the name servers themselves differ.",
        ),
        (
            StsRecord,
            vec![Gives(300, OLD), Gives(300, NEW), Gives(300, OLD)],
            Some(false),
            "Cloudflare and Quad9 give `v=STSv1; id=1;`, Google gives `v=STSv1; id=2;`. The id differs, so a change is on its way: senders see one or the other, and only the new id makes them fetch the policy again. It may still be kept by Cloudflare for 5 minutes, Google for 5 minutes and Quad9 for 5 minutes. If they still do not agree after 5 minutes, the name servers themselves differ.",
        ),
        (
            StsRecord,
            vec![Gives(300, OLD), Status(3)],
            Some(false),
            "Cloudflare gives `v=STSv1; id=1;`, Google says that the name does not exist. Either a change is on its way, or the name servers of your zone do not all hold the same: senders see one or the other. It may still be kept by Cloudflare for 5 minutes. How long a resolver keeps that there is none, it does not say.",
        ),
        (
            StsRecord,
            vec![Bogus, Gives(300, OLD)],
            Some(false),
            "Cloudflare refuses the answer, because DNSSEC validation fails, Google gives `v=STSv1; id=1;`. Senders behind a validating resolver cannot see what stands here. Who does not validate notices nothing. Have the DNSSEC of your zone repaired. It may still be kept by Google for 5 minutes.",
        ),
        (
            StsRecord,
            vec![Bogus, Validated(300, OLD)],
            Some(false),
            "Cloudflare refuses the answer, because DNSSEC validation fails, Google gives `v=STSv1; id=1;`. Senders behind a validating resolver cannot see what stands here. An answer that DNSSEC validated may be one that a resolver holds from before the fault. Have the DNSSEC of your zone repaired. It may still be kept by Google for 5 minutes.",
        ),
        (
            StsRecord,
            vec![Bogus, Bogus],
            Some(true),
            "Cloudflare and Google refuse the answer, because DNSSEC validation fails.",
        ),
        (
            TlsrptRecord,
            vec![Status(0), Status(3)],
            Some(false),
            "Cloudflare says that there are no TXT records, Google says that the name does not exist. To senders that is the same: there is no such record.",
        ),
        (
            Mx,
            vec![Status(0), Status(3)],
            Some(false),
            "Cloudflare says that there are no MX records, Google says that the name does not exist. To senders that is not the same: to a domain without MX records mail goes at its own addresses, to one that does not exist it is returned.",
        ),
        (
            Mx,
            vec![
                Gives(60, &["10 MX1.example.com.", "9 mx2.example.com"]),
                Gives(60, &["9 mx2.example.com.", "10 mx1.example.com."]),
            ],
            Some(true),
            "Cloudflare and Google give `9 mx2.example.com` and `10 mx1.example.com`. It may still be kept for 1 minute.",
        ),
        (
            TlsrptRecord,
            vec![
                Gives(60, &["\"v=TLSRPTv1; \" \"rua=mailto:a@b.example\""]),
                Gives(60, &["v=TLSRPTv1; rua=mailto:a@b.example"]),
            ],
            Some(true),
            "Cloudflare and Google give `v=TLSRPTv1; rua=mailto:a@b.example`. It may still be kept for 1 minute.",
        ),
        (
            PolicyHostA,
            vec![Gives(60, &["192.0.2.1"]), Gives(60, &["192.0.2.2"])],
            Some(false),
            "Cloudflare gives `192.0.2.1`, Google gives `192.0.2.2`. That is usual for a host that is served from several places, and else a change on its way. It may still be kept by Cloudflare for 1 minute and Google for 1 minute.",
        ),
        (
            Mx,
            vec![Gives(60, &["10 mx1.example.com."]), Lost],
            None,
            "Only Cloudflare answered, so there is nothing to compare. It may still be kept for 1 minute. Google did not answer in time: this says nothing about your domain.",
        ),
        (
            Mx,
            vec![Status(2), Lost],
            None,
            "Nobody answered, so there is nothing to compare. Cloudflare answered SERVFAIL; Cloudflare answered SERVFAIL with DNSSEC checking off, too; Google did not answer in time: this says nothing about your domain.",
        ),
        (
            Mx,
            vec![Status(0), Lost, Status(0)],
            Some(true),
            "Cloudflare and Quad9 say that there are no MX records. Google did not answer in time: this says nothing about your domain.",
        ),
        (Mx, vec![Status(0)], None, "Only Cloudflare answered, so there is nothing to compare."),
    ] {
        let compared = of(question, &says);
        assert_eq!((compared.agree, compared.sentence.as_str()), (agree, sentence));
    }
}

#[test]
fn an_answer_has_what_the_resolver_said() {
    let compared = of(Question::StsRecord, &[Validated(60, OLD), Lost]);
    let [cloudflare, google] = compared.answers.as_slice() else { panic!() };
    assert_eq!((cloudflare.state, google.state), (LookupState::Found, LookupState::Failed));
    assert_eq!((cloudflare.authenticated, cloudflare.ttl, cloudflare.elapsed_ms), (true, Some(60), 7));
    assert_eq!(cloudflare.records, ["v=STSv1; id=1;"]);
    assert_eq!((google.ttl, google.records.len(), google.elapsed_ms), (None, 0, 5_000));
}

#[test]
fn what_cannot_be_seen_is_escaped() {
    let hidden = of(Question::TlsrptRecord, &[Gives(60, &["v=TLSRPTv1;\u{202e}"]), Status(0)]);
    assert_eq!(hidden.answers[0].records, ["v=TLSRPTv1;\\u{202e}"]);
    assert!(hidden.sentence.is_ascii(), "{}", hidden.sentence);
}

#[test]
fn all_of_it_in_a_sentence() {
    let of = |says: &[Says]| {
        let report = compared(Question::StsRecord, says);
        (report.agree, report.sentence)
    };
    let beside = "Whether they agree about the MTA-STS record is not known: fewer than two could answer.";
    for (says, agree, sentence) in [
        (
            vec![Gives(1, OLD), Gives(2, OLD)],
            Some(true),
            "Cloudflare and Google agree about everything that they were asked.".to_owned(),
        ),
        (
            vec![Gives(1, OLD), Gives(1, NEW)],
            Some(false),
            "Cloudflare and Google do not agree about the MTA-STS record.".to_owned(),
        ),
        (vec![Gives(1, OLD), Lost], None, format!("Cloudflare and Google agree about everything else. {beside}")),
        (vec![Gives(1, OLD)], None, "Nothing can be compared: fewer than two resolvers could answer.".to_owned()),
    ] {
        assert_eq!(of(&says), (agree, sentence));
    }
}

#[test]
fn everybody_is_asked_everything_at_once_and_nobody_twice() {
    let mut comparison = Comparison::new(domain(), Resolver::defaults(), NOW);
    assert_eq!(comparison.requests().len(), 10);
    let waiting = comparison.report();
    assert_eq!((waiting.agree, waiting.questions.len()), (None, 5));
    assert!(waiting.questions.iter().all(|compared| compared.sentence == "Not all answers are in yet."));
    let id: RequestId = "sts-record/2".parse().unwrap();
    comparison.answer(id, Bogus.answer(Question::StsRecord, false)).unwrap();
    assert!(comparison.answer(id, Bogus.answer(Question::StsRecord, false)).is_err());
    let ids: BTreeMap<String, Request> =
        comparison.requests().into_iter().map(|(id, request)| (id.to_string(), request)).collect();
    assert_eq!(ids.len(), 10);
    let unchecked = &ids["sts-record/2/cd"];
    assert!(
        matches!(unchecked, Request::DohJson { url } if url.starts_with("https://dns.google/") && url.ends_with("&cd=1"))
    );
    assert!(comparison.answer(RequestId::Policy, Bogus.answer(Question::Mx, false)).is_err());
}

#[test]
fn a_name_that_dns_cannot_hold_is_not_asked_for() {
    let longest = format!("{}.{}.{}.{}.example", "a".repeat(60), "b".repeat(60), "c".repeat(60), "d".repeat(53));
    let comparison = Comparison::new(PolicyDomain::parse(&longest).unwrap(), Resolver::defaults(), NOW);
    let report = comparison.report();
    assert!(report.questions.iter().all(|compared| compared.name.len() <= 253));
    assert!(report.questions.len() < 5, "{}", longest.len());
}
