//! What the check sees now, as far as reports are held against it.

use crate::a_label::to_a_labels;
use crate::finding::{Finding, Severity};
use crate::observe::{MxHost, Routing};
use crate::report::{Report, Step, StepId, StepStatus};
use crate::sender::situation::{Found, Looked, Sight, worst};
use crate::text::show;
use crate::tlsrpt::summary::names;

/// What is there now.
pub(super) struct Present<'r> {
    pub(super) report: &'r Report,
    pub(super) sight: Sight<'r>,
    /// Why nothing of the check says anything about these reports, as a sentence.
    pub(super) nothing_known: Option<String>,
}

impl<'r> Present<'r> {
    pub(super) fn new(report: &'r Report, reported: Option<&str>) -> Self {
        let sight = Sight::new(&report.observed, &report.steps, report.checked_at);
        Self { report, sight, nothing_known: nothing_known(report, reported) }
    }

    pub(super) fn status(&self, id: StepId) -> StepStatus {
        self.step(id).map_or(StepStatus::Pending, |step| step.status)
    }

    /// What a step finds wrong. A note of a step that could not look is no finding of what is there.
    pub(super) fn wrong(&self, id: StepId) -> impl Iterator<Item = &'r Finding> {
        let findings = self.step(id).map(|step| step.findings.as_slice()).unwrap_or_default();
        findings.iter().filter(|finding| finding.severity > Severity::Note)
    }

    /// The finding of that name.
    pub(super) fn finding(&self, id: &str) -> Option<&'r Finding> {
        self.report.steps.iter().flat_map(|step| &step.findings).find(|finding| finding.id == id)
    }

    /// What a step says: what weighs most in it, or its summary.
    pub(super) fn says(&self, id: StepId) -> String {
        let says = |step: &'r Step| worst(step).map_or(&step.summary, |finding| &finding.saw).clone();
        self.step(id).map(says).unwrap_or_default()
    }

    /// Why senders find no policy that they can use, as a sentence.
    pub(super) fn why_nothing(&self) -> String {
        let is_announced = matches!(self.sight.record, Looked::Seen(_)) && self.report.observed.record.record.is_some();
        let id = [StepId::Fetch, StepId::Policy].into_iter().find(|id| self.status(*id) == StepStatus::Failed);
        self.says(id.filter(|_| is_announced).unwrap_or(StepId::Record))
    }

    /// Why nobody has seen what senders find now.
    pub(super) fn not_seen(&self) -> Option<String> {
        match self.sight.found() {
            _ if self.sight.is_given => Some(GIVEN.to_owned()),
            Found::NotKnown(why) => Some(why),
            Found::Policy(_) | Found::Nothing(_) => None,
        }
    }

    /// The hosts that mail goes to now; `None` where nobody knows.
    pub(super) fn mx_hosts(&self) -> Option<Vec<&'r MxHost>> {
        let mx = &self.sight.seen.mx;
        let is_known = !matches!(mx.routing, Routing::Pending | Routing::Unknown);
        is_known.then(|| mx.hosts.iter().filter(|host| !host.host.is_root()).collect())
    }

    fn step(&self, id: StepId) -> Option<&'r Step> {
        self.report.steps.iter().find(|step| step.id == id)
    }
}

const GIVEN: &str = "The policy text was given to the check: nobody has seen whether the policy host serves it.";

fn nothing_known(report: &Report, reported: Option<&str>) -> Option<String> {
    let checked = report.domain.as_str();
    match names::domain(reported) {
        None => Some(format!("These reports name no domain, so a check of {checked} says nothing about them.")),
        // Reports should have A-labels; a check has nothing else.
        Some(domain) if domain != checked && to_a_labels(&domain).as_deref() != Some(checked) => {
            let domain = show(domain.as_bytes());
            Some(format!("The check is of {checked} and says nothing about {domain}. Check {domain} instead."))
        }
        Some(_) if !report.is_complete => Some("The check is not finished.".to_owned()),
        Some(_) => None,
    }
}
