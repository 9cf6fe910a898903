//! How many documents of a file are kept at once.

use mta_sts::tlsrpt::file::{ReportDocument, ReportFile};
use mta_sts::tlsrpt::report::{FailureDetail, ReportProblem, ReportProblemKind, ReportedPolicy, TlsReport};

use crate::caps::{MAX_KEPT, MAX_KEPT_DOCUMENTS};
use crate::problem::notice;

/// Documents, as many as there is room for.
#[derive(Default)]
pub(crate) struct Kept {
    documents: Vec<ReportDocument>,
    weight: usize,
    omitted: usize,
}

impl Kept {
    pub(crate) fn add(&mut self, document: ReportDocument) {
        let weight = self.weight.saturating_add(weight(&document));
        // The first is kept whatever it weighs: it is bounded by itself.
        if self.documents.is_empty() || (weight <= MAX_KEPT && self.documents.len() < MAX_KEPT_DOCUMENTS) {
            self.documents.push(document);
            self.weight = weight;
        } else {
            self.omitted = self.omitted.saturating_add(1);
        }
    }

    pub(crate) fn into_file(self, mut file: ReportFile) -> ReportFile {
        if self.omitted > 0 {
            file.problems.push(notice(
                ReportProblemKind::TooMany,
                "RFC 8460 §5",
                format!("{} more documents than the {} listed", self.omitted, self.documents.len()),
                "Fewer in one file to see each of them. In a summary all of them count.",
            ));
        }
        ReportFile { documents: self.documents, ..file }
    }
}

/// About how much memory a document takes.
fn weight(document: &ReportDocument) -> usize {
    let problems = document.reading.problems.iter().map(|problem| {
        let location = problem.location.as_ref().map_or(0, |location| location.text.len());
        [problem.member.len(), problem.saw.len(), problem.expected.len(), location]
            .iter()
            .sum::<usize>()
            .saturating_add(size_of::<ReportProblem>())
    });
    let report = document.reading.report.as_ref().map_or(0, report);
    problems.sum::<usize>().saturating_add(report).saturating_add(document.path.iter().map(String::len).sum())
}

fn report(report: &TlsReport) -> usize {
    let texts = [&report.organization_name, &report.contact_info, &report.report_id];
    let policies = report.policies.iter().map(|policy| {
        let texts = [&policy.policy_type, &policy.policy_domain].into_iter().map(length).sum::<usize>();
        let lists = policy
            .policy_string
            .iter()
            .chain(&policy.mx_host)
            .map(|text| text.len().saturating_add(size_of::<String>()));
        let types = policy.failed_by_type.iter().map(|failed| failed.result_type.len().saturating_add(64));
        lists
            .chain(types)
            .chain(policy.failures.iter().map(failure))
            .sum::<usize>()
            .saturating_add(texts)
            .saturating_add(size_of::<ReportedPolicy>())
    });
    policies.sum::<usize>().saturating_add(texts.into_iter().map(length).sum()).saturating_add(size_of::<TlsReport>())
}

fn failure(failure: &FailureDetail) -> usize {
    let texts = [
        &failure.result_type,
        &failure.sending_mta_ip,
        &failure.receiving_mx_hostname,
        &failure.receiving_mx_helo,
        &failure.receiving_ip,
        &failure.additional_information,
        &failure.failure_reason_code,
    ];
    texts.into_iter().map(length).sum::<usize>().saturating_add(size_of::<FailureDetail>())
}

fn length(text: &Option<String>) -> usize {
    text.as_ref().map_or(0, String::len)
}
