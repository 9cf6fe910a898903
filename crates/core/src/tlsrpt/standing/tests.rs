use serde_json::{Value, json};

use super::*;
use crate::Question;
use crate::check_tests::{
    NOW, POLICY, World, after, dns, fetched, healthy, lost, no_policy_host, no_sts_record, records, with,
};
use crate::evidence::FailureClass;
use crate::host_tests::at;
use crate::{Answer, FailureReason};

// 15 January 2027, 08:00 UTC.
const TODAY: &str = "2027-01-15";
const BEFORE: &str = "2027-01-10";

fn stand(reported: &Value, check: &Check) -> ReportStanding {
    standing(&Reported::from_json(&reported.to_string()).unwrap(), check)
}

fn of_failure(result_type: Option<&str>, hosts: &[&str], reasons: &[&str], world: &World) -> FailureStanding {
    let shares = |names: &[&str]| names.iter().map(|name| json!({ "name": name, "sessions": 1 })).collect::<Vec<_>>();
    let failure = json!({
        "resultType": result_type, "lastDay": BEFORE, "mxHosts": shares(hosts), "reasons": shares(reasons),
    });
    let reported = json!({ "domain": "Example.com.", "policies": [], "failures": [failure] });
    stand(&reported, &after(world, usize::MAX)).failures.remove(0)
}

fn given() -> Answer {
    Answer::Given { body: POLICY.into(), elapsed_ms: 0 }
}

fn policy(mx: &str) -> Answer {
    fetched(Ok((200, &POLICY.replace("*.mail.example.com", mx))))
}

const HOST: &str = "mx1.mail.example.com";

/// Each result type, in each state that it can come to.
#[test]
fn tr_033_failures() {
    use FailureState::{Fixed, Gone, NotKnown, StillThere};
    let not_found = || with(&[("policy", fetched(Ok((404, ""))))]);
    let expired = || with(&[("policy", fetched(Err(FailureClass::TlsExpired)))]);
    let refused = || with(&[("policy", fetched(Err(FailureClass::ConnectRefused)))]);
    let unusable =
        || with(&[("policy", fetched(Ok((200, "version: STSv1\nmode: enforced\nmx: a.example\nmax_age: 1\n"))))]);
    let unreached = || with(&[("policy", lost())]);
    let as_text = || with(&[("policy", given())]);
    let without_record = || with(&[no_sts_record()]);
    let unlisted = || with(&[("policy", policy("mx1.mail.example.com"))]);
    let testing =
        || with(&[("policy", fetched(Ok((200, &POLICY.replace("enforce", "testing").replace("*.mail", "*.other")))))]);
    let no_mode = || with(&[("policy", fetched(Ok((200, &POLICY.replace("enforce", "none")))))]);
    let no_mx = || with(&[("mx/1", lost()), ("mx/2", lost())]);
    let null_mx = || with(&[("mx/1", records(Question::Mx, &["0 ."]))]);
    let bogus = || {
        with(&[
            ("mx/1", dns(r#"{"Status":2}"#)),
            ("mx/2", dns(r#"{"Status":2}"#)),
            ("mx/1/cd", records(Question::Mx, &["10 mx1.mail.example.com."])),
        ])
    };
    let mismatch = "mtasts-policy-mx-mismatch";
    for (kind, hosts, reasons, world, state, says) in [
        (
            "sts-policy-fetch-error",
            &[][..],
            &[][..],
            healthy(),
            Fixed,
            "Fixed: the policy file is served now. The last report of it is of 10 January 2027; senders report once a day.",
        ),
        ("sts-policy-fetch-error", &["gone.example.com"], &[], healthy(), Fixed, "served now"),
        ("sts-policy-fetch-error", &[], &[], not_found(), StillThere, "404"),
        ("sts-policy-fetch-error", &[], &[], expired(), StillThere, "expired"),
        ("sts-policy-fetch-error", &[], &[], refused(), StillThere, "refuse"),
        ("sts-policy-fetch-error", &[], &[], with(&no_policy_host()), StillThere, "has no address"),
        ("sts-policy-fetch-error", &[], &[], unusable(), Fixed, "but senders cannot use it"),
        ("sts-policy-fetch-error", &[], &[], unreached(), NotKnown, "says nothing about your domain"),
        ("sts-policy-fetch-error", &[], &[], as_text(), NotKnown, "nobody has seen"),
        ("sts-policy-fetch-error", &[], &[], without_record(), Fixed, "served now"),
        (
            "sts-policy-fetch-error",
            &[],
            &[],
            with(&[&[no_sts_record()], &no_policy_host()[..]].concat()),
            StillThere,
            "cannot be fetched",
        ),
        (
            "sts-policy-fetch-error",
            &[],
            &[],
            with(&[
                ("policy-host-a/1", dns(r#"{"Status":0}"#)),
                ("policy-host-aaaa/1", records(Question::PolicyHostAaaa, &["2001:4860::1"])),
            ]),
            StillThere,
            "only IPv6",
        ),
        (
            "sts-policy-invalid",
            &[],
            &[],
            with(&[("policy", fetched(Ok((200, &format!("{POLICY}mode: testing\n")))))]),
            StillThere,
            "`mode`",
        ),
        ("sts-webpki-invalid", &[], &[], healthy(), Fixed, "certificate of the policy host is accepted now."),
        ("sts-webpki-invalid", &[], &[], expired(), StillThere, "expired"),
        ("sts-webpki-invalid", &[], &[], not_found(), Fixed, "but there is no policy that senders can use"),
        ("sts-webpki-invalid", &[], &[], unusable(), Fixed, "but there is no policy that senders can use"),
        ("sts-webpki-invalid", &[], &[], refused(), NotKnown, "could not be seen"),
        ("sts-webpki-invalid", &[], &[], unreached(), NotKnown, "says nothing"),
        ("sts-webpki-invalid", &[], &[], as_text(), NotKnown, "nobody has seen"),
        ("sts-policy-invalid", &[], &[], healthy(), Fixed, "can use the policy"),
        ("sts-policy-invalid", &[], &[], unusable(), StillThere, "enforced"),
        ("sts-policy-invalid", &[], &[], not_found(), NotKnown, "no policy text to look at"),
        ("sts-policy-invalid", &[], &[], unreached(), NotKnown, "says nothing"),
        ("sts-policy-invalid", &[], &[], as_text(), NotKnown, "nobody has seen"),
        ("validation-failure", &[HOST], &[mismatch], healthy(), Fixed, "lists every mail server now"),
        ("validation-failure", &[HOST], &[mismatch], no_mode(), Fixed, "mode none now"),
        ("validation-failure", &[HOST], &[], healthy(), NotKnown, "lists every mail server now. What else"),
        ("validation-failure", &[HOST], &[mismatch, "another"], healthy(), NotKnown, "What else"),
        ("validation-failure", &[HOST], &[], unlisted(), StillThere, "mx2.mail.example.com"),
        ("validation-failure", &[HOST], &[mismatch], testing(), StillThere, HOST),
        (
            "validation-failure",
            &["old.example.com"],
            &[mismatch],
            unlisted(),
            Gone,
            "old.example.com is no mail server of example.com any more.",
        ),
        ("validation-failure", &[HOST], &[mismatch], not_found(), NotKnown, "no policy now"),
        ("validation-failure", &[HOST], &[mismatch], unreached(), NotKnown, "says nothing"),
        ("validation-failure", &[HOST], &[mismatch], as_text(), NotKnown, "nobody has seen"),
        ("validation-failure", &[HOST], &[mismatch], no_mx(), NotKnown, "could not be looked up"),
        (
            "starttls-not-supported",
            &[HOST],
            &[],
            healthy(),
            NotKnown,
            "`openssl s_client -starttls smtp -connect mx1.mail.example.com:25 -servername mx1.mail.example.com",
        ),
        ("starttls-not-supported", &["MX1.mail.example.com."], &[], healthy(), NotKnown, "does not connect"),
        (
            "starttls-not-supported",
            &["a.example", "b.example"],
            &[],
            healthy(),
            Gone,
            "a.example and b.example are no mail servers",
        ),
        ("starttls-not-supported", &["a.example", HOST], &[], healthy(), NotKnown, "-connect mx1.mail"),
        ("starttls-not-supported", &["a.example", ""], &[], healthy(), NotKnown, "does not connect"),
        ("starttls-not-supported", &["a.example"], &[], no_mx(), NotKnown, "does not connect"),
        ("starttls-not-supported", &["a.example"], &[], null_mx(), Gone, "no mail server"),
        ("starttls-not-supported", &["a.example;reboot"], &[], no_mx(), NotKnown, "-connect HOST:25"),
        ("certificate-host-mismatch", &[HOST], &[], healthy(), NotKnown, "Verify return code: 0 (ok)"),
        ("certificate-expired", &[HOST], &[], healthy(), NotKnown, "Verify return code: 0 (ok)"),
        ("certificate-not-trusted", &[HOST], &[], healthy(), NotKnown, "Verify return code: 0 (ok)"),
        ("certificate-expired", &["a.example"], &[], healthy(), Gone, "a.example"),
        ("tlsa-invalid", &[HOST], &[], healthy(), NotKnown, "TLSA"),
        ("tlsa-invalid", &["a.example"], &[], healthy(), Gone, "a.example"),
        (
            "dnssec-invalid",
            &[HOST],
            &[],
            healthy(),
            NotKnown,
            "The MX records were validated by DNSSEC. To see whether they can be validated, run `dig +dnssec _25._tcp.mx1.mail.example.com TLSA`.",
        ),
        ("dnssec-invalid", &[HOST], &[], bogus(), StillThere, "DNSSEC"),
        ("dane-required", &[HOST], &[], healthy(), NotKnown, "up to the sender"),
        ("new-type", &[HOST], &[], healthy(), NotKnown, "in no registry"),
        ("new-type", &[HOST], &[mismatch], with(&[("policy", policy("mx2.mail.example.com"))]), StillThere, HOST),
        ("", &[], &[], healthy(), NotKnown, "do not say what they were"),
        ("\u{202e}\n", &[], &[], healthy(), NotKnown, "`\\u{202e}\\n`"),
    ] {
        let standing = of_failure((!kind.is_empty()).then_some(kind), hosts, reasons, &world);
        let case = format!("{kind} {hosts:?} {reasons:?}: {standing:?}");
        assert_eq!(standing.state, state, "{case}");
        assert!(standing.sentence.contains(says), "{case} lacks {says:?}");
        assert!(state == StillThere || standing.findings.is_empty(), "{case}");
        let word = match state {
            Fixed => "Fixed: ",
            Gone => "Gone: ",
            NotKnown => "Not known: ",
            StillThere => "Still there: ",
        };
        assert!(standing.sentence.starts_with(word), "{case}");
    }
}

#[test]
fn findings_that_would_cause_a_failure_are_named() {
    let expired = with(&[("policy", fetched(Err(FailureClass::TlsExpired)))]);
    assert_eq!(of_failure(Some("sts-webpki-invalid"), &[], &[], &expired).findings, ["certificate-expired"]);
    let unlisted = with(&[("policy", policy("mx1.mail.example.com"))]);
    assert_eq!(of_failure(Some("validation-failure"), &[], &[], &unlisted).findings, ["mx-backup-not-in-policy"]);
}

#[test]
fn fixed_says_what_was_not_tested() {
    let good = fetched(Ok((200, POLICY)));
    let world = at(good, &[("2001:db8::1", Some(FailureClass::ConnectUnreachable)), ("192.0.2.1", None)]);
    for kind in ["sts-policy-fetch-error", "sts-webpki-invalid"] {
        let standing = of_failure(Some(kind), &[], &[], &world);
        assert_eq!(standing.state, FailureState::Fixed);
        assert!(standing.sentence.contains("now. Not every address of `mta-sts.example.com` was tested: 2001:db8::1"));
    }
}

#[test]
fn an_alias_is_a_hint_and_its_target_is_not_gone() {
    let alias = dns(
        r#"{"Status":0,"Answer":[{"name":"mx1.mail.example.com","type":5,"TTL":60,"data":"Host.provider.example."},
            {"name":"host.provider.example","type":1,"TTL":60,"data":"192.0.2.1"}]}"#,
    );
    let world = with(&[("mx-host-a.1/1", alias)]);
    let standing = of_failure(Some("certificate-host-mismatch"), &[HOST], &[], &world);
    assert_eq!(
        (standing.state, standing.findings.as_slice()),
        (FailureState::NotKnown, &["mx-alias"][..]),
        "{standing:?}"
    );
    assert_eq!(of_failure(Some("certificate-host-mismatch"), &["mx2.mail.example.com"], &[], &world).findings, [""; 0]);
    let at_target = of_failure(Some("certificate-expired"), &["host.provider.example"], &[], &world);
    assert_eq!(at_target.state, FailureState::NotKnown, "{at_target:?}");
}

fn whole(domain: Value) -> Value {
    let types = [
        Some("sts-policy-fetch-error"),
        Some("sts-webpki-invalid"),
        Some("sts-policy-invalid"),
        Some("validation-failure"),
        Some("starttls-not-supported"),
        Some("certificate-host-mismatch"),
        Some("certificate-expired"),
        Some("certificate-not-trusted"),
        Some("tlsa-invalid"),
        Some("dnssec-invalid"),
        Some("dane-required"),
        Some("x"),
        None,
    ];
    let failure = |kind| json!({ "resultType": kind, "lastDay": BEFORE, "mxHosts": [{ "name": "old.example.com" }], "reasons": [] });
    let sender = json!({ "organization": "Google Inc.", "lastDay": BEFORE });
    let applied = |kind: &str, lines: &[&str]| json!({ "policyType": kind, "lines": lines, "senders": [sender] });
    json!({
        "domain": domain,
        "failures": types.map(failure),
        "policies": [applied("sts", &POLICY.lines().collect::<Vec<_>>()), applied("sts", &[]), applied("no-policy-found", &[])],
    })
}

#[test]
fn a_check_of_another_domain_or_before_its_end_tells_nothing() {
    let all = after(&healthy(), usize::MAX);
    let begun = after(&healthy(), 3);
    for (domain, check, says) in [
        (json!("example.net"), &all, "the check is of example.com and says nothing about example.net"),
        (json!("a.example.com"), &all, "says nothing about a.example.com"),
        (json!(null), &all, "name no domain"),
        (json!("example.com"), &begun, "not finished"),
    ] {
        let standing = stand(&whole(domain), check);
        for failure in &standing.failures {
            assert_eq!((failure.state, failure.findings.len()), (FailureState::NotKnown, 0), "{failure:?}");
            assert!(failure.sentence.contains(says), "{failure:?}");
        }
        assert!(standing.policies.iter().all(|policy| policy.state == PolicyState::NotKnown), "{standing:?}");
    }
}

#[test]
fn the_day_of_the_last_report_is_held_against_that_of_the_check() {
    for (last_day, says) in [
        (json!("2027-01-14"), "The last report of it is of 14 January 2027; senders report once a day."),
        (
            json!(TODAY),
            "The last report of it is of 15 January 2027, the day of the check, and may be of a time after it.",
        ),
        (
            json!("2027-01-16"),
            "The last report of it is of 16 January 2027, and the check of 15 January 2027, before that: check again.",
        ),
        (json!(null), "The reports of it have no date."),
        (json!("nonsense"), "The reports of it have no date."),
    ] {
        let failure =
            json!({ "resultType": "sts-policy-fetch-error", "lastDay": last_day, "mxHosts": [], "reasons": [] });
        let reported = json!({ "domain": "example.com", "policies": [], "failures": [failure] });
        let standing = stand(&reported, &after(&healthy(), usize::MAX));
        assert_eq!(standing.failures[0].sentence, format!("Fixed: the policy file is served now. {says}"));
    }
}

fn of_policy(kind: &str, text: &str, senders: &[(&str, &str)], world: &World) -> PolicyStanding {
    let sender = |(name, day): &(&str, &str)| json!({ "organization": name, "lastDay": day });
    let senders: Vec<Value> = senders.iter().map(sender).collect();
    let applied = json!({ "policyType": kind, "lines": [text], "senders": senders });
    let reported = json!({ "domain": "example.com", "policies": [applied], "failures": [] });
    stand(&reported, &after(world, usize::MAX)).policies.remove(0)
}

const GOOGLE: &[(&str, &str)] = &[("Google Inc.", BEFORE)];

#[test]
fn tr_033_policies() {
    use PolicyState::{Different, NotKnown, NotSts, NowMissing, NowThere, Same};
    let unusable = "version: STSv1\nmode: enforced\nmx: a.example\nmax_age: 1\n";
    let not_found = || with(&[("policy", fetched(Ok((404, ""))))]);
    for (kind, text, world, state, says) in [
        (
            "sts",
            POLICY,
            healthy(),
            Same,
            "It says the same as the policy that is published now. Google Inc. went by it on 10 January 2027 and may hold it until 17 January 2027, and longer",
        ),
        (
            "STS ",
            "version: STSv1\r\nmx: *.MAIL.example.com\r\nmax_age: 604800\r\nmode: enforce\r\n\r\n",
            healthy(),
            Same,
            "It says the same",
        ),
        (
            "sts",
            &POLICY.replace("enforce", "testing"),
            healthy(),
            Different,
            "now: mode testing, now enforce. Google Inc. went by it on 10 January 2027 and may hold it until 17 January 2027 unless it fetches the present one. Senders fetch a changed policy when they see another id in the record, which is `1` now.",
        ),
        (
            "sts",
            &POLICY.replace("*.mail", "*.old"),
            healthy(),
            Different,
            "mx without *.mail.example.com; mx with *.old.example.com, now without",
        ),
        (
            "sts",
            &POLICY.replace("604800", "86400"),
            healthy(),
            Different,
            "max_age 1 day, now 1 week. Google Inc. went by it on 10 January 2027 and held it until 11 January 2027 at the latest, which is before this check.",
        ),
        ("sts", &format!("{POLICY}more: 1\n"), healthy(), Different, "other fields than now"),
        ("sts", POLICY, not_found(), NowMissing, "There is no policy now that senders can use."),
        ("sts", POLICY, with(&[no_sts_record()]), NowMissing, "_mta-sts.example.com"),
        ("sts", POLICY, with(&[("policy", fetched(Ok((200, unusable))))]), NowMissing, "enforced"),
        ("sts", POLICY, with(&[("policy", lost())]), NotKnown, "could not be seen"),
        ("sts", POLICY, with(&[("policy", given())]), NotKnown, "It says the same as the text that was given."),
        (
            "sts",
            &POLICY.replace("enforce", "testing"),
            with(&[("policy", given())]),
            NotKnown,
            "It says something else than the text that was given.",
        ),
        (
            "sts",
            POLICY,
            with(&[("sts-record/1", lost()), ("sts-record/2", lost())]),
            NotKnown,
            "could not be looked up",
        ),
        ("sts", unusable, healthy(), NowThere, "cannot use this text"),
        ("sts", unusable, not_found(), NowMissing, "None"),
        ("sts", "", healthy(), NowThere, "no text of the policy"),
        ("sts", "", with(&[("policy", lost())]), NotKnown, "could not be seen"),
        (
            "no-policy-found",
            "",
            healthy(),
            NowThere,
            "Senders found no policy. One that they can use is published now, of mode enforce.",
        ),
        ("no-policy-found", "", with(&[no_sts_record()]), Same, "none that they can use now"),
        ("no-policy-found", "", with(&[("policy", lost())]), NotKnown, "could not be seen"),
        ("tlsa", "3 1 1 aa", healthy(), NotSts, "DANE"),
        ("\u{202e}", POLICY, healthy(), NotSts, "`\\u{202e}` is no MTA-STS policy"),
        ("", "", healthy(), NotSts, "do not say"),
    ] {
        let standing = of_policy(kind, text, GOOGLE, &world);
        assert_eq!(standing.state, state, "{kind} {text:?}: {standing:?}");
        let is_said = standing.sentence.to_lowercase().contains(&says.to_lowercase());
        assert!(is_said || says == "None", "{kind} {text:?}: {standing:?} lacks {says:?}");
    }
}

#[test]
fn a_policy_is_held_from_the_end_of_the_last_day() {
    // 10 January 2027, 23:59:59 UTC.
    let end = 1_799_625_599;
    for (text, senders, expected) in [
        (POLICY, &[("A", "2027-01-09"), ("B", BEFORE), ("C", "")][..], Some(end + 604_800)),
        (POLICY, &[("A", "")], None),
        (POLICY, &[], None),
        (&POLICY.replace("604800", "0"), &[("B", BEFORE)], Some(end)),
        ("nonsense", &[("B", BEFORE)], None),
        (POLICY, &[("B", "1969-12-31")], Some(604_800)),
        (POLICY, &[("B", "9999-12-31")], Some(253_402_300_799 + 604_800)),
    ] {
        assert_eq!(of_policy("sts", text, senders, &healthy()).held_until, expected, "{senders:?}");
    }
    let standing = of_policy(
        "sts",
        POLICY,
        &[("A", BEFORE), ("", "2027-01-09"), ("\u{202e}", BEFORE), ("D", BEFORE), ("E", BEFORE)],
        &healthy(),
    );
    assert!(
        standing
            .sentence
            .contains("A, a sender without a name, \\u{202e} and 2 more went by it, last on 10 January 2027"),
        "{standing:?}"
    );
}

#[test]
fn an_enforced_policy_that_lists_other_mail_servers_is_what_matters_most() {
    let not_found = || with(&[("policy", fetched(Ok((404, ""))))]);
    let of = |mx: &str, world: &World| of_policy("sts", &POLICY.replace("*.mail", mx), GOOGLE, world).sentence;
    for world in [healthy(), not_found()] {
        let none = of("*.old", &world);
        assert!(none.starts_with("Senders that hold this policy enforce it, and it lists none of the present mail servers: until they fetch another, at the latest until 17 January 2027, mail from them waits, and in the end comes back."), "{none}");
        let one = of("mx1.mail", &world);
        assert!(
            one.starts_with("Senders that hold this policy enforce it, and it lists not mx2.mail.example.com: "),
            "{one}"
        );
        for harmless in [
            of("*.mail", &world),
            of_policy("sts", &POLICY.replace("*.mail", "*.old").replace("enforce", "testing"), GOOGLE, &world).sentence,
            of_policy("sts", &POLICY.replace("*.mail", "*.old"), &[("A", "2027-01-01")], &world).sentence,
            of_policy("sts", &POLICY.replace("*.mail", "*.old"), &[("A", "")], &world).sentence,
        ] {
            assert!(!harmless.contains("enforce it, and it lists"), "{harmless}");
        }
    }
    let unknown = of("*.old", &with(&[("mx/1", lost()), ("mx/2", lost())]));
    assert!(!unknown.contains("enforce it, and it lists"), "{unknown}");
}

#[test]
fn a_summary_as_json_is_what_a_check_is_held_against() {
    let reported = whole(json!("example.com"));
    let reported = Reported::from_json(&reported.to_string()).unwrap();
    let standing = standing(&reported, &after(&healthy(), usize::MAX));
    assert_eq!((standing.failures.len(), standing.policies.len()), (13, 3));
    assert_eq!(standing.checked_at, NOW);
}

#[test]
fn a_summary_names_what_is_wrong_in_it() {
    for (json, says) in [
        ("", "EOF while parsing a value at line 1 column 0."),
        ("[]", "`domain` should be a string."),
        (r#"{"domain":1,"policies":[],"failures":[]}"#, "`domain` should be a string."),
        (r#"{"domain":null,"failures":[]}"#, "`policies` should be a list."),
        (r#"{"policies":[],"failures":{}}"#, "`failures` should be a list."),
        (r#"{"policies":[{"lines":[],"senders":[1]}],"failures":[]}"#, "`organization` should be a string."),
        (r#"{"policies":[{"lines":[null],"senders":[]}],"failures":[]}"#, "`lines` should be a list of strings."),
        (r#"{"policies":[],"failures":[{"mxHosts":[{"name":{}}],"reasons":[]}]}"#, "`name` should be a string."),
    ] {
        let said = Reported::from_json(json).unwrap_err();
        assert_eq!(said, format!("This is not what reports say about a domain: {says}"), "{json}");
    }
    assert!(Reported::from_json(r#"{"policies":[],"failures":[],"sessions":{}}"#).unwrap().domain.is_none());
}

mod any {
    use super::*;
    use crate::check_tests::any_answer;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Whatever is reported and whatever is answered: nothing is called good that nobody could look at.
        #[test]
        fn what_was_not_looked_at_is_not_known(
            kind in ".{0,20}", text in ".{0,60}", host in ".{0,20}", day in "[0-9]{4}-[0-9]{2}-[0-9]{2}|.{0,10}",
            answers in 0usize..30,
        ) {
            let nothing = Answer::Failed { reason: FailureReason::Network, detail: String::new(), elapsed_ms: 0 };
            let mut check = after(&World::new(), 0);
            for _ in 0..answers {
                let Some((id, _)) = check.requests().into_iter().next() else { break };
                check.answer(id, nothing.clone()).unwrap();
            }
            let mut reported = whole(json!("example.com"));
            reported["failures"].as_array_mut().unwrap().push(
                json!({ "resultType": kind, "lastDay": day, "mxHosts": [{ "name": host }], "reasons": [{ "name": text }] }));
            reported["policies"].as_array_mut().unwrap().push(
                json!({ "policyType": "sts", "lines": [text], "senders": [{ "organization": host, "lastDay": day }] }));
            let standing = stand(&reported, &check);
            prop_assert!(standing.failures.iter().all(|failure| failure.state == FailureState::NotKnown), "{standing:?}");
            prop_assert!(standing.policies.iter().all(|policy| policy.state == PolicyState::NotKnown), "{standing:?}");
        }

        #[test]
        fn any_answers_come_to_sentences(
            answers in proptest::collection::vec(any_answer(), 1..40), mx in "[a-c]\\.example\\.com",
        ) {
            let mut check = after(&World::new(), 0);
            for answer in answers {
                let Some((id, _)) = check.requests().into_iter().next() else { break };
                check.answer(id, answer).unwrap();
            }
            let mut reported = whole(json!("example.com"));
            reported["policies"][0]["lines"] = json!([POLICY.replace("*.mail.example.com", &mx)]);
            let standing = stand(&reported, &check);
            for sentence in standing.failures.iter().map(|failure| &failure.sentence)
                .chain(standing.policies.iter().map(|policy| &policy.sentence)) {
                prop_assert!(sentence.ends_with(['.', '?', ')', '`']), "{sentence}");
                prop_assert!(!sentence.contains("  "), "{sentence}");
            }
        }
    }
}
