//! A policy text that was given in place of a fetch: it is judged, and nothing is said of the policy host.

use crate::check_tests::{NOW, POLICY, World, dns, finding_ids, last, no_sts_record, records, status, with};
use crate::observe::FetchState;
use crate::policy::Mode;
use crate::report::{StepId, StepStatus};
use crate::sender::outlook::{BandState, MailOutcome, SenderKind};
use crate::sender::outlook_tests::{DAY, earlier, seen_from};
use crate::{Answer, Outcome, Question};

fn given(text: &str) -> (&'static str, Answer) {
    ("policy", Answer::Given { body: text.into(), elapsed_ms: 0 })
}

fn given_with(text: &str, more: &[(&'static str, Answer)]) -> World {
    with(&[&[given(text)], more].concat())
}

#[test]
fn the_text_is_judged_and_the_verdict_stays_open() {
    const UNSEEN: &str = "The policy text was given, not fetched: nobody has seen whether `mta-sts.example.com` serves it to senders. If it does, ";
    let nowhere = POLICY.replace("*.mail.example.com", "mx.other.example");
    let too_large = POLICY.to_owned() + &"x: y\n".repeat(16_384);
    use StepStatus::{Failed, Inconclusive, Passed, Skipped, Warned};
    for (text, policy, mx, then) in [
        (POLICY, Passed, Passed, "example.com is protected: both mail servers match the policy."),
        (&POLICY.replace("enforce", "testing"), Passed, Passed, "example.com is testing MTA-STS: all mail servers"),
        (&POLICY.replace("enforce", "none"), Passed, Passed, "example.com serves a policy with mode none"),
        (&POLICY.replace("mode", "\nmode"), Warned, Passed, "senders disagree about example.com"),
        (&POLICY.replace("mode: enforce\n", ""), Failed, Skipped, "the policy of example.com cannot be used."),
        (&nowhere, Passed, Failed, "mail to example.com is held back"),
        (&too_large, Inconclusive, Skipped, "the policy file of example.com cannot be fetched."),
        ("", Failed, Skipped, "the policy of example.com cannot be used."),
    ] {
        let report = last(&given_with(text, &[]));
        let steps = [StepId::Fetch, StepId::Policy, StepId::Mx].map(|id| status(&report, id));
        assert_eq!((steps, report.outcome), ([Inconclusive, policy, mx], Outcome::Inconclusive), "{report}");
        let sentence = report.verdict.strip_prefix(UNSEEN).unwrap_or_else(|| panic!("{}", report.verdict));
        assert!(sentence.starts_with(then), "{sentence}");
        assert!(finding_ids(&report).contains(&"policy-given"));
        assert_eq!(finding_ids(&report).contains(&"body-too-large"), text == too_large);
    }
}

#[test]
fn what_does_not_rest_on_the_text_stays_certain() {
    let nothing = || dns(r#"{"Status":3}"#);
    let servfail = || dns(r#"{"Status":2}"#);
    for (changes, outcome) in [
        (vec![("mx/1", records(Question::Mx, &["0 ."]))], Outcome::NoMail),
        (vec![("policy-host-a/1", nothing()), ("policy-host-aaaa/1", nothing())], Outcome::PolicyUnavailable),
        (vec![no_sts_record()], Outcome::NotAnnounced),
        (
            vec![no_sts_record(), ("policy-host-a/1", nothing()), ("policy-host-aaaa/1", nothing())],
            Outcome::NotAnnounced,
        ),
        (vec![("sts-record/1", records(Question::StsRecord, &["v=STSv1;"]))], Outcome::RecordUnusable),
        (vec![("sts-record/1", servfail()), ("sts-record/1/cd", dns(r#"{"Status":0}"#))], Outcome::DnssecBogus),
    ] {
        let mut changes = changes;
        changes.push(("sts-record/2", servfail()));
        let report = last(&given_with(POLICY, &changes));
        assert_eq!(report.outcome, outcome, "{report}");
        assert!(!report.verdict.contains("If it does"), "{}", report.verdict);
    }
    let unannounced = last(&given_with(POLICY, &[no_sts_record()]));
    assert_eq!(unannounced.outlook.senders[0].message.outcome, MailOutcome::MayGoInClear);
    assert!(!finding_ids(&unannounced).contains(&"policy-undiscovered"), "nobody has seen that it is served");
}

#[test]
fn named_senders_read_it_and_nothing_is_held_against_how_it_is_served() {
    let report = last(&given_with(POLICY, &[]));
    assert_eq!(report.observed.fetch.state, FetchState::Given);
    assert_eq!((report.readings.len(), report.readings_agree), (8, true));
    assert!(report.readings.iter().all(|reading| reading.mode == Some(Mode::Enforce)));
    assert!(last(&given_with(&"x".repeat(65_537), &[])).readings.is_empty());
    assert_eq!(last(&given_with(&"x".repeat(65_536), &[])).readings.len(), 8);
}

#[test]
fn the_outlook_holds_on_the_condition_that_it_is_served() {
    const IF: &str = "If your policy host serves the text that was given, ";
    let outlook = seen_from(&given_with(POLICY, &[]), None, NOW);
    assert!(
        outlook.summary.starts_with(&format!("{IF}mail arrives over TLS at verified servers")),
        "{}",
        outlook.summary
    );
    for sender in &outlook.senders {
        assert!(sender.why.contains(IF), "{}", sender.why);
        let fates = sender.hosts.iter().map(|host| &host.fate).chain([&sender.message]);
        for fate in fates {
            assert_eq!(fate.outcome, MailOutcome::DeliveredVerified);
            assert!(fate.sentence.starts_with(&format!("{IF}mail is delivered")), "{}", fate.sentence);
            let provided = fate.provided.as_ref().unwrap();
            assert!(provided.starts_with("your policy host serves the text that was given and "), "{provided}");
        }
    }
    assert!(outlook.bands.iter().all(|band| band.label.ends_with(", if that policy is served")), "{:?}", outlook.bands);
    assert!(!outlook.is_worse_than_none);
}

#[test]
fn an_earlier_policy_that_is_known_rests_on_nothing_given() {
    let previous = earlier(Mode::Testing, 50 * DAY, Some("*.mail.example.com"));
    let outlook = seen_from(&given_with(POLICY, &[]), Some(&previous), NOW);
    let held = &outlook.senders[2];
    assert_eq!((held.sender, held.message.outcome), (SenderKind::HoldsPolicy, MailOutcome::ReportedOnly));
    assert_eq!(held.message.provided, None);
    assert!(held.why.starts_with("It holds the policy (mode testing)"), "{}", held.why);
    assert_eq!(outlook.bands.iter().find(|band| band.row == 2).unwrap().label, "Reports only until 1 March 2027");
}

#[test]
fn a_text_that_cannot_be_used_leaves_open_what_senders_do() {
    for text in ["", "mode: enforce\n", &"x".repeat(65_537)] {
        let outlook = seen_from(&given_with(text, &[]), None, NOW);
        assert!(
            outlook
                .summary
                .starts_with("What senders do is not known. Senders cannot use the policy text that was given")
        );
        assert!(outlook.bands.iter().all(|band| band.state == BandState::NotKnown));
        assert!(!outlook.is_worse_than_none);
    }
}

#[test]
fn a_text_answers_no_question_to_dns() {
    let text = || Answer::Given { body: POLICY.into(), elapsed_ms: 0 };
    let report = last(&with(&[("sts-record/1", text()), ("sts-record/2", text())]));
    assert_eq!(report.outcome, Outcome::Inconclusive);
    assert!(report.verdict.contains("Cloudflare sent something that is not a DNS message"), "{}", report.verdict);
}
