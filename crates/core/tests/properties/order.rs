//! A report depends only on which answers there are, not on the order they came in.

use proptest::prelude::*;

use super::common::answers::{NOW, doh, evidence, fetch_failed, fetched, healthy, policy_of, rcode, records};
use super::common::invariants::assert_report;
use mta_sts::evidence::FailureClass;
use mta_sts::{Answer, Check, FailureReason, PolicyDomain, Question, RequestId, Resolver};

pub(crate) fn domain() -> PolicyDomain {
    PolicyDomain::parse("example.com").unwrap()
}

/// Answers of all kinds, good and bad, that may be given to any request.
pub(crate) fn any_answer() -> impl Strategy<Value = Answer> {
    let question = proptest::sample::select(Question::all().collect::<Vec<_>>());
    prop_oneof![
        ".{0,20}".prop_map(|detail| Answer::Failed { reason: FailureReason::Network, detail, elapsed_ms: 1 }),
        proptest::sample::select(vec![0, 2, 3, 5]).prop_map(rcode),
        (any::<u16>(), ".{0,60}").prop_map(|(status, body)| doh(status, body)),
        (question.clone(), proptest::collection::vec("(?s).{0,40}", 0..4)).prop_map(|(question, data)| records(
            &domain(),
            question,
            data.iter().map(String::as_str)
        )),
        (
            question.clone(),
            proptest::sample::select(vec!["10 ", "v=STSv1; ", "v=TLSRPTv1; rua=", "\\# "]),
            "(?s).{0,40}"
        )
            .prop_map(|(question, start, rest)| {
                let data = format!("{start}{rest}");
                records(&domain(), question, [data.as_str()])
            }),
        (any::<bool>(), ".{0,20}").prop_map(|(is_class, text)| wrong_evidence(is_class, &text)),
        question.prop_map(|question| {
            healthy(&domain(), RequestId::Dns { question, resolver: 0, checking_disabled: false })
        }),
        Just(healthy(&domain(), RequestId::Policy)),
        (any::<u16>(), any::<Vec<u8>>(), any::<Vec<u8>>()).prop_map(|(status, media_type, body)| fetched(
            &domain(),
            status,
            &media_type,
            &body
        )),
        any::<Vec<u8>>().prop_map(|body| Answer::Given { body: body.into(), elapsed_ms: 0 }),
        Just(Answer::Given { body: policy_of(&domain()).as_str().into(), elapsed_ms: 0 }),
        any::<Vec<u8>>().prop_map(|body| fetched(&domain(), 200, b"text/plain", &body)),
        ".{0,40}".prop_map(|detail| fetch_failed(&domain(), FailureClass::TlsFailed, &detail)),
    ]
}

/// Evidence with a value that its type does not have.
fn wrong_evidence(is_class: bool, text: &str) -> Answer {
    let mut evidence = serde_json::to_value(evidence(&domain())).unwrap();
    if is_class {
        evidence["failure"] = serde_json::json!({ "class": text, "detail": "" });
    } else {
        evidence["elapsedMs"] = text.into();
    }
    doh(200, evidence.to_string())
}

/// Gives up to `most` answers, each to the open request that `picks` points at; `None` means as a healthy domain does.
/// Every report on the way is looked at.
pub(crate) fn run(most: usize, picks: &[usize], answers: &[Option<Answer>]) -> Check {
    let mut check = Check::new(domain(), Resolver::defaults(), NOW);
    let mut handed_out = Vec::new();
    let mut source = Vec::new();
    for (pick, answer) in picks.iter().zip(answers).take(most) {
        let open = check.requests();
        // What was handed out once is open or answered.
        let is_kept =
            |id: &RequestId| check.answers().contains_key(id) || open.iter().any(|(is_open, _)| is_open == id);
        assert!(handed_out.iter().all(is_kept));
        handed_out.extend(open.iter().map(|(id, _)| *id));
        if open.is_empty() {
            break;
        }
        let id = open[pick % open.len()].0;
        let answer = answer.clone().unwrap_or_else(|| healthy(&domain(), id));
        source.extend(serde_json::to_vec(&answer).unwrap());
        check.answer(id, answer.clone()).unwrap();
        assert!(check.answer(id, answer).is_err());
        let report = check.report();
        assert_eq!(report.is_complete, check.requests().is_empty());
        assert_report(&report, &source);
    }
    check
}

/// Gives the same answers in the order that `picks` makes.
fn again(check: &Check, picks: &[usize]) -> Check {
    let mut other = Check::new(domain(), Resolver::defaults(), NOW);
    let mut left = check.answers().clone();
    for pick in picks {
        let open: Vec<RequestId> =
            other.requests().into_iter().map(|(id, _)| id).filter(|id| left.contains_key(id)).collect();
        let Some(id) = open.get(pick % open.len().max(1)) else { break };
        other.answer(*id, left.remove(id).unwrap()).unwrap();
    }
    assert!(left.is_empty(), "not every order leads to the same requests");
    other
}

proptest! {
    #[test]
    fn two_orders_of_the_same_answers_give_the_same_report(
        answers in proptest::collection::vec(proptest::option::weighted(0.4, any_answer()), 30),
        most in 0usize..=30,
        first in proptest::collection::vec(any::<usize>(), 30),
        second in proptest::collection::vec(any::<usize>(), 30),
    ) {
        let check = run(most, &first, &answers);
        let other = again(&check, &second);
        let json = |check: &Check| serde_json::to_string(&check.report()).unwrap();
        prop_assert_eq!(json(&check), json(&other));
        prop_assert_eq!(check.requests(), other.requests());
    }
}
