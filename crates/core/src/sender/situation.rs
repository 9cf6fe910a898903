//! What of the observations decides what senders do: what senders meet, or why nobody has seen it.
//!
//! Nothing is judged here a second time: record, fetch and text are as the steps of a check judge them.

use super::message::Route;
use super::policy_in_force::{Decision, FetchResult, RecordState, Situation, policy_in_force};
use crate::confirmation::Confirmation;
use crate::evidence::FailureClass;
use crate::finding::{Finding, ResultType, Severity, mx as mx_rules};
use crate::lookup::{Lookup, LookupState};
use crate::observe::{FetchState, Observations, RecordObservation, Routing, TxtRole};
use crate::policy::{Mode, Policy};
use crate::report::{Step, StepId, StepStatus};
use crate::text::Validity;

/// Something that senders meet too.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Looked<T> {
    /// It was seen.
    Seen(T),
    /// The answer is still to come.
    Open,
    /// Nobody could look: why, as a sentence.
    NotSeen(String),
}

/// Whether senders know where to send TLS reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reports {
    Wanted,
    NoRecord,
    NotSeen,
}

/// What a sender without a policy in its cache comes to.
#[derive(Clone, Debug)]
pub(crate) enum Found<'s> {
    /// A policy that it fetches and goes by.
    Policy(&'s Policy),
    /// None.
    Nothing(Decision),
    /// Nobody can tell: why, as a sentence.
    NotKnown(String),
}

/// What senders meet.
#[derive(Debug)]
pub(crate) struct Sight<'s> {
    pub(crate) seen: &'s Observations,
    pub(crate) now: u64,
    pub(crate) record: Looked<RecordState>,
    pub(crate) fetch: Looked<Result<&'s Policy, ResultType>>,
    /// The policy that is in `fetch` was given as a text: nobody has seen whether it is served.
    pub(crate) is_given: bool,
    pub(crate) route: Looked<Route>,
    /// No mail server has an address on the Internet.
    pub(crate) is_unreachable: bool,
    /// Why some senders refuse the record or the policy, as a sentence.
    pub(crate) refused_by_some: Option<String>,
    pub(crate) reports: Reports,
}

const STILL_OPEN: &str = "Not all answers are in yet.";

const GIVEN_UNUSABLE: &str =
    "Senders cannot use the policy text that was given, and nobody has seen whether your policy host serves it.";

impl<'s> Sight<'s> {
    pub(crate) fn new(seen: &'s Observations, steps: &[Step], now: u64) -> Self {
        let has = |rule: &str| steps.iter().flat_map(|step| &step.findings).any(|finding| finding.id == rule);
        Self {
            seen,
            now,
            record: record(&seen.record),
            fetch: fetch(seen, steps),
            is_given: seen.fetch.state == FetchState::Given,
            route: route(seen),
            is_unreachable: has(mx_rules::MX_UNREACHABLE.id),
            refused_by_some: refused_by_some(seen, steps),
            reports: match seen.tlsrpt.lookup.state {
                LookupState::Pending | LookupState::Failed | LookupState::Bogus => Reports::NotSeen,
                _ if seen.tlsrpt.record.is_some() => Reports::Wanted,
                _ => Reports::NoRecord,
            },
        }
    }

    /// What a sender with nothing in its cache comes to.
    pub(crate) fn found(&self) -> Found<'s> {
        let record = match &self.record {
            Looked::Seen(record) => *record,
            Looked::Open => return Found::NotKnown(STILL_OPEN.to_owned()),
            Looked::NotSeen(why) => return Found::NotKnown(why.clone()),
        };
        let decide =
            |fetch| policy_in_force(Situation { cached: None, record, is_new_id: false, fetch, is_refresh: false });
        match (record, &self.fetch) {
            (RecordState::Valid, Looked::Seen(Ok(policy))) => Found::Policy(policy),
            (RecordState::Valid, Looked::Seen(Err(why))) => Found::Nothing(decide(FetchResult::Failed(*why))),
            (RecordState::Valid, Looked::Open) => Found::NotKnown(STILL_OPEN.to_owned()),
            (RecordState::Valid, Looked::NotSeen(why)) => Found::NotKnown(why.clone()),
            // No fetch is made.
            (_, _) => Found::Nothing(decide(FetchResult::Unfinished)),
        }
    }

    /// A policy that can be fetched, whether or not a record announces it.
    pub(crate) fn served(&self) -> Option<&'s Policy> {
        match &self.fetch {
            Looked::Seen(Ok(policy)) => Some(policy),
            _ => None,
        }
    }

    /// Why nobody can tell where mail goes, as a sentence.
    pub(crate) fn route_not_seen(&self) -> Option<&str> {
        match &self.route {
            Looked::Seen(_) => None,
            Looked::Open => Some(STILL_OPEN),
            Looked::NotSeen(why) => Some(why),
        }
    }

    /// How long resolvers may keep the record, in seconds.
    pub(crate) fn record_ttl(&self) -> Option<u64> {
        self.seen.record.lookup.records.iter().filter_map(|record| record.ttl).max()
    }
}

fn record(seen: &RecordObservation) -> Looked<RecordState> {
    match seen.lookup.state {
        LookupState::Pending => Looked::Open,
        LookupState::Failed => Looked::NotSeen(lookup_failed("The MTA-STS record", &seen.lookup)),
        // Senders behind a validating resolver are told SERVFAIL.
        LookupState::Bogus => Looked::Seen(RecordState::LookupFails),
        LookupState::Found | LookupState::NoData | LookupState::NoName => {
            let count = seen.texts.iter().filter(|text| text.role == TxtRole::Candidate).count();
            Looked::Seen(match (count, &seen.record) {
                (0, _) => RecordState::Absent,
                (1, Some(_)) => RecordState::Valid,
                (1, None) => RecordState::Unusable,
                _ => RecordState::Several,
            })
        }
    }
}

fn fetch<'s>(seen: &'s Observations, steps: &[Step]) -> Looked<Result<&'s Policy, ResultType>> {
    let step = |id: StepId| steps.iter().find(|step| step.id == id);
    let status = |id: StepId| step(id).map_or(StepStatus::Pending, |step| step.status);
    let why = |id: StepId| {
        step(id).map(|step| worst(step).map_or(&step.summary, |finding| &finding.saw).clone()).unwrap_or_default()
    };
    let policy = seen.policy.as_ref().and_then(|text| text.policy.as_ref());
    match status(StepId::Fetch) {
        StepStatus::Pending => Looked::Open,
        StepStatus::Inconclusive | StepStatus::Skipped if seen.fetch.state == FetchState::Given => match policy {
            Some(policy) => Looked::Seen(Ok(policy)),
            None => Looked::NotSeen(GIVEN_UNUSABLE.to_owned()),
        },
        StepStatus::Inconclusive => {
            Looked::NotSeen(format!("{} This says nothing about your domain.", why(StepId::Fetch)))
        }
        StepStatus::Failed => {
            let result = step(StepId::Fetch).and_then(worst).and_then(|finding| finding.result_type);
            Looked::Seen(Err(result.unwrap_or(ResultType::StsPolicyFetchError)))
        }
        StepStatus::Passed | StepStatus::Warned if status(StepId::Policy) == StepStatus::Inconclusive => {
            Looked::NotSeen(why(StepId::Fetch))
        }
        StepStatus::Passed | StepStatus::Warned => Looked::Seen(policy.ok_or(ResultType::StsPolicyInvalid)),
        StepStatus::Skipped => unjudged(seen),
    }
}

/// The fetch where no record leads to it: it counts for those who renew what they hold.
fn unjudged(seen: &Observations) -> Looked<Result<&Policy, ResultType>> {
    if let Some(text) = &seen.policy {
        return Looked::Seen(text.policy.as_ref().ok_or(ResultType::StsPolicyInvalid));
    }
    let Some(evidence) = &seen.fetch.evidence else {
        return match &seen.fetch.problem {
            Some(_) if seen.fetch.has_no_address() => Looked::Seen(Err(ResultType::StsPolicyFetchError)),
            Some(problem) => Looked::NotSeen(format!("The policy file could not be looked at: {problem}.")),
            None => Looked::Open,
        };
    };
    let class = evidence.failure.as_ref().map(|failure| failure.class);
    match class.map(|class| Confirmation::of(&seen.fetch, class)) {
        Some(Confirmation::Pending) => return Looked::Open,
        Some(Confirmation::Lacking(what)) => {
            return Looked::NotSeen(format!("The policy host could not be looked up: {what}."));
        }
        Some(Confirmation::Given) | None => {}
    }
    if let Some(failure) = evidence.failure.as_ref().filter(|failure| failure.class.is_local()) {
        let why = crate::text::show(failure.detail.trim_end_matches('.').as_bytes());
        return Looked::NotSeen(format!("The policy file could not be looked at: {why}."));
    }
    Looked::Seen(Err(match class {
        Some(
            FailureClass::TlsVersion
            | FailureClass::TlsName
            | FailureClass::TlsExpired
            | FailureClass::TlsNotYetValid
            | FailureClass::TlsSelfSigned
            | FailureClass::TlsUntrusted,
        ) => ResultType::StsWebpkiInvalid,
        _ => ResultType::StsPolicyFetchError,
    }))
}

fn route(seen: &Observations) -> Looked<Route> {
    let own = seen.mx.own_addresses.iter().find(|lookup| lookup.state == LookupState::Failed);
    match seen.mx.routing {
        Routing::Pending => Looked::Open,
        Routing::Unknown if seen.mx.lookup.state == LookupState::Bogus => Looked::Seen(Route::LookupFails),
        Routing::Unknown => Looked::NotSeen(match own {
            Some(own) => lookup_failed("The addresses of the domain, which has no MX record,", own),
            None => lookup_failed("The MX records", &seen.mx.lookup),
        }), // RFC 7505 §3 wants it alone and with preference 0.
        Routing::MxRecords if seen.mx.hosts.iter().all(|host| host.host.is_root()) => Looked::NotSeen(
            "The only mail server is `.`, but this is no proper null MX: senders differ in what they make of it."
                .to_owned(),
        ),
        Routing::MxRecords | Routing::Implicit => Looked::Seen(Route::Servers),
        Routing::NullMx => Looked::Seen(Route::NullMx),
        Routing::NoServer | Routing::NoDomain => Looked::Seen(Route::NoServer),
    }
}

fn lookup_failed(what: &str, lookup: &Lookup) -> String {
    format!("{what} could not be looked up: {}. This says nothing about your domain.", lookup.failure_words())
}

/// The finding that weighs most; the first, if there are several.
pub(crate) fn worst(step: &Step) -> Option<&Finding> {
    let worst = step.findings.iter().map(|finding| finding.severity).max()?;
    step.findings.iter().find(|finding| finding.severity == worst)
}

/// As the verdict does, except that a policy of mode none protects nothing whoever uses it.
fn refused_by_some(seen: &Observations, steps: &[Step]) -> Option<String> {
    let text = seen.policy.as_ref()?;
    if text.policy.as_ref()?.mode == Mode::None {
        return None;
    }
    let places = [
        (StepId::Record, seen.record.validity == Some(Validity::SendersDiffer)),
        (StepId::Fetch, true),
        (StepId::Policy, text.validity == Validity::SendersDiffer),
    ];
    places.into_iter().filter(|(_, differs)| *differs).find_map(|(id, _)| {
        let step = steps.iter().find(|step| step.id == id)?;
        let differs = |finding: &&Finding| finding.senders_differ && finding.severity > Severity::Note;
        step.findings.iter().find(differs).map(|finding| finding.saw.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::super::outlook::{MailOutcome, Outlook};
    use super::super::outlook_tests::{DAY, earlier, seen_from};
    use crate::Question;
    use crate::check_tests::{NOW, POLICY, World, dns, fetched, lost, no_sts_record, records, served, with};
    use crate::finding::ResultType;
    use crate::policy::Mode;

    fn of(world: &World) -> Outlook {
        seen_from(world, None, NOW)
    }

    fn of_first(outlook: &Outlook) -> (MailOutcome, &str) {
        let message = &outlook.senders[0].message;
        (message.outcome, &message.sentence)
    }

    #[test]
    fn a_body_that_cannot_be_read_leaves_open_what_senders_do() {
        let compressed = served(200, &[("content-type", "text/plain"), ("content-encoding", "gzip")], "\u{1f}garbage");
        let outlook = of(&with(&[("policy", compressed)]));
        assert_eq!(of_first(&outlook).0, MailOutcome::NotKnown, "{}", outlook.summary);
    }

    #[test]
    fn without_a_record_a_host_without_address_is_a_failed_fetch_and_a_helper_out_of_reach_is_not() {
        let previous = earlier(Mode::Enforce, 50 * DAY, Some("*.mail.example.com"));
        let nowhere = || dns(r#"{"Status":3}"#);
        let report = |changes: &[(&str, crate::Answer)]| {
            let outlook = seen_from(&with(changes), Some(&previous), NOW);
            outlook.senders[1].message.report.result_type
        };
        let no_address =
            [no_sts_record(), ("policy", lost()), ("policy-host-a/1", nowhere()), ("policy-host-aaaa/1", nowhere())];
        assert_eq!(report(&no_address), Some(ResultType::StsPolicyFetchError));
        assert_eq!(report(&[no_sts_record(), ("policy", lost())]), None);
        let expired = fetched(Err(crate::evidence::FailureClass::TlsExpired));
        assert_eq!(report(&[no_sts_record(), ("policy", expired)]), Some(ResultType::StsWebpkiInvalid));
    }

    #[test]
    fn the_lookup_that_failed_is_the_one_that_is_named() {
        let lost_address =
            [("mx/1", dns(r#"{"Status":0}"#)), ("implicit-mx-aaaa/1", lost()), ("implicit-mx-aaaa/2", lost())];
        let outlook = of(&with(&lost_address));
        let (outcome, sentence) = of_first(&outlook);
        assert_eq!(outcome, MailOutcome::NotKnown);
        let named = "The addresses of the domain, which has no MX record, could not be looked up: ";
        assert!(sentence.contains(&format!("{named}Cloudflare could not be reached")), "{sentence}");

        let outlook = of(&with(&[("mx/1", lost()), ("mx/2", lost())]));
        let sentence = of_first(&outlook).1;
        assert!(sentence.contains("The MX records could not be looked up: "), "{sentence}");
    }

    #[test]
    fn a_root_exchange_that_is_no_null_mx_leaves_open_where_mail_goes() {
        let outlook = of(&with(&[("mx/1", records(Question::Mx, &["10 ."]))]));
        let (outcome, sentence) = of_first(&outlook);
        assert_eq!(outcome, MailOutcome::NotKnown);
        assert!(sentence.contains("this is no proper null MX"), "{sentence}");
        let beside = of(&with(&[("mx/1", records(Question::Mx, &["10 mx1.mail.example.com", "20 ."]))]));
        assert_eq!(of_first(&beside).0, MailOutcome::DeliveredVerified);
    }

    #[test]
    fn senders_disagree_where_some_refuse_and_only_there() {
        let binary = |policy: &str| served(200, &[("content-type", "application/octet-stream")], policy);
        let disagree = |changes: &[(&str, crate::Answer)]| {
            of_first(&of(&with(changes))).1.starts_with("Senders disagree: those that refuse the policy")
        };
        assert!(disagree(&[("policy", binary(POLICY))]));
        let blank_line = POLICY.replace("mode", "\nmode");
        assert!(disagree(&[("policy", fetched(Ok((200, &blank_line))))]));
        // A policy that asks for nothing can be refused without harm.
        assert!(!disagree(&[("policy", binary(&POLICY.replace("enforce", "none")))]));
        // A warning that all senders pass over.
        assert!(!disagree(&[
            ("policy-host-a/1", dns(r#"{"Status":0}"#)),
            ("policy-host-aaaa/1", records(Question::PolicyHostAaaa, &["2001:db8::1"])),
        ]));
        assert!(disagree(&[("sts-record/1", records(Question::StsRecord, &["v=STSv1 ; id=1"]))]));
    }
}
