//! Damaged answers of DoH servers: 100,000 bodies as servers send them, each with some octets changed. Each is an answer
//! or a failure, and none makes a domain look better than it is.

use std::collections::HashSet;

use super::common::answers::{NOW, doh, healthy, name_of};
use super::common::invariants::assert_visible;
use super::order::domain;
use mta_sts::doh::{DnsAnswer, LookupFailure, Outcome as Found, RecordData, read};
use mta_sts::{Answer, Check, FailureReason, Outcome, Question, RequestId, Resolver};

const MUTANTS: usize = 100_000;

/// A body as a server sends it, the question it answers, and whether everything else being right makes `Protected`.
struct Golden {
    question: Question,
    is_right: bool,
    body: &'static str,
}

const fn right(question: Question, body: &'static str) -> Golden {
    Golden { question, is_right: true, body }
}

const fn wrong(question: Question, body: &'static str) -> Golden {
    Golden { question, is_right: false, body }
}

#[rustfmt::skip]
const GOLDEN: &[Golden] = &[
    // Google, with a comment; Cloudflare, the strings apart, without a final dot.
    right(Question::StsRecord, r#"{"Status":0,"TC":false,"RD":true,"RA":true,"AD":true,"CD":false,"Question":[{"name":"_mta-sts.example.com.","type":16}],"Answer":[{"name":"_mta-sts.example.com.","type":16,"TTL":300,"data":"v=STSv1; id=1;"}],"Comment":"Response from 192.0.2.1."}"#),
    right(Question::StsRecord, r#"{"Status":0,"AD":true,"Question":[{"name":"_mta-sts.example.com","type":16}],"Answer":[{"name":"_mta-sts.example.com","type":16,"TTL":300,"data":"\"v=STSv1; \" \"id=1;\""}],"Comment":["EDE(22): No Reachable Authority"]}"#),
    // Status as text, Question as object, null for an empty list, generic data, signatures among the records.
    right(Question::StsRecord, r#"{"Status":"0","Question":{"name":"_mta-sts.example.com.","type":16},"Answer":[{"name":"_mta-sts.example.com.","type":16,"ttl":300,"data":"\"v=STSv1; id=1\""},{"name":"_mta-sts.example.com.","type":46,"TTL":300,"data":"TXT 13 3 300"}],"Authority":null,"Extra":null}"#),
    right(Question::StsRecord, r##"{"Status":0,"Answer":[{"name":"_mta-sts.example.com.","type":16,"TTL":300,"data":"\\# 14 0d 763d53545376313b2069643d31"}]}"##),
    // Aliases: CNAME, and DNAME without the CNAME that it implies.
    right(Question::StsRecord, r#"{"Status":0,"Answer":[{"name":"_mta-sts.example.com.","type":5,"TTL":300,"data":"sts.provider.example."},{"name":"sts.provider.example.","type":16,"TTL":60,"data":"v=STSv1; id=2"}]}"#),
    right(Question::StsRecord, r#"{"Status":0,"Answer":[{"name":"example.com.","type":39,"TTL":300,"data":"example.net."},{"name":"_mta-sts.example.net.","type":16,"TTL":60,"data":"v=STSv1; id=2"}]}"#),
    right(Question::Mx, r#"{"Status":0,"AD":true,"Question":[{"name":"example.com.","type":15}],"Answer":[{"name":"example.com.","type":15,"TTL":300,"data":"10 mx1.example.com."},{"name":"example.com.","type":15,"TTL":300,"data":"20 MX2.example.com."}]}"#),
    right(Question::Mx, r##"{"Status":0,"Answer":[{"name":"example.com.","type":15,"TTL":300,"data":"\\# 18 000a 026d78 076578616d706c65 03636f6d 00"}]}"##),
    right(Question::TlsrptRecord, r#"{"Status":0,"Answer":[{"name":"_smtp._tls.example.com.","type":16,"TTL":300,"data":"v=TLSRPTv1; rua=mailto:tls@example.com"}]}"#),
    right(Question::TlsrptRecord, r#"{"Status":3,"Authority":[{"name":"example.com.","type":6,"TTL":900,"data":"a. b. 1 2 3 4 5"}]}"#),
    // Nothing there.
    wrong(Question::StsRecord, r#"{"Status":3,"AD":true,"Question":[{"name":"_mta-sts.example.com.","type":16}],"Authority":[{"name":"example.com.","type":6,"TTL":900,"data":"a. b. 1 2 3 4 5"}]}"#),
    wrong(Question::StsRecord, r#"{"Status":0,"Answer":null}"#),
    wrong(Question::Mx, r#"{"Status":3,"Question":[{"name":"example.com.","type":15}]}"#),
    // The lookup failed, also with an answer from a broken zone.
    wrong(Question::StsRecord, r#"{"Status":2,"extended_dns_errors":[{"info_code":6,"extra_text":"DNSSEC Bogus"}]}"#),
    wrong(Question::StsRecord, r#"{"Status":5,"Question":[{"name":"_mta-sts.example.com.","type":16}]}"#),
    wrong(Question::TlsrptRecord, r#"{"Status":2,"Comment":["EDE(9): DNSKEY Missing"]}"#),
    wrong(Question::Mx, r#"{"Status":4095}"#),
    // Not DNS at all; broken JSON of 2018; a circle of aliases; the answer to another question.
    wrong(Question::StsRecord, r#"<html><head><title>Sign in</title></head><body>Welcome to our network</body></html>"#),
    wrong(Question::StsRecord, r#"{"error":"invalid query name"}"#),
    wrong(Question::StsRecord, r#"{"Status":0,"Answer":[{"name":"_mta-sts.example.com.","type":16,"data":""v=STSv1" "x""}]}"#),
    wrong(Question::Mx, r#"{"Status":0,"Answer":[{"name":"example.com.","type":5,"data":"a.example."},{"name":"a.example.","type":5,"data":"example.com."}]}"#),
    wrong(Question::StsRecord, r#"{"Status":0,"Question":[{"name":"_dmarc.example.org.","type":16}],"Answer":[{"name":"_dmarc.example.org.","type":16,"data":"v=DMARC1; p=none"}]}"#),
    // Records that do not do.
    wrong(Question::StsRecord, r#"{"Status":0,"Answer":[{"name":"_mta-sts.example.com.","type":16,"TTL":300,"data":"v=spf1 -all"}]}"#),
    wrong(Question::StsRecord, r#"{"Status":0,"Answer":[{"name":"_mta-sts.example.com.","type":16,"TTL":300,"data":"v=STSv1; mode=enforce mx=a"}]}"#),
    wrong(Question::Mx, r#"{"Status":0,"Answer":[{"name":"example.com.","type":15,"TTL":300,"data":"0 ."}]}"#),
    wrong(Question::Mx, r#"{"Status":0,"Answer":[{"name":"example.com.","type":15,"TTL":300,"data":"10 mail.provider.example."}]}"#),
];

/// Marsaglia's xorshift: the same mutants in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    /// Changes one to four places.
    fn damage(&mut self, body: &[u8]) -> Vec<u8> {
        let mut body = body.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(body.len());
            let octet = match self.below(3) {
                0 => b"{}[]\",:\\0123. "[self.below(14)],
                _ => self.below(256) as u8,
            };
            match self.below(6) {
                0 if !body.is_empty() => body[at] ^= 1 << self.below(8),
                1 | 2 if !body.is_empty() => body[at] = octet,
                3 if !body.is_empty() => _ = body.remove(at),
                4 => body.insert(at, octet),
                _ if self.below(8) == 0 => body.truncate(at),
                _ => {
                    let end = (at + self.below(24)).min(body.len());
                    let piece = body[at..end].to_vec();
                    let to = self.below(body.len());
                    body.splice(to..to, piece);
                }
            }
        }
        body
    }
}

/// What a check says when one question is answered with `body` and all the others as by a domain in good order. There is
/// no second resolver to ask.
fn outcome(question: Question, body: &[u8]) -> Outcome {
    let mut check = Check::new(domain(), vec![Resolver::google()], NOW);
    while let Some((id, _)) = check.requests().into_iter().next() {
        let answer = match id {
            RequestId::Dns { checking_disabled: true, .. } => {
                Answer::Failed { reason: FailureReason::Timeout, detail: String::new(), elapsed_ms: 1 }
            }
            RequestId::Dns { question: of, .. } if of == question => doh(200, body),
            _ => healthy(&domain(), id),
        };
        check.answer(id, answer).unwrap();
    }
    check.report().outcome
}

/// What of an answer decides the outcome.
#[derive(PartialEq, Eq, Hash)]
enum Essence {
    Failed { is_servfail: bool },
    Absent(bool),
    Found(String),
}

fn essence(answer: &DnsAnswer) -> Essence {
    match &answer.outcome {
        Found::Failed { reason } => Essence::Failed { is_servfail: matches!(reason, LookupFailure::Rcode(2)) },
        Found::NoData => Essence::Absent(false),
        Found::NoName => Essence::Absent(true),
        Found::Found(records) => {
            let data: Vec<&RecordData> = records.iter().map(|record| &record.data).collect();
            Essence::Found(format!("{data:?}"))
        }
    }
}

#[test]
fn d_05_a_damaged_answer_is_an_answer_or_a_failure_and_never_better() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut failed, mut changed) = (0, 0);
    for golden in GOLDEN {
        let Golden { question, is_right, body } = golden;
        assert_eq!(outcome(*question, body.as_bytes()) == Outcome::Protected, *is_right, "{body}");
        let read = |body: &[u8]| read(&doh(200, body), &name_of(&domain(), *question), question.record_type());
        let whole = essence(&read(body.as_bytes()));
        let mut seen = HashSet::new();
        for _ in 0..MUTANTS.div_ceil(GOLDEN.len()) {
            let mutant = chance.damage(body.as_bytes());
            let answer = read(&mutant);
            if let Found::Failed { reason } = &answer.outcome {
                failed += 1;
                assert_visible(&reason.words());
            }
            let essence = essence(&answer);
            if essence == whole {
                continue;
            }
            changed += 1;
            // `"Status":2` damaged to 3 cannot be told from a true 3, and no record for reports is no lack of protection.
            let is_benign = *question == Question::TlsrptRecord && matches!(essence, Essence::Absent(_));
            // Else, whatever a damaged body may say: a failure is never enough, and nothing comes from nothing.
            let is_failure = matches!(essence, Essence::Failed { .. });
            if (is_failure || !is_right) && !is_benign && seen.insert(essence) {
                let outcome = outcome(*question, &mutant);
                assert!(outcome != Outcome::Protected, "{}", String::from_utf8_lossy(&mutant));
            }
        }
    }
    // The damage is neither too small nor too great to tell anything.
    assert!(failed > MUTANTS / 10 && changed > MUTANTS / 10 && changed < MUTANTS, "{failed} failed, {changed} changed");
}
