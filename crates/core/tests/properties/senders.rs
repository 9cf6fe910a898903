//! Sender profiles: what holds for every text.

use std::time::Instant;

use proptest::collection::vec;
use proptest::prelude::*;

use super::common::invariants::assert_readings;
use mta_sts::policy::{MAX_MAX_AGE, Mode, Policy, parse_policy};
use mta_sts::sender::named::{Match, Profile, Reading, SenderVerdict, Served, agree, read_by_all};
use mta_sts::{HostName, MxPattern};

/// Texts that are nearly policies: lines as they should be, with what programs disagree about in between.
const NEARLY: &str = r"(((version|mode|max_age|mx|note|Mode|[a-z_.-]{0,3})[ \t]?:[ \t\u{a0}]?)?(STSv1|enforce|testing|none|[+-]?[0-9_]{0,11}|(\*\.)?[a-z0-9.:é-]{0,9})[ \t\u{85}\r]?(\r\n|\n|\n\n|\r|\u{b}|\u{2028}|\n#)){0,7}";

/// A policy as it should be.
fn policies() -> impl Strategy<Value = Policy> {
    let modes = proptest::sample::select(vec![Mode::Enforce, Mode::Testing]);
    // Two labels at least, no address, no hyphens where A-labels have them.
    let pattern = r"(\*\.)?([a-z0-9]{1,9}(-[a-z0-9]{1,9})?\.){1,4}[a-z]{2,9}";
    (modes, 86_400..=MAX_MAX_AGE, vec(pattern, 1..6)).prop_map(|(mode, max_age, mx)| Policy {
        mode,
        max_age,
        mx: mx.iter().map(|pattern| MxPattern::parse(pattern).unwrap()).collect(),
        extensions: Vec::new(),
    })
}

proptest! {
    #[test]
    fn octets_are_read_by_all(text: Vec<u8>) {
        assert_readings(&text);
    }

    #[test]
    fn what_is_nearly_a_policy_is_read_by_all(text in NEARLY) {
        assert_readings(text.as_bytes());
    }

    #[test]
    fn a_policy_as_it_should_be_is_the_same_to_all(policy in policies(), end in "\n|\r\n") {
        let text = policy.to_string().replace('\n', &end);
        let patterns: Vec<String> = policy.mx.iter().map(ToString::to_string).collect();
        for profile in Profile::all() {
            let expected = Reading::Applied { mode: policy.mode, max_age: policy.max_age.into(), mx: patterns.clone() };
            prop_assert_eq!(profile.read(text.as_bytes()), expected, "{}", profile.name);
        }
        let host = HostName::from_dns(&patterns[0].replace('*', "mail"));
        let readings = read_by_all(text.as_bytes(), None, std::slice::from_ref(&host));
        prop_assert!(agree(&readings));
        for reading in readings {
            let lifetime = match reading.sender {
                "postfix-tlspol" => policy.max_age.min(2_592_000),
                "stalwart" if policy.max_age == MAX_MAX_AGE => 86_400,
                _ => policy.max_age,
            };
            prop_assert_eq!(reading.max_age, Some(lifetime));
            prop_assert!(reading.matched.is_none_or(|matched| matched == vec![host.clone()]), "{}", reading.sender);
        }
    }

    #[test]
    fn a_text_with_nothing_to_remark_on_is_read_alike(text in NEARLY) {
        // A text with nothing to remark on is read alike by all.
        let (policy, violations) = parse_policy(text.as_bytes());
        if let (Some(policy), None) = (policy, violations.iter().next()) {
            for profile in Profile::all() {
                let is_read = matches!(profile.read(text.as_bytes()), Reading::Applied { mode, .. } if mode == policy.mode);
                prop_assert!(is_read, "{} {:?}", profile.name, text);
            }
        }
    }

    #[test]
    fn names_from_dns_match_alike(
        pattern in r"(\*\.)?([ab]{1,2}\.){0,2}[ab]",
        host in r"([ab]{1,2}\.){0,3}[ab]",
    ) {
        let host = HostName::from_dns(&host);
        let expected = MxPattern::parse(&pattern).unwrap().matches(&host);
        for profile in Profile::all() {
            let got = profile.matches(&pattern, host.as_str());
            prop_assert!(got == Match::Unknown || (got == Match::Yes) == expected, "{} {got:?}", profile.name);
        }
    }

    #[test]
    fn any_pattern_and_host_have_an_answer(pattern in ".{0,20}", host in r"(xn--)?.{0,20}(\.xn--[a-z0-9-]{0,9})?") {
        for profile in Profile::all() {
            profile.matches(&pattern, &host);
        }
    }
}

/// What each sender makes of a text in a word or two.
fn verdicts(text: &[u8], served: Option<&Served<'_>>) -> Vec<(&'static str, SenderVerdict, Option<&'static str>)> {
    let hosts = [HostName::from_dns("mail.example.com")];
    let readings = read_by_all(text, served, &hosts);
    readings.into_iter().map(|reading| (reading.sender, reading.verdict, reading.finding)).collect()
}

#[test]
fn what_a_file_is_served_with_decides_first() {
    const TEXT: &[u8] = b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n";
    let with = |status, content_type: &'static [u8], size| Served { status, content_types: vec![content_type], size };
    let refuse = |served: Served<'_>, finding: &str| -> Vec<&'static str> {
        let refused =
            verdicts(TEXT, Some(&served)).into_iter().filter(|(_, verdict, _)| *verdict == SenderVerdict::Refused);
        refused.inspect(|(_, _, found)| assert_eq!(*found, Some(finding))).map(|(sender, ..)| sender).collect()
    };
    assert_eq!(refuse(with(200, b"text/plain", 66), ""), Vec::<&str>::new());
    assert_eq!(refuse(with(404, b"text/plain", 66), "http-status").len(), 7);
    let html = refuse(with(200, b"text/html", 66), "media-type");
    assert_eq!(html.len(), 6);
    assert!(!html.contains(&"mox") && !html.contains(&"stalwart"));
    let large = refuse(with(200, b"text/plain", 65_537), "body-too-large");
    assert_eq!(large, ["mox", "postfix-tlspol", "postfix-mta-sts-resolver", "rest-mail/go-mtasts"]);
}

#[test]
fn the_charset_matters_to_one() {
    const BASE: &[u8] = b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\nnote: ";
    let refuse = |note: &[u8], content_type: &'static [u8]| -> Vec<&'static str> {
        let text = [BASE, note].concat();
        let served = Served { status: 200, content_types: vec![content_type], size: text.len() };
        let refused = |(_, verdict, _): &(_, SenderVerdict, _)| *verdict == SenderVerdict::Refused;
        verdicts(&text, Some(&served)).into_iter().filter(refused).map(|(sender, ..)| sender).collect()
    };
    let utf8 = b"text/plain; charset=utf-8";
    assert_eq!(refuse("é".as_bytes(), b"text/plain"), ["postfix-mta-sts-resolver"]);
    assert_eq!(refuse("é".as_bytes(), utf8), Vec::<&str>::new());
    assert_eq!(refuse(b"\xff", utf8), ["postfix-tlspol", "postfix-mta-sts-resolver", "stalwart"]);
    // What follows LINE SEPARATOR is a field of its own to it, and the last one counts.
    assert_eq!(refuse("a\u{2028}mode: b".as_bytes(), utf8), ["postfix-mta-sts-resolver", "foxcpp/go-mtasts"]);
}

#[test]
fn chasquid_reads_10_kib() {
    let text = format!(
        "version: STSv1\nmode: none\nmx: a.example\nmax_age: 604800\n{}mode: enforce\n",
        "note: x\n".repeat(1_400)
    );
    let served = Served { status: 200, content_types: vec![b"text/plain"], size: text.len() };
    let modes = |served| -> Vec<Option<Mode>> {
        read_by_all(text.as_bytes(), served, &[]).iter().filter(|r| r.sender == "chasquid").map(|r| r.mode).collect()
    };
    assert_eq!((modes(None), modes(Some(&served))), (vec![Some(Mode::None)], vec![Some(Mode::None)]));
}

#[test]
fn refusals_name_their_finding() {
    const BASE: &str = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n";
    for (text, refusals) in [
        (
            format!("{BASE}\n"),
            vec![
                ("mox", "policy-blank-line"),
                ("postfix-tlspol", "policy-blank-line"),
                ("foxcpp/go-mtasts", "policy-blank-line"),
            ],
        ),
        (format!("{BASE}mode: none\n"), vec![("kumomta", "policy-duplicate-field")]),
        (
            BASE.replace("mx: mail.example.com", "mx: a.example, b.example"),
            vec![("mox", "mx-value"), ("postfix-tlspol", "mx-value")],
        ),
        (BASE.replace("mail.example.com", "mail.example.com."), vec![("mox", "mx-trailing-dot")]),
        (
            BASE.replace("enforce", "none").replace("mx: mail.example.com\n", ""),
            vec![("chasquid", "mx-missing-none"), ("stalwart", "mx-missing-none")],
        ),
        (
            BASE.replace("604800", "31557601"),
            vec![
                ("postfix-mta-sts-resolver", "max-age-too-long"),
                ("chasquid", "max-age-too-long"),
                ("rest-mail/go-mtasts", "max-age-too-long"),
            ],
        ),
        (
            BASE.replace("604800", "604800\nmax_age: 7d"),
            ["mox", "postfix-mta-sts-resolver", "chasquid", "foxcpp/go-mtasts", "kumomta"]
                .map(|sender| (sender, "policy-duplicate-field"))
                .to_vec(),
        ),
        (BASE.replace('\n', "\r\n").replace("version", "Version"), {
            let strict = ["mox", "postfix-tlspol", "postfix-mta-sts-resolver", "chasquid", "rest-mail/go-mtasts"];
            strict
                .into_iter()
                .chain(["foxcpp/go-mtasts", "kumomta"])
                .map(|sender| (sender, "policy-name-case"))
                .collect()
        }),
        ("<html>".to_owned(), Profile::all().iter().map(|profile| (profile.name, "policy-html")).collect()),
        (BASE.replace("604800", "0"), vec![("chasquid", "max-age-zero"), ("rest-mail/go-mtasts", "max-age-zero")]),
        (
            BASE.replace("mail.example.com", "mail.example.com:25"),
            vec![("mox", "mx-value"), ("postfix-tlspol", "mx-value"), ("foxcpp/go-mtasts", "mx-value")],
        ),
    ] {
        let found: Vec<_> = verdicts(text.as_bytes(), None)
            .into_iter()
            .filter(|(_, verdict, _)| *verdict == SenderVerdict::Refused)
            .map(|(sender, _, finding)| (sender, finding.unwrap_or_default()))
            .collect();
        assert_eq!(found, refusals, "{text:?}");
    }
}

#[test]
fn time_grows_with_the_text() {
    let long = |line: &str| {
        [b"version: STSv1\nmode: enforce\nmax_age: 604800\n".as_slice(), line.repeat(65_000 / line.len()).as_bytes()]
            .concat()
    };
    let hosts: Vec<HostName> = (0..100).map(|n| HostName::from_dns(&format!("mx{n}.example.com"))).collect();
    for line in [
        "\n",
        ":",
        ":\n",
        "a",
        "a:b\n",
        "mx: a.b\n",
        "mx:é.é\n",
        "mx:xn--a.b\n",
        "mode\n",
        "\r",
        " ",
        "é",
        "\u{2028}",
        "x1:a\n",
    ] {
        let text = long(line);
        let start = Instant::now();
        read_by_all(&text, None, &hosts);
        assert!(start.elapsed().as_secs() < 5, "{line:?} takes {:?}", start.elapsed());
    }
}
