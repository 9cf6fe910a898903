//! What holds for every input, good or bad.

use mta_sts::finding::{Finding, Rule, Severity, all_rules};
use mta_sts::observe::{FetchState, Observations, Routing};
use mta_sts::policy::Mode;
use mta_sts::report::{Step, StepStatus};
use mta_sts::sender::named::{Profile, Reading, SenderVerdict, Served, read_by_all};
use mta_sts::text::{Locator, Span, Violations, is_visible};
use mta_sts::{HostName, Outcome, Report};

/// Text that people see holds nothing that hides or reorders its neighbours.
pub(crate) fn assert_visible(text: &str) {
    // Nearly all of it is plain ASCII, and a fuzzer lives from its speed.
    if text.bytes().all(|octet| matches!(octet, b' '..=b'~')) {
        return;
    }
    if let Some(hidden) = text.chars().find(|ch| !is_visible(*ch)) {
        panic!("{hidden:?} is not visible in {text:?}");
    }
}

/// Every violation lies inside its input, and no more are kept than promised.
pub(crate) fn assert_spans(violations: &Violations, input: &[u8]) {
    assert!(violations.iter().len() <= Violations::MAX);
    for violation in violations.iter() {
        let Span { start, end } = violation.span;
        assert!(start <= end && end <= input.len(), "{start}..{end} of {}: {violation:?}", input.len());
    }
}

/// Sentences without hidden characters and unfilled placeholders. `source` is what the values in them come from: where
/// it writes a placeholder itself, there is no telling.
pub(crate) fn assert_findings<'f>(findings: impl IntoIterator<Item = &'f Finding>, source: &[u8]) {
    let writes = |text: &str| source.windows(text.len()).any(|window| window == text.as_bytes());
    for finding in findings {
        let rule = all_rules().find(|rule| rule.id == finding.id).expect("a finding without a rule");
        assert_eq!(finding.severity, rule.severity);
        for sentence in [&finding.saw, &finding.consequence, &finding.fix] {
            assert_visible(sentence);
            for placeholder in placeholders(rule) {
                let is_left = sentence.contains(placeholder) && !writes(placeholder) && !writes("\\");
                assert!(!is_left, "{placeholder} is left in {sentence:?} of {}", finding.id);
            }
        }
        if let Some(location) = &finding.location {
            assert_visible(&location.text);
        }
    }
}

/// `{seen}` and the like in a rule's sentences.
fn placeholders(rule: &Rule) -> impl Iterator<Item = &'static str> {
    [rule.saw, rule.consequence, rule.fix].into_iter().flat_map(|sentence| {
        sentence.match_indices('{').filter_map(|(start, _)| {
            let rest = sentence.get(start..)?;
            rest.get(..=rest.find('}')?)
        })
    })
}

/// Every place lies inside the text and is what reading the text from its start gives.
pub(crate) fn assert_locations<'f>(findings: impl IntoIterator<Item = &'f Finding>, text: &[u8]) {
    for location in findings.into_iter().filter_map(|finding| finding.location.as_ref()) {
        assert!(location.byte_start <= location.byte_end && location.byte_end <= text.len(), "{location:?}");
        let afresh = Locator::new(text).locate(Span::new(location.byte_start, location.byte_end));
        assert_eq!(*location, afresh);
    }
}

/// A report agrees with itself. `source` is all that the answers hold.
pub(crate) fn assert_report(report: &Report, source: &[u8]) {
    let findings = || report.steps.iter().flat_map(|step| &step.findings);
    assert_findings(findings(), source);
    assert_visible(&report.verdict);
    report.to_string().split('\n').for_each(assert_visible);
    for step in &report.steps {
        assert_visible(&step.summary);
        assert_status(step);
    }
    assert_observed(&report.observed);
    let grave = |severity| findings().find(|finding| finding.severity == severity);
    assert_eq!(report.do_first.as_ref(), grave(Severity::Error).or_else(|| grave(Severity::Warning)));
    if report.is_complete {
        assert!(report.steps.iter().all(|step| step.status != StepStatus::Pending), "{report}");
        assert!(report.outcome != Outcome::Pending, "{report}");
    }
    if report.outcome == Outcome::Protected {
        assert_protected(&report.observed);
        let is_right = |step: &Step| matches!(step.status, StepStatus::Passed | StepStatus::Warned);
        // The reports' record decides nothing about protection, but it has to be seen.
        let (reports, deciding) = report.steps.split_last().expect("no steps");
        assert!(deciding.iter().all(is_right), "{report}");
        assert!(!matches!(reports.status, StepStatus::Pending | StepStatus::Inconclusive), "{report}");
    }
}

/// What was seen in DNS is shown as people can read it.
fn assert_observed(seen: &Observations) {
    let lookups = [&seen.record.lookup, &seen.fetch.ipv4, &seen.fetch.ipv6, &seen.mx.lookup, &seen.tlsrpt.lookup];
    for lookup in lookups.into_iter().chain(&seen.mx.own_addresses) {
        lookup.comment.iter().for_each(|comment| assert_visible(comment));
        lookup.tries.iter().for_each(|tried| assert_visible(&tried.result));
        lookup.records.iter().for_each(|record| assert_visible(&record.raw));
        for alias in &lookup.aliases {
            assert_visible(&alias.name);
            assert_visible(&alias.target);
        }
    }
    seen.record.texts.iter().chain(&seen.tlsrpt.texts).for_each(|text| assert_visible(&text.text));
    seen.policy.iter().flat_map(|policy| &policy.lines).for_each(|line| assert_visible(line));
    seen.mx.hosts.iter().for_each(|host| assert_visible(&host.host.to_string()));
}

/// A step is as grave as its findings.
fn assert_status(step: &Step) {
    let worst = step.findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Note);
    match step.status {
        StepStatus::Passed => assert_eq!(worst, Severity::Note, "{step:?}"),
        StepStatus::Warned => assert_eq!(worst, Severity::Warning, "{step:?}"),
        StepStatus::Failed => assert_eq!(worst, Severity::Error, "{step:?}"),
        StepStatus::Inconclusive => assert!(!step.findings.is_empty() || !step.summary.is_empty(), "{step:?}"),
        StepStatus::Pending | StepStatus::Skipped => {}
    }
}

/// "Protected" is said only of what was seen: a record, a policy in mode enforce from a fetch that ended well, and a mail
/// server that it names.
fn assert_protected(seen: &Observations) {
    assert!(seen.record.record.is_some() && !seen.record.lookup.records.is_empty());
    assert_eq!(seen.fetch.state, FetchState::Seen);
    let evidence = seen.fetch.evidence.as_ref().expect("no evidence");
    let response = evidence.response.as_ref().expect("no response");
    assert!(evidence.failure.is_none() && response.status == 200 && !response.truncated);
    let policy = seen.policy.as_ref().and_then(|seen| seen.policy.as_ref()).expect("no policy");
    assert_eq!(policy.mode, Mode::Enforce);
    assert!(matches!(seen.mx.routing, Routing::MxRecords | Routing::Implicit));
    assert!(seen.mx.hosts.iter().any(|host| policy.mx.iter().any(|pattern| pattern.matches(&host.host))));
}

/// What the senders make of a policy text has its place in the text, and can be shown.
pub(crate) fn assert_readings(text: &[u8]) {
    let hosts = [HostName::from_dns("mail.example.com"), HostName::from_dns("a.é")];
    for status in [200, 404] {
        let served = Served { status, content_types: vec![b"text/plain; charset=utf-8"], size: text.len() };
        for reading in read_by_all(text, Some(&served), &hosts) {
            assert_visible(&reading.reason);
            reading.mx.iter().for_each(|pattern| assert_visible(pattern));
            assert_eq!(reading.mode.is_none(), reading.verdict == SenderVerdict::Refused);
            assert!(reading.finding.is_none_or(|id| all_rules().any(|rule| rule.id == id)), "{reading:?}");
            if let Some(location) = reading.location {
                assert!(location.byte_start <= location.byte_end && location.byte_end <= text.len());
            }
        }
    }
    for profile in Profile::all() {
        if let Reading::Refused { why, at } = profile.read(text) {
            assert!(at.start <= at.end && at.end <= text.len(), "{}: {why:?} at {at:?}", profile.name);
        }
    }
}
