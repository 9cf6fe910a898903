//! What is said of the policy host's addresses beside each other, of its certificates, and of a body that came encoded.

use crate::check_tests::{POLICY, World, dns, evidence, fetched, finding_ids, last, records, served, status, with};
use crate::evidence::{
    Certificate, Connection, Decoding, FailureClass, FamilyLookup, FetchFailure, Handshake, LookupOutcome, PolicyFetch,
    ResolvedAddress, Tls,
};
use crate::report::{Report, StepId, StepStatus};
use crate::{Answer, Outcome, Question};

use FailureClass::{
    ConnectRefused, ConnectTimeout, ConnectUnreachable, Deadline, TlsExpired, TlsName, TlsTimeout, TlsUntrusted,
};

/// An address where this failed of TCP or of TLS.
type Met = (&'static str, Option<FailureClass>);

fn connection((address, class): &Met) -> Connection {
    let of_tls = class.filter(|class| matches!(class, TlsExpired | TlsName | TlsTimeout));
    let failure = class.filter(|_| of_tls.is_none());
    let of_tls = of_tls.map(|class| FetchFailure { class, detail: format!("It is {class:?}.") });
    let handshake = failure.is_none().then_some(Handshake { failure: of_tls, elapsed_ms: 1 });
    Connection { address: (*address).to_owned(), failure, handshake, used: false, elapsed_ms: 1 }
}

pub(crate) fn at(answer: Answer, met: &[Met]) -> World {
    let connections = met.iter().map(connection).collect();
    with(&[("policy", evidence(answer, |seen| seen.connections = connections))])
}

fn good() -> Answer {
    fetched(Ok((200, POLICY)))
}

/// The findings of the fetch, each with what it saw.
fn saw(report: &Report) -> Vec<(&'static str, &str)> {
    let fetch = report.steps.iter().find(|step| step.id == StepId::Fetch).unwrap();
    fetch.findings.iter().map(|finding| (finding.id, finding.saw.as_str())).collect()
}

#[test]
fn one_address_that_fails_is_a_warning_that_names_it_and_why() {
    const HOST: &str = "`mta-sts.example.com`";
    let works: Met = ("192.0.2.1", None);
    for (met, id, sentence) in [
        (
            &[works, ("192.0.2.2", Some(ConnectRefused))][..],
            "host-address-dead",
            format!("Not every address of {HOST} answers: 192.0.2.2 (connection refused)."),
        ),
        (
            &[("192.0.2.0", Some(ConnectTimeout)), works, ("192.0.2.2", Some(TlsTimeout))],
            "host-address-dead",
            format!(
                "Not every address of {HOST} answers: 192.0.2.0 (no answer), 192.0.2.2 (no answer to the TLS handshake)."
            ),
        ),
        (
            &[works, ("192.0.2.2", Some(TlsName))],
            "host-addresses-differ",
            format!(
                "The addresses of {HOST} do not answer alike. At 192.0.2.1 TLS succeeds, but not everywhere: \
                 192.0.2.2 (It is TlsName)."
            ),
        ),
        (
            &[("2001:db8::1", Some(ConnectRefused)), works],
            "host-family-dead",
            format!("{HOST} does not work over IPv6: 2001:db8::1 (connection refused)."),
        ),
        (
            &[("2001:db8::1", None), ("192.0.2.1", Some(TlsExpired)), ("192.0.2.2", Some(ConnectTimeout))],
            "host-family-dead",
            format!("{HOST} does not work over IPv4: 192.0.2.1 (It is TlsExpired), 192.0.2.2 (no answer)."),
        ),
    ] {
        let report = last(&at(good(), met));
        assert_eq!(saw(&report), [(id, sentence.as_str())]);
        assert_eq!((report.outcome, status(&report, StepId::Fetch)), (Outcome::Protected, StepStatus::Warned));
    }
}

#[test]
fn what_was_not_tested_is_neither_wrong_nor_said_to_be_right() {
    for (class, why) in [(ConnectUnreachable, "no route from here"), (Deadline, "no time was left for it")] {
        let report = last(&at(good(), &[("2001:db8::1", Some(class)), ("192.0.2.1", None)]));
        let sentence = format!("Not every address of `mta-sts.example.com` was tested: 2001:db8::1 ({why}).");
        assert_eq!(saw(&report), [("host-address-untested", sentence.as_str())]);
        assert_eq!(report.outcome, Outcome::Protected);
    }
    // One that failed and one that nobody tested are no broken family.
    let report = last(&at(
        good(),
        &[("2001:db8::1", Some(ConnectRefused)), ("2001:db8::2", Some(ConnectUnreachable)), ("192.0.2.1", None)],
    ));
    assert_eq!(finding_ids(&report), ["host-address-dead", "host-address-untested"]);
}

#[test]
fn an_address_that_was_not_dialled_is_said_to_be_untested() {
    let resolved = |address: &str, refused: Option<&str>| ResolvedAddress {
        address: address.to_owned(),
        refused: refused.map(str::to_owned),
    };
    let addresses = vec![
        resolved("8.8.8.8", None),
        resolved("8.8.4.4", Some("an address of this machine")),
        resolved("9.9.9.9", None),
    ];
    for (handshake, expected) in [
        // A fetcher that tells of none tries no other address once it has a connection.
        (None, vec![]),
        (
            Some(Handshake { failure: None, elapsed_ms: 1 }),
            vec![(
                "host-address-untested",
                "Not every address of `mta-sts.example.com` was tested: 8.8.4.4 (an address of this machine), 9.9.9.9 (too \
                 many to try them all).",
            )],
        ),
    ] {
        let report = last(&with(&[(
            "policy",
            evidence(good(), |seen| {
                seen.resolution.addresses.clone_from(&addresses);
                seen.connections = vec![Connection { handshake, ..connection(&("8.8.8.8", None)) }];
            }),
        )]));
        assert_eq!(saw(&report), expected);
        assert_eq!(report.outcome, Outcome::Protected);
    }
}

#[test]
fn a_fetch_that_failed_says_of_other_addresses_only_that_they_work() {
    let expired = || fetched(Err(TlsExpired));
    for (met, ids) in [
        (&[("192.0.2.1", Some(TlsExpired))][..], &["certificate-expired"][..]),
        (&[("192.0.2.1", Some(TlsExpired)), ("192.0.2.2", Some(ConnectRefused))], &["certificate-expired"]),
        (&[("192.0.2.1", Some(TlsExpired)), ("192.0.2.2", None)], &["host-addresses-differ", "certificate-expired"]),
        (&[("2001:db8::1", Some(TlsExpired)), ("192.0.2.2", None)], &["host-family-dead", "certificate-expired"]),
    ] {
        let report = last(&at(expired(), met));
        assert_eq!(finding_ids(&report), ids);
        assert_eq!(report.outcome, Outcome::PolicyUnavailable);
    }
    let refused = fetched(Err(ConnectRefused));
    let report = last(&at(refused, &[("2001:db8::1", Some(ConnectUnreachable)), ("192.0.2.1", Some(ConnectRefused))]));
    assert_eq!(finding_ids(&report), ["host-address-untested", "host-refuses"]);
    let unreachable = fetched(Err(ConnectUnreachable));
    let report = last(&at(unreachable, &[("2001:db8::1", Some(ConnectUnreachable))]));
    assert_eq!(finding_ids(&report), ["host-unreachable"]);
    // Evidence that does not tell of handshakes: the connection stood, and that is all that is known.
    let untold = |seen: &mut PolicyFetch| {
        let (address, failure) = ("192.0.2.1".to_owned(), None);
        seen.connections = vec![Connection { address, failure, handshake: None, used: false, elapsed_ms: 1 }];
    };
    assert_eq!(finding_ids(&last(&with(&[("policy", evidence(expired(), untold))]))), ["certificate-expired"]);
}

#[test]
fn a_family_whose_lookup_fails_is_a_warning_if_everybody_sees_it() {
    let told = |outcome| FamilyLookup { outcome, detail: None };
    let check = |outcome, aaaa: &str| {
        let seen = evidence(good(), |seen| {
            seen.resolution.a = Some(told(LookupOutcome::Found));
            seen.resolution.aaaa = Some(told(outcome));
        });
        let ids = ["policy-host-aaaa/1", "policy-host-aaaa/2", "policy-host-aaaa/1/cd"];
        let mut world = with(&ids.map(|id| (id, dns(aaaa))));
        world.insert("policy".to_owned(), seen);
        last(&world)
    };
    let (servfail, no_name, no_data) = (r#"{"Status":2}"#, r#"{"Status":3}"#, r#"{"Status":0}"#);
    use LookupOutcome::{NoData, NoName, Servfail, Timeout};
    for (outcome, aaaa, why) in [
        (Servfail, servfail, Some("SERVFAIL")),
        (Timeout, servfail, Some("no answer in time")),
        (NoName, no_name, Some("the name does not exist (NXDOMAIN)")),
        (NoData, no_data, None),
        // The DNS of the place where the fetch was made, alone.
        (Servfail, no_data, None),
        (Timeout, no_data, None),
    ] {
        let report = check(outcome, aaaa);
        let sentence =
            |why| format!("The AAAA lookup of `mta-sts.example.com` fails ({why}), while there are A records.");
        let expected: Vec<String> = why.map(sentence).into_iter().collect();
        let seen: Vec<&str> = saw(&report).into_iter().map(|(_, saw)| saw).collect();
        assert_eq!(seen, expected, "{outcome:?} {aaaa}");
    }
    let both = with(&[("policy-host-aaaa/1", records(Question::PolicyHostAaaa, &["2001:db8::1"]))]);
    assert_eq!(finding_ids(&last(&both)), [""; 0]);
}

fn certificate(subject: &str, issuer: &str) -> Certificate {
    Certificate {
        subject: subject.to_owned(),
        issuer: issuer.to_owned(),
        dns_names: vec!["mta-sts.example.com".to_owned()],
        dns_name_count: 1,
        not_before: 0,
        not_after: 4_000_000_000,
        self_issued: subject == issuer,
        is_ca: Some(false),
        ca_issuers: None,
    }
}

fn showing(answer: Answer, certificates: Vec<Certificate>) -> Report {
    let tls = Some(Tls { version: None, alpn: None, certificates, elapsed_ms: 1 });
    last(&with(&[("policy", evidence(answer, |seen| seen.tls = tls))]))
}

#[test]
fn a_missing_intermediate_and_an_unknown_root_are_told_apart_as_far_as_they_can_be() {
    let leaf = || certificate("CN=leaf", "CN=middle");
    let published = || Certificate { ca_issuers: Some("http://ca.example/m.cer".to_owned()), ..leaf() };
    let unknown = || Certificate { is_ca: None, ..leaf() };
    let (middle, root) = (certificate("CN=middle", "CN=root"), certificate("CN=root", "CN=root"));
    let untrusted = || fetched(Err(TlsUntrusted));
    for (chain, id, words) in [
        (vec![published()], "certificate-chain-incomplete", "only its own certificate, issued by “CN=middle”"),
        (vec![published()], "certificate-chain-incomplete", "most likely an intermediate certificate is missing (its"),
        (vec![unknown()], "certificate-chain-incomplete", "most likely an intermediate certificate is missing."),
        (vec![leaf()], "certificate-chain-incomplete", "or the authority is not a public one."),
        (vec![leaf(), root.clone()], "certificate-chain-incomplete", "sends no certificate of the issuer with its own"),
        (vec![leaf(), middle.clone()], "certificate-untrusted", "lead to “CN=root”: either another intermediate"),
        (vec![leaf(), middle.clone(), root.clone()], "certificate-untrusted", "to “CN=root”, which is its own issuer"),
        (vec![leaf(), root, middle], "certificate-untrusted", "to “CN=root”, which is its own issuer"),
        (vec![], "certificate-untrusted", "it failed."),
        // Two that issue each other lead nowhere, and end.
        (vec![leaf(), certificate("CN=middle", "CN=leaf")], "certificate-untrusted", "either another"),
    ] {
        let report = showing(untrusted(), chain);
        let [(seen, sentence)] = saw(&report)[..] else { panic!("{report}") };
        assert_eq!(seen, id);
        assert!(sentence.contains(words), "{sentence}");
    }
}

#[test]
fn the_order_of_the_chain_is_worth_a_note() {
    let leaf = || certificate("CN=leaf", "CN=middle");
    let (middle, root) = (certificate("CN=middle", "CN=root"), certificate("CN=root", "CN=root"));
    for chain in [vec![leaf()], vec![leaf(), middle.clone()], vec![leaf(), middle.clone(), root.clone()]] {
        assert_eq!(saw(&showing(good(), chain)), []);
    }
    let report = showing(good(), vec![leaf(), root, middle]);
    let sentence = "`mta-sts.example.com` sends its certificates out of order: after “CN=leaf” stands “CN=root”, where its \
                    issuer “CN=middle” belongs.";
    assert_eq!(saw(&report), [("certificate-chain-order", sentence)]);
    assert_eq!(status(&report, StepId::Fetch), StepStatus::Passed);
}

#[test]
fn a_body_that_was_decoded_is_judged_and_one_that_was_not_is_not() {
    use StepStatus::{Failed, Inconclusive, Passed, Skipped, Warned};
    let encoded = [("content-type", "text/plain"), ("content-encoding", "gzip")];
    for (decoding, finding, steps) in [
        (Some(Decoding::Done), "content-decoded", [Warned, Passed]),
        (Some(Decoding::Unsupported), "content-encoded", [Warned, Inconclusive]),
        (Some(Decoding::Broken), "content-encoded", [Warned, Inconclusive]),
        (None, "content-encoded", [Warned, Inconclusive]),
        (Some(Decoding::TooLarge), "body-too-large", [Failed, Skipped]),
    ] {
        let answer = evidence(served(200, &encoded, POLICY), |seen| {
            let response = seen.response.as_mut().unwrap();
            (response.decoding, response.truncated) = (decoding, decoding == Some(Decoding::TooLarge));
        });
        let report = last(&with(&[("policy", answer)]));
        assert_eq!(finding_ids(&report), [finding], "{decoding:?}");
        let seen = [StepId::Fetch, StepId::Policy].map(|id| status(&report, id));
        assert_eq!(seen, steps, "{decoding:?}");
        assert_eq!(report.readings.is_empty(), !matches!(decoding, Some(Decoding::Done)), "{decoding:?}");
    }
}
