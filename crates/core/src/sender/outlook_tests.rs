//! Whole outlooks: what they say of each sender, and what holds for all of them.

use proptest::prelude::*;

use super::outlook::{
    BandState, MailOutcome, Outlook, PolicyOrigin, PreviousPolicy, PreviousSource, SenderKind, outlook,
};
use super::persona;
use super::timeline::MomentKind;
use crate::check_tests::{
    NOW, POLICY, World, any_answer, dns, fetched, healthy, last, lost, no_policy_host, no_sts_record, records, served,
    with,
};
use crate::evidence::FailureClass;
use crate::finding::ResultType;
use crate::lookup::LookupState;
use crate::observe::{FetchState, Routing};
use crate::policy::{MAX_MAX_AGE, Mode};
use crate::{MxPattern, Outcome, Question};

pub(crate) const DAY: u64 = 86_400;

pub(crate) fn seen_from(world: &World, previous: Option<&PreviousPolicy>, now: u64) -> Outlook {
    outlook(&last(world).observed, previous, now)
}

/// A policy served last five days ago.
pub(crate) fn earlier(mode: Mode, max_age: u64, mx: Option<&str>) -> PreviousPolicy {
    PreviousPolicy {
        mode,
        max_age,
        mx: mx.map(|pattern| vec![MxPattern::parse(pattern).unwrap()]),
        last_served_at: Some(NOW - 5 * DAY),
        source: PreviousSource::Given,
    }
}

fn outcomes(outlook: &Outlook) -> Vec<(SenderKind, MailOutcome)> {
    outlook.senders.iter().map(|sender| (sender.sender, sender.message.outcome)).collect()
}

#[test]
fn a_healthy_domain_is_protected_from_all_senders_if_certificates_are_good() {
    let outlook = seen_from(&healthy(), None, NOW);
    let verified = MailOutcome::DeliveredVerified;
    assert_eq!(
        outcomes(&outlook),
        [
            (SenderKind::FirstContact, verified),
            (SenderKind::HoldsPolicy, verified),
            (SenderKind::PolicyExpired, verified)
        ]
    );
    let [first, holds, _] = outlook.senders.as_slice() else { panic!() };
    assert_eq!((first.until, holds.until), (None, Some(NOW + 604_800)));
    assert_eq!(first.why, "It fetches your policy (mode enforce) and keeps it until 22 January 2027.");
    assert_eq!(
        holds.why,
        "It has fetched your policy (mode enforce) at the time of this check and keeps it until 22 January 2027; every later fetch starts the time anew."
    );
    assert_eq!(first.message.provided.as_deref(), Some("the certificates of the mail servers are good"));
    let host = &first.hosts[0];
    assert_eq!((host.host.as_str(), host.preference), ("mx1.mail.example.com", 10));
    assert_eq!(
        host.fate.sentence,
        "Mail is delivered to mx1.mail.example.com over TLS if its certificate is good; if not, nothing is delivered to it."
    );
    assert!(outlook.first_steps.is_empty() && !outlook.is_worse_than_none);
    let names: Vec<&str> = outlook.differs.iter().flat_map(|differs| &differs.senders).map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "Senders that fetch in the background",
            "Postfix with postfix-tlspol",
            "Postfix with postfix-mta-sts-resolver"
        ]
    );
}

#[test]
fn a_policy_that_cannot_be_fetched_is_worse_than_none() {
    let gone = with(&[("policy", fetched(Ok((404, ""))))]);
    let outlook = seen_from(&gone, None, NOW);
    assert!(outlook.is_worse_than_none);
    assert_eq!(
        outcomes(&outlook),
        [
            (SenderKind::FirstContact, MailOutcome::MayGoInClear),
            (SenderKind::HoldsPolicy, MailOutcome::DeliveredVerified),
            (SenderKind::HoldsPolicy, MailOutcome::ReportedOnly),
            (SenderKind::HoldsPolicy, MailOutcome::MayGoInClear),
            (SenderKind::PolicyExpired, MailOutcome::MayGoInClear),
        ]
    );
    assert_eq!(
        outlook.senders[1].message.provided.as_deref(),
        Some("the policy names the mail servers and their certificates are good")
    );
    assert_eq!(
        outlook.first_steps,
        [
            "Put a policy that senders can use back at `https://mta-sts.example.com/.well-known/mta-sts.txt`.",
            "Or, to take MTA-STS away: serve a policy with `mode: none` and its `mx` lines as they were at `https://mta-sts.example.com/.well-known/mta-sts.txt`, and change the id in the record.",
            "Wait until the longest `max_age` that you ever served, 31557600 seconds at most, has passed since: until at the latest 15 January 2028. Then remove the record and `mta-sts.example.com`.",
        ]
    );
    let known = seen_from(&gone, Some(&earlier(Mode::Enforce, 50 * DAY, None)), NOW);
    assert_eq!(
        known.first_steps[2],
        "Wait until no sender holds your earlier policy any more: until at the latest 1 March 2027. Then remove the record and `mta-sts.example.com`."
    );
    // What the fetch came to is what is reported: row 3 at first contact, row 8 by those that hold a policy in force.
    for (sender, reported) in [
        (0, Some(ResultType::StsPolicyFetchError)),
        (1, Some(ResultType::StsPolicyFetchError)),
        (2, Some(ResultType::StsPolicyFetchError)),
        (3, None),
    ] {
        assert_eq!(outlook.senders[sender].message.report.result_type, reported, "{sender}");
    }
    let names: Vec<&str> = outlook.differs.iter().flat_map(|differs| &differs.senders).map(String::as_str).collect();
    assert_eq!(names, ["KumoMTA", "Stalwart", "postfix-mta-sts-resolver", "mailauth"]);
}

#[test]
fn a_removal_that_was_too_early_has_a_way_back() {
    let gone = with(&[&no_policy_host()[..], &[no_sts_record()]].concat());
    let outlook = seen_from(&gone, Some(&earlier(Mode::Enforce, 50 * DAY, None)), NOW);
    assert!(!outlook.is_worse_than_none);
    assert_eq!(outlook.first_steps.len(), 3);
    assert!(outlook.first_steps[0].starts_with("Put the record back with a new id"));
    for harmless in [earlier(Mode::None, 50 * DAY, None), earlier(Mode::Enforce, DAY, None)] {
        assert!(seen_from(&gone, Some(&harmless), NOW).first_steps.is_empty());
    }
}

#[test]
fn a_server_outside_the_policy_is_passed_over_and_reported() {
    let world = with(&[("mx/1", records(Question::Mx, &["10 mx1.mail.example.com", "20 mx.other.example"]))]);
    let first = &seen_from(&world, None, NOW).senders[0];
    let backup = &first.hosts[1].fate;
    assert_eq!((backup.outcome, backup.rfc), (MailOutcome::NotToThisMx, "RFC 8461 §4.1"));
    assert_eq!(backup.sentence, "Nothing is delivered to mx.other.example: the policy does not name it.");
    assert_eq!(backup.report.result_type, Some(ResultType::ValidationFailure));
    assert_eq!(backup.report.sentence, "It is reported as `validation-failure` by senders that send TLS reports.");

    let unheard =
        with(&[("mx/1", records(Question::Mx, &["10 mx.other.example"])), ("tlsrpt-record/1", dns(r#"{"Status":0}"#))]);
    let first = &seen_from(&unheard, None, NOW).senders[0];
    assert_eq!(first.message.outcome, MailOutcome::WaitsThenBounces);
    assert_eq!(first.message.report.result_type, None);
    assert_eq!(first.message.report.sentence, "Nothing is reported: no usable TLSRPT record says where reports go.");
}

#[test]
fn a_server_without_an_address_is_no_matter_of_the_policy() {
    let none = || dns(r#"{"Status":3}"#);
    let world = with(&[("mx-host-a.1/1", none()), ("mx-host-aaaa.1/1", none())]);
    let first = &seen_from(&world, None, NOW).senders[0];
    assert_eq!(
        (first.message.outcome, first.hosts[0].fate.outcome),
        (MailOutcome::DeliveredVerified, MailOutcome::NoMail)
    );
}

#[test]
fn a_server_that_nobody_reaches_is_not_said_to_be_outside_the_policy() {
    let none = || dns(r#"{"Status":3}"#);
    let world = with(&[
        ("mx/1", records(Question::Mx, &["10 mx.other.example", "20 mx1.mail.example.com"])),
        ("mx-host-a.1/1", none()),
        ("mx-host-aaaa.1/1", none()),
    ]);
    let outlook = seen_from(&world, None, NOW);
    assert!(!outlook.summary.contains("mx.other.example"), "{}", outlook.summary);
    assert_eq!(outlook.senders[0].hosts[0].fate.outcome, MailOutcome::NoMail);
}

#[test]
fn a_policy_counts_to_the_second() {
    let gone = with(&[("policy", fetched(Ok((404, ""))))]);
    for max_age in [0, 1, MAX_MAX_AGE, MAX_MAX_AGE + 1, 9_999_999_999] {
        for served in [0, 1 << 31, 1 << 53] {
            let previous = PreviousPolicy { last_served_at: Some(served), ..earlier(Mode::Enforce, max_age, None) };
            let last = served + max_age;
            for (now, counts) in [(last.saturating_sub(1).max(served), true), (last, true), (last + 1, false)] {
                let outlook = seen_from(&gone, Some(&previous), now);
                let holds = &outlook.senders[1];
                assert_eq!(holds.until, Some(last));
                let expected = if counts { MailOutcome::DeliveredVerified } else { MailOutcome::MayGoInClear };
                assert_eq!(holds.message.outcome, expected, "max_age {max_age}, served {served}, now {now}");
                let bands: Vec<_> =
                    outlook.bands.iter().filter(|band| band.sender == SenderKind::HoldsPolicy).collect();
                match counts {
                    true => {
                        assert_eq!((bands[0].from, bands[0].until), (now, Some(last)));
                        assert_eq!((bands[1].from, bands[1].until), (last + 1, None));
                        assert_eq!((bands[0].state, bands[1].state), (BandState::Protected, BandState::Unprotected));
                    }
                    false => assert_eq!((bands.len(), bands[0].from, bands[0].until), (1, now, None)),
                }
            }
        }
    }
}

#[test]
fn mail_that_nobody_takes_has_its_reason() {
    let mx = |data: &str| ("mx/1", records(Question::Mx, &[data]));
    let nowhere = || dns(r#"{"Status":3}"#);
    let servfail = || dns(r#"{"Status":2}"#);
    for (world, outcome, rfc, beginning) in [
        (with(&[mx("0 .")]), MailOutcome::NoMail, "RFC 7505 §4.1", "Mail is returned at once: a null MX"),
        (
            with(&[("mx/1", dns(r#"{"Status":0}"#))]),
            MailOutcome::NoMail,
            "RFC 5321 §5.1",
            "Mail is returned: there is no mail server.",
        ),
        (
            with(&[mx("10 mx1.mail.example.com"), ("mx-host-a.1/1", nowhere()), ("mx-host-aaaa.1/1", nowhere())]),
            MailOutcome::NoMail,
            "RFC 5321 §5.1",
            "Nobody can deliver mail: no mail server has an address",
        ),
        (
            with(&[("mx/1", servfail()), ("mx/2", servfail()), ("mx/1/cd", mx("10 mx1.mail.example.com").1)]),
            MailOutcome::WaitsThenBounces,
            "RFC 5321 §5.1",
            "Senders behind a validating resolver cannot look up where mail goes",
        ),
        (
            with(&[mx("10 mx.other.example")]),
            MailOutcome::WaitsThenBounces,
            "RFC 8461 §5.1",
            "Mail waits, usually 4 to 5 days, and then bounces: the policy names none",
        ),
    ] {
        let outlook = seen_from(&world, None, NOW);
        for sender in &outlook.senders {
            let message = &sender.message;
            assert_eq!((message.outcome, message.rfc), (outcome, rfc), "{beginning}");
            assert!(message.sentence.starts_with(beginning), "{}", message.sentence);
        }
    }
}

#[test]
fn those_that_refuse_the_policy_are_told_of_only_where_mail_comes() {
    let refused = || ("policy", served(200, &[("content-type", "application/octet-stream")], POLICY));
    let first = |world: &World| seen_from(world, None, NOW).senders[0].message.sentence.clone();
    assert!(first(&with(&[refused()])).starts_with("Senders disagree: those that refuse the policy"));
    let null_mx = with(&[refused(), ("mx/1", records(Question::Mx, &["0 ."]))]);
    assert!(first(&null_mx).starts_with("Mail is returned at once"));
}

#[test]
fn what_comes_after_a_policy_begins_when_it_ends() {
    let gone = with(&[("policy", fetched(Ok((404, ""))))]);
    let expired_from = |max_age| {
        let outlook = seen_from(&gone, Some(&earlier(Mode::Enforce, max_age, None)), NOW);
        outlook.senders.last().unwrap().from
    };
    // Served last five days ago.
    assert_eq!(expired_from(DAY), NOW - 4 * DAY + 1);
    assert_eq!(expired_from(6 * DAY), NOW);
}

#[test]
fn a_change_of_the_record_is_everywhere_when_its_time_to_live_is_over() {
    let record = dns(
        r#"{"Status":0,"Answer":[{"name":"_mta-sts.example.com","type":16,"TTL":300,"data":"v=STSv1; id=20260101;"}]}"#,
    );
    let outlook = seen_from(&with(&[("sts-record/1", record)]), None, NOW);
    let moment = outlook.timeline.iter().find(|moment| moment.kind == MomentKind::RecordEverywhere).unwrap();
    assert_eq!(moment.at, NOW + 300);
}

#[test]
fn a_band_says_what_it_is_and_until_when() {
    let labels = |world: &World, previous: Option<&PreviousPolicy>| -> Vec<String> {
        seen_from(world, previous, NOW).bands.into_iter().map(|band| band.label).collect()
    };
    let gone = with(&[("policy", fetched(Ok((404, ""))))]);
    let held = |mode, mx| labels(&gone, Some(&earlier(mode, 6 * DAY, Some(mx))));
    let fits = "*.mail.example.com";
    let unprotected = "Unprotected";
    assert_eq!(held(Mode::Enforce, fits), [unprotected, "Protected until 16 January 2027", unprotected, unprotected]);
    assert_eq!(
        held(Mode::Enforce, "mx.other.example"),
        [unprotected, "Mail waits until 16 January 2027", unprotected, unprotected]
    );
    assert_eq!(
        held(Mode::Testing, fits),
        [unprotected, "Reports only until 16 January 2027", unprotected, unprotected]
    );
    let null_mx = with(&[("mx/1", records(Question::Mx, &["0 ."]))]);
    assert!(labels(&null_mx, None).iter().all(|label| label.starts_with("No mail")));
    let unseen = with(&[("policy", lost())]);
    assert!(labels(&unseen, None).iter().all(|label| label.starts_with("Not known")));
}

#[test]
fn the_end_of_time_is_no_trouble_for_an_outlook() {
    let gone = with(&[("policy", fetched(Ok((404, ""))))]);
    let forever = PreviousPolicy { last_served_at: Some(u64::MAX), ..earlier(Mode::Enforce, u64::MAX, None) };
    for now in [0, u64::MAX] {
        assert!(seen_from(&gone, Some(&forever), now).bands.iter().all(|band| band.from >= now));
    }
}

#[test]
fn a_failed_renewal_is_reported_alike_with_and_without_a_record() {
    use FailureClass::*;
    let held = earlier(Mode::Enforce, 50 * DAY, None);
    for class in [
        DnsNoName,
        DnsNoAddress,
        AddressRefused,
        ConnectRefused,
        ConnectTimeout,
        ConnectFailed,
        TlsTimeout,
        TlsVersion,
        TlsAlert,
        TlsName,
        TlsExpired,
        TlsNotYetValid,
        TlsSelfSigned,
        TlsUntrusted,
        TlsFailed,
        HttpTimeout,
        HttpProtocol,
        BodyIncomplete,
        BodyTimeout,
    ] {
        // What only the DNS of the fetch says of addresses is not certain.
        let dns = match class {
            AddressRefused => ("policy-host-a/1", records(Question::PolicyHostA, &["10.0.0.1"])),
            _ => no_policy_host()[1].clone(),
        };
        let world = [no_policy_host()[2].clone(), dns, ("policy", fetched(Err(class)))];
        let reported = |world| seen_from(&world, Some(&held), NOW).senders[1].message.report.result_type;
        let announced = reported(with(&world));
        assert!(announced.is_some(), "{class:?}");
        assert_eq!(reported(with(&[&world[..], &[no_sts_record()]].concat())), announced, "{class:?}");
    }
}

#[test]
fn what_may_be_the_fetchers_own_trouble_is_reported_of_nobody() {
    use FailureClass::*;
    let held = earlier(Mode::Enforce, 50 * DAY, None);
    for class in [DnsFailed, DnsTimeout, ConnectUnreachable, Deadline] {
        for record in [None, Some(no_sts_record())] {
            let world = [("policy", fetched(Err(class)))].into_iter().chain(record).collect::<Vec<_>>();
            let outlook = seen_from(&with(&world), Some(&held), NOW);
            assert_eq!(outlook.senders[1].message.report.result_type, None, "{class:?}");
        }
    }
}

#[test]
fn what_a_backup_would_do_is_not_reported_of_a_message_that_is_delivered_before() {
    let world = with(&[("mx/1", records(Question::Mx, &["10 mx1.mail.example.com", "20 mx.other.example"]))]);
    assert_eq!(seen_from(&world, None, NOW).senders[0].message.report.result_type, None);
    let world = with(&[("mx/1", records(Question::Mx, &["10 a.other.example", "20 mx1.mail.example.com"]))]);
    let first = &seen_from(&world, None, NOW).senders[0].message;
    assert_eq!(first.report.result_type, Some(ResultType::ValidationFailure));
    assert_eq!(
        first.sentence,
        "Mail is delivered over TLS if the certificates of the mail servers are good; if not, it waits and then bounces. Nothing goes to a.other.example, which the policy does not name."
    );
}

#[test]
fn senders_that_do_otherwise_are_named_where_it_matters() {
    let policy = |from: &str, to: &str| ("policy", fetched(Ok((200, &POLICY.replace(from, to)))));
    let gone = || ("policy", fetched(Ok((404, ""))));
    let one_server = || ("mx/1", records(Question::Mx, &["10 mx1.mail.example.com"]));
    let bogus = |question: Question, data: &str| {
        let id = if question == Question::Mx { ["mx/1", "mx/2", "mx/1/cd"] } else { STS_RECORD };
        let servfail = || dns(r#"{"Status":2}"#);
        with(&[(id[0], servfail()), (id[1], servfail()), (id[2], records(question, &[data]))])
    };
    const STS_RECORD: [&str; 3] = ["sts-record/1", "sts-record/2", "sts-record/1/cd"];
    let enforced = || Some(earlier(Mode::Enforce, 50 * DAY, None));
    let (background, certificate) = (&persona::FETCHES_IN_BACKGROUND, &persona::CERTIFICATE_MATCHES_POLICY);
    let (no_fallback, clock_reset) = (&persona::NO_CACHE_FALLBACK, &persona::CLOCK_RESET);
    let (not_validating, waits) = (&persona::DOES_NOT_VALIDATE, &persona::WAITS_FOR_DNS);
    for (world, previous, expected) in [
        (healthy(), None, vec![background, certificate]),
        (with(&[one_server()]), None, vec![background]),
        (with(&[one_server()]), enforced(), vec![&persona::NO_ID_RECHECK, background]),
        (with(&[gone()]), enforced(), vec![no_fallback, clock_reset]),
        (with(&[gone()]), Some(earlier(Mode::None, 50 * DAY, None)), vec![]),
        (with(&[gone()]), Some(earlier(Mode::Enforce, DAY, None)), vec![]),
        (with(&[no_sts_record(), gone()]), enforced(), vec![]),
        (with(&[no_sts_record()]), None, vec![&persona::EAGER_REFRESH]),
        (with(&[policy("enforce\nmx: *.mail.example.com", "none")]), None, vec![&persona::REFUSES_NONE_WITHOUT_MX]),
        (with(&[policy("enforce", "none")]), None, vec![]),
        (with(&[one_server(), policy("604800", "31557600")]), None, vec![background]),
        (with(&[one_server(), policy("604800", "31557601")]), None, vec![&persona::REFUSES_LONG_MAX_AGE, background]),
        (
            bogus(Question::StsRecord, "v=STSv1; id=1"),
            enforced(),
            vec![not_validating, waits, &persona::DROPS_ON_DNS_FAILURE, &persona::EAGER_REFRESH],
        ),
        (bogus(Question::Mx, "10 mx1.mail.example.com"), None, vec![not_validating, background]),
        (with(&[("sts-record/1", lost()), ("sts-record/2", lost())]), enforced(), vec![]),
    ] {
        let got: Vec<String> =
            seen_from(&world, previous.as_ref(), NOW).differs.into_iter().map(|d| d.sentence).collect();
        let expected: Vec<&str> = expected.iter().map(|persona| persona.does).collect();
        assert_eq!(got, expected);
    }
}

#[test]
fn an_earlier_policy_is_shown_beside_the_present_one_only_if_it_is_another_and_counts() {
    let origins = |previous: &PreviousPolicy| -> Vec<PolicyOrigin> {
        let senders = seen_from(&healthy(), Some(previous), NOW).senders;
        senders.iter().filter_map(|sender| sender.policy.as_ref()).map(|policy| policy.origin).collect()
    };
    let now = PolicyOrigin::FetchedNow;
    assert_eq!(origins(&earlier(Mode::Enforce, 50 * DAY, None)), [now, now, PolicyOrigin::Earlier, now]);
    assert_eq!(origins(&earlier(Mode::Enforce, 604_800, Some("*.mail.example.com"))), [now; 3]);
    assert_eq!(origins(&earlier(Mode::Enforce, DAY, None)), [now; 3]);
}

#[test]
fn no_policy_was_served_in_the_future() {
    let gone = with(&[("policy", fetched(Ok((404, ""))))]);
    let previous = PreviousPolicy { last_served_at: Some(NOW + 9 * DAY), ..earlier(Mode::Enforce, DAY, None) };
    assert_eq!(seen_from(&gone, Some(&previous), NOW).senders[1].until, Some(NOW + DAY));
}

#[test]
fn a_lookup_that_failed_leaves_every_sender_unknown() {
    let previous = earlier(Mode::Enforce, 50 * DAY, Some("*.mail.example.com"));
    for lost_ones in [vec!["sts-record/1", "sts-record/2"], vec!["policy"], vec!["mx/1", "mx/2"]] {
        let changes: Vec<_> = lost_ones.iter().map(|id| (*id, lost())).collect();
        for previous in [None, Some(&previous)] {
            let outlook = seen_from(&with(&changes), previous, NOW);
            for sender in &outlook.senders {
                let hosts = sender.hosts.iter().map(|host| &host.fate);
                for fate in hosts.chain([&sender.message]) {
                    assert_eq!((fate.outcome, fate.report.result_type), (MailOutcome::NotKnown, None), "{lost_ones:?}");
                }
            }
            assert!(outlook.bands.iter().all(|band| band.state == BandState::NotKnown), "{lost_ones:?}");
            assert!(outlook.summary.starts_with("What senders do is not known."), "{lost_ones:?}");
        }
    }
}

#[test]
fn an_earlier_policy_comes_in_as_json() {
    let text = r#"{"mode":"enforce","maxAge":604800,"mx":["*.Example.com"],"lastServedAt":null,"source":"pasted"}"#;
    let previous: PreviousPolicy = serde_json::from_str(text).unwrap();
    assert_eq!(previous.mx.unwrap()[0].to_string(), "*.example.com");
    assert!(serde_json::from_str::<PreviousPolicy>(&text.replace("*.E", "*E")).is_err());
}

proptest! {
    #[test]
    fn nothing_is_claimed_that_was_not_seen(
        changed in proptest::collection::btree_map(proptest::sample::select(vec![
            "sts-record/1", "sts-record/2", "policy", "mx/1", "mx/2", "implicit-mx-a/1", "tlsrpt-record/1",
        ]), any_answer(), 0..5),
        mode in proptest::sample::select(vec![Mode::Enforce, Mode::Testing, Mode::None]),
        max_age in 0..2 * MAX_MAX_AGE,
        last_served_at in proptest::option::of(NOW - MAX_MAX_AGE..NOW + 10),
        is_known: bool,
        now in proptest::sample::select(vec![0, NOW, 1 << 53, u64::MAX]),
    ) {
        let mut world = healthy();
        world.extend(changed.into_iter().map(|(id, answer)| (id.to_owned(), answer)));
        let report = last(&world);
        let previous = PreviousPolicy { last_served_at, ..earlier(mode, max_age, Some("*.mail.example.com")) };
        let previous = is_known.then_some(&previous);
        let outlook = outlook(&report.observed, previous, now);
        prop_assert!(outlook.summary.ends_with('.') || outlook.summary.ends_with(')'), "{}", outlook.summary);
        for sender in &outlook.senders {
            let is_green = sender.message.outcome == MailOutcome::DeliveredVerified;
            // A browser has seen no certificate.
            prop_assert!(!is_green || sender.message.provided.is_some());
            if report.observed.fetch.state != FetchState::Given {
                prop_assert_eq!(is_green, sender.message.provided.is_some());
            }
            if is_green {
                prop_assert!(!matches!(report.observed.record.lookup.state, LookupState::Failed | LookupState::Pending));
                prop_assert!(matches!(report.observed.mx.routing, Routing::MxRecords | Routing::Implicit));
            }
            if sender.sender != SenderKind::HoldsPolicy && is_green {
                prop_assert!(report.observed.policy.as_ref().is_some_and(|text| text.policy.is_some()));
                prop_assert_eq!(report.outcome == Outcome::Protected || report.outcome == Outcome::MailAtRisk
                    || report.outcome == Outcome::Inconclusive, true);
            }
        }
        for kind in [SenderKind::FirstContact, SenderKind::HoldsPolicy, SenderKind::PolicyExpired] {
            prop_assert!(outlook.senders.iter().any(|sender| sender.sender == kind));
        }
        for (row, _) in outlook.senders.iter().enumerate() {
            let bands: Vec<_> = outlook.bands.iter().filter(|band| band.row == row).collect();
            prop_assert!(!bands.is_empty() && bands[0].from == now);
            for pair in bands.windows(2) {
                prop_assert_eq!(pair[0].until.unwrap() + 1, pair[1].from);
            }
        }
        prop_assert!(outlook.timeline.is_sorted_by_key(|moment| moment.at));
    }

    #[test]
    fn a_longer_max_age_never_ends_earlier(max_age in 0..10_000_000_000_u64, more in 0..10_000_000_000_u64) {
        let seen = last(&with(&[("policy", fetched(Ok((404, ""))))])).observed;
        let until = |max_age| {
            let previous = earlier(Mode::Enforce, max_age, None);
            outlook(&seen, Some(&previous), NOW).senders[1].until.unwrap()
        };
        prop_assert!(until(max_age) <= until(max_age + more));
    }
}
