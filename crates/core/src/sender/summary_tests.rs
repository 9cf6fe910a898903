//! The sentence for every state of a domain.

use super::outlook::PreviousPolicy;
use super::outlook_tests::{DAY, earlier, seen_from};
use crate::Question;
use crate::check_tests::{
    NOW, POLICY, World, delegated, dns, fetched, healthy, lost, no_policy_host, no_sts_record, records, served, with,
};
use crate::policy::Mode;

#[test]
fn every_state_has_its_sentence() {
    let gone = || fetched(Ok((404, "")));
    let enforce = |mx| Some(earlier(Mode::Enforce, 50 * DAY, mx));
    let was = || enforce(Some("*.mail.example.com"));
    let policy = |from: &str, to: &str| ("policy", fetched(Ok((200, &POLICY.replace(from, to)))));
    let mx = |hosts: &[&str]| ("mx/1", records(Question::Mx, hosts));
    let servfail = || dns(r#"{"Status":2}"#);
    let cases: Vec<(&str, World, Option<PreviousPolicy>, &str)> = vec![
        (
            "healthy enforce",
            healthy(),
            None,
            "Mail arrives over TLS at verified servers, provided that their certificates are good; if not, it waits. A sender that fetches your policy now enforces it until 22 January 2027.",
        ),
        (
            "testing",
            with(&[policy("enforce", "testing")]),
            None,
            "Mail flows unprotected: your policy asks for reports only. A sender that fetches it now keeps it until 22 January 2027.",
        ),
        (
            "testing unheard",
            with(&[policy("enforce", "testing"), ("tlsrpt-record/1", dns(r#"{"Status":0}"#))]),
            None,
            "Mail flows unprotected: your policy asks for reports only, and no TLSRPT record says where they go. A sender that fetches it now keeps it until 22 January 2027.",
        ),
        (
            "none",
            with(&[policy("enforce", "none")]),
            None,
            "Mail flows unprotected: your policy says mode none. A sender that fetches it now keeps it until 22 January 2027.",
        ),
        (
            "none after enforce",
            with(&[policy("enforce", "none")]),
            was(),
            "Mail flows unprotected: your policy says mode none. A sender that fetches it now keeps it until 22 January 2027. Senders that hold your earlier policy (mode enforce) enforce it until they see the new id, at the latest until 1 March 2027.",
        ),
        (
            "404",
            with(&[("policy", gone())]),
            None,
            "New senders deliver unprotected: the record announces a policy that senders cannot fetch. Senders that hold an earlier one go by it until it expires, at the latest on 15 January 2028.",
        ),
        (
            "404 after enforce",
            with(&[("policy", gone())]),
            was(),
            "Mail still flows. Senders that fetched your policy up to 10 January 2027 keep enforcing it until at the latest 1 March 2027; new senders are unprotected now.",
        ),
        (
            "404 after enforce, list unknown",
            with(&[("policy", gone())]),
            enforce(None),
            "Mail still flows if your mail servers are those of your earlier policy. Senders that fetched your policy up to 10 January 2027 keep enforcing it until at the latest 1 March 2027; new senders are unprotected now.",
        ),
        (
            "404 after enforce, other mx",
            with(&[("policy", gone())]),
            enforce(Some("old.example.com")),
            "Mail waits and then bounces at senders that fetched your policy up to 10 January 2027: they enforce it until at the latest 1 March 2027, and it names none of your mail servers. Meanwhile new senders are unprotected.",
        ),
        (
            "404 after enforce, one mx",
            with(&[("policy", gone())]),
            enforce(Some("mx1.mail.example.com")),
            "Mail still flows, but senders that fetched your policy up to 10 January 2027 do not use mx2.mail.example.com, which it does not name. They keep enforcing it until at the latest 1 March 2027; new senders are unprotected now.",
        ),
        (
            "404 after enforce, unknown when",
            with(&[("policy", gone())]),
            was().map(|p| PreviousPolicy { last_served_at: None, ..p }),
            "Mail still flows. Senders that fetched your policy before now keep enforcing it until at the latest 6 March 2027; new senders are unprotected now.",
        ),
        (
            "404 after testing",
            with(&[("policy", gone())]),
            Some(earlier(Mode::Testing, 50 * DAY, None)),
            "Mail flows unprotected: senders that fetched your policy up to 10 January 2027 hold one of mode testing until at the latest 1 March 2027, and new senders find none.",
        ),
        (
            "404 after none",
            with(&[("policy", gone())]),
            Some(earlier(Mode::None, 50 * DAY, None)),
            "Mail flows unprotected: senders that fetched your policy up to 10 January 2027 hold one of mode none until at the latest 1 March 2027, and new senders find none.",
        ),
        (
            "404 expired",
            with(&[("policy", gone())]),
            Some(earlier(Mode::Enforce, DAY, None)),
            "Mail flows unprotected. Your earlier policy expired on 11 January 2027, and the record announces a policy that senders cannot fetch.",
        ),
        (
            "record gone after enforce",
            with(&[no_sts_record(), ("policy", gone())]),
            was(),
            "Mail still flows. Senders that fetched your policy up to 10 January 2027 keep enforcing it until at the latest 1 March 2027; new senders are unprotected now.",
        ),
        (
            "record gone, expired",
            with(&[no_sts_record(), ("policy", gone())]),
            Some(earlier(Mode::Enforce, DAY, None)),
            "Mail flows unprotected. Your earlier policy expired on 11 January 2027, and no record announces a policy.",
        ),
        (
            "absent",
            with(&[&no_policy_host()[..], &[no_sts_record()]].concat()),
            None,
            "New senders deliver unprotected: no record announces a policy. Senders that hold an earlier one, if there are any, go by it until it expires, at the latest on 15 January 2028.",
        ),
        (
            "undiscovered",
            with(&[no_sts_record()]),
            None,
            "New senders deliver unprotected: no record announces a policy. Senders that fetched your policy before, if there are any, keep enforcing it until at the latest 22 January 2027.",
        ),
        (
            "none matches",
            with(&[mx(&["10 mx.other.example"])]),
            None,
            "Mail waits and then bounces at every sender that follows your policy: it names none of your mail servers. A sender that fetches your policy now enforces it until 22 January 2027.",
        ),
        (
            "moved, enforce earlier",
            with(&[mx(&["10 mx1.mail.example.com"])]),
            enforce(Some("old.example.com")),
            "Mail arrives over TLS at verified servers, provided that their certificates are good; if not, it waits. A sender that fetches your policy now enforces it until 22 January 2027. Senders that hold your earlier policy (mode enforce) hold mail back, because it names none of your mail servers, until they see the new id, at the latest until 1 March 2027.",
        ),
        (
            "one outside",
            with(&[mx(&["10 mx1.mail.example.com", "10 mx.other.example"])]),
            None,
            "Mail arrives over TLS at verified servers, provided that their certificates are good; if not, it waits. Nothing goes to mx.other.example, which your policy does not name. A sender that fetches your policy now enforces it until 22 January 2027.",
        ),
        (
            "backup outside",
            with(&[mx(&["10 mx1.mail.example.com", "20 mx.other.example"])]),
            None,
            "Mail arrives over TLS at verified servers, provided that their certificates are good; if not, it waits. It waits, too, while only mx.other.example can be reached, which your policy does not name. A sender that fetches your policy now enforces it until 22 January 2027.",
        ),
        (
            "two records",
            with(&[("sts-record/1", records(Question::StsRecord, &["v=STSv1; id=1", "v=STSv1; id=2"]))]),
            None,
            "New senders deliver unprotected: several records count as none. Senders that fetched your policy before keep enforcing it until at the latest 22 January 2027.",
        ),
        (
            "unusable record, 404",
            with(&[("sts-record/1", records(Question::StsRecord, &["v=STSv1; id=a-b"])), ("policy", gone())]),
            None,
            "New senders deliver unprotected: a record that cannot be used counts as none. Senders that hold an earlier one go by it until it expires, at the latest on 15 January 2028.",
        ),
        (
            "policy invalid",
            with(&[policy("mode", "mood")]),
            None,
            "New senders deliver unprotected: the record announces a policy that senders cannot use. Senders that hold an earlier one go by it until it expires, at the latest on 15 January 2028.",
        ),
        (
            "delegation",
            with(&[&no_policy_host()[..], &[("sts-record/1", delegated("v=STSv1; id=1"))]].concat()),
            None,
            "New senders deliver unprotected: the record announces a policy that senders cannot fetch. Senders that hold an earlier one go by it until it expires, at the latest on 15 January 2028.",
        ),
        (
            "senders differ",
            with(&[("policy", served(200, &[], POLICY))]),
            None,
            "Senders disagree: those that use your policy keep it until 22 January 2027, the others deliver unprotected. The response has no Content-Type.",
        ),
        (
            "null mx",
            with(&[mx(&["0 ."])]),
            None,
            "No mail comes: your domain says that it takes none (null MX), so a policy changes nothing.",
        ),
        (
            "no server",
            with(&[("mx/1", dns(r#"{"Status":0}"#))]),
            None,
            "No mail comes: your domain has neither MX nor address records.",
        ),
        ("no domain", with(&[("mx/1", dns(r#"{"Status":3}"#))]), None, "No mail comes: the domain does not exist."),
        (
            "dns failure",
            with(&[("sts-record/1", lost()), ("sts-record/2", lost())]),
            None,
            "What senders do is not known. The MTA-STS record could not be looked up: Cloudflare could not be reached (blocked, or no network); Google could not be reached (blocked, or no network). This says nothing about your domain.",
        ),
        (
            "dns failure after enforce",
            with(&[("sts-record/1", lost()), ("sts-record/2", lost())]),
            was(),
            "What senders do is not known. The MTA-STS record could not be looked up: Cloudflare could not be reached (blocked, or no network); Google could not be reached (blocked, or no network). This says nothing about your domain. A sender that holds your earlier policy (mode enforce) goes by it until at the latest 1 March 2027, unless it has found a newer one.",
        ),
        (
            "no helper",
            with(&[("policy", lost())]),
            None,
            "What senders do is not known. The policy file could not be looked at from here: the helper could not be reached (blocked, or no network). This says nothing about your domain.",
        ),
        (
            "no helper after enforce",
            with(&[("policy", lost())]),
            was(),
            "What senders do is not known. The policy file could not be looked at from here: the helper could not be reached (blocked, or no network). This says nothing about your domain. A sender that holds your earlier policy (mode enforce) goes by it until at the latest 1 March 2027, unless it has found a newer one.",
        ),
        (
            "mx unknown",
            with(&[("mx/1", lost()), ("mx/2", lost())]),
            None,
            "What senders do is not known. The MX records could not be looked up: Cloudflare could not be reached (blocked, or no network); Google could not be reached (blocked, or no network). This says nothing about your domain.",
        ),
        (
            "dnssec record",
            with(&[
                ("sts-record/1", servfail()),
                ("sts-record/2", servfail()),
                ("sts-record/1/cd", records(Question::StsRecord, &["v=STSv1; id=1"])),
            ]),
            None,
            "New senders deliver unprotected: DNSSEC validation fails for the record. Senders that fetched your policy before keep enforcing it until at the latest 22 January 2027.",
        ),
        (
            "dnssec record after enforce",
            with(&[
                ("sts-record/1", servfail()),
                ("sts-record/2", servfail()),
                ("sts-record/1/cd", records(Question::StsRecord, &["v=STSv1; id=1"])),
            ]),
            was(),
            "Mail still flows. Senders that fetched your policy up to 10 January 2027 keep enforcing it until at the latest 1 March 2027; new senders behind a validating resolver are unprotected now.",
        ),
        (
            "dnssec mx",
            with(&[
                ("mx/1", servfail()),
                ("mx/2", servfail()),
                ("mx/1/cd", records(Question::Mx, &["10 mx1.mail.example.com"])),
            ]),
            None,
            "DNSSEC validation fails for your MX records: mail from senders behind a validating resolver waits and then bounces, because they cannot look up where it goes.",
        ),
    ];
    for (state, world, previous, expected) in cases {
        assert_eq!(seen_from(&world, previous.as_ref(), NOW).summary, expected, "{state}");
    }
}
