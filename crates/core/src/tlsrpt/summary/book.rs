//! The book: reports come in, and are counted.

use std::collections::{BTreeMap, HashMap};

use super::applied::{Spelling, meaning, policy_text};
use super::day::{day_name, day_of};
use super::documents::{Documents, note, notices};
use super::known::{Known, Novelty};
use super::names;
use super::rows::{List, Occasion, RowId, Rows};
use super::{DocumentLine, DocumentState, Sessions};
use crate::tlsrpt::file::{ReportDocument, ReportFile};
use crate::tlsrpt::report::{
    Count, FailureDetail, ReportProblem, ReportProblemKind, ReportProblemSeverity, ReportedPolicy, TlsReport,
};

/// Counts reports, file by file.
///
/// The order of the reports matters for [`ReportSummary::documents`](super::ReportSummary::documents) alone, with two exceptions: of
/// several reports that call themselves the same and count something else the first is counted, and which rows have a name is a
/// matter of order once there is no room for more.
///
/// Whatever comes in, it keeps at most [`MAX_ROWS`](super::MAX_ROWS) rows with [`MAX_ROW_TEXT`](super::MAX_ROW_TEXT) bytes of text,
/// [`MAX_DOCUMENTS`](super::MAX_DOCUMENTS) lines of documents (more for what could not be read) with [`MAX_DOCUMENT_TEXT`](super::MAX_DOCUMENT_TEXT) bytes, and knows
/// [`MAX_KNOWN`](super::MAX_KNOWN) reports again.
///
/// ```
/// use mta_sts::tlsrpt::summary::ReportBook;
/// let mut book = ReportBook::default();
/// book.fail("report.json", "The file cannot be read: permission denied.");
/// let summary = book.summary();
/// assert_eq!((summary.files, summary.unreadable, summary.reports), (1, 1, 0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct ReportBook {
    pub(super) files: usize,
    pub(super) reports: usize,
    pub(super) duplicates: usize,
    pub(super) unreadable: usize,
    pub(super) rows: Rows,
    pub(super) policies: HashMap<RowId, Spelling>,
    pub(super) known: Known,
    pub(super) documents: Documents,
    pub(super) problems: BTreeMap<ReportProblemKind, usize>,
    /// The file whose documents come in, and how many have.
    open: (String, usize),
}

/// The report that is being counted.
struct Entry<'a> {
    occasion: Occasion,
    day: Option<String>,
    organization: Option<&'a str>,
}

impl ReportBook {
    /// Takes a file, with all documents in it.
    pub fn add(&mut self, name: &str, file: &ReportFile) {
        self.begin_file(name);
        for document in &file.documents {
            self.add_document(document);
        }
        self.end_file(&file.problems);
    }

    /// Takes note of a file that could not be opened or read; `why` is a sentence.
    pub fn fail(&mut self, name: &str, why: &str) {
        self.begin_file(name);
        self.add_unreadable(name.to_owned(), Some(why.to_owned()), 0);
    }

    /// Begins a file whose documents come one by one, so that an archive need not be in memory whole.
    pub fn begin_file(&mut self, name: &str) {
        self.files = self.files.saturating_add(1);
        self.open = (name.to_owned(), 0);
    }

    /// Takes the next document of the file that was begun.
    pub fn add_document(&mut self, document: &ReportDocument) {
        self.open.1 = self.open.1.saturating_add(1);
        let reading = &document.reading;
        let report = reading.report.as_ref();
        let novelty = report.filter(|_| reading.is_usable).map(|report| (report, self.known.see(report)));
        let state = match novelty {
            Some((report, Novelty::New)) => {
                self.count(report);
                DocumentState::Counted
            }
            Some(_) => {
                self.duplicates = self.duplicates.saturating_add(1);
                DocumentState::Duplicate
            }
            None => {
                self.unreadable = self.unreadable.saturating_add(1);
                DocumentState::Unreadable
            }
        };
        // What is wrong with a report counts as often as the report.
        if state != DocumentState::Duplicate {
            self.add_problems(&reading.problems);
        }
        let name = &self.open.0;
        let file = self.files.saturating_sub(1);
        self.documents.push(state, || {
            let sessions = novelty
                .map(|(report, _)| report.policies.iter().map(sessions).fold(Sessions::default(), Sessions::plus));
            let domain = report.and_then(|report| names::domain(report.policies.first()?.policy_domain.as_deref()));
            let text = |text: Option<&str>| names::text(text).map(ToOwned::to_owned);
            DocumentLine {
                file,
                name: [name].into_iter().chain(&document.path).cloned().collect::<Vec<_>>().join(" › "),
                organization: text(report.and_then(|report| report.organization_name.as_deref())),
                report_id: text(report.and_then(|report| report.report_id.as_deref())),
                day: report.and_then(day_of).map(day_name),
                domain: domain.map(Into::into),
                sessions: sessions.unwrap_or_default(),
                state,
                note: match novelty {
                    Some((_, Novelty::OtherContents)) => Some(OTHER_CONTENTS.to_owned()),
                    _ => note(state, &reading.problems),
                },
                notices: notices(&reading.problems),
            }
        });
    }

    /// Ends the file that was begun, with the problems of the file itself.
    pub fn end_file(&mut self, problems: &[ReportProblem]) {
        self.add_problems(problems);
        let has_error = problems.iter().any(|problem| problem.severity == ReportProblemSeverity::Error);
        let (name, documents) = std::mem::take(&mut self.open);
        if has_error || documents == 0 {
            self.add_unreadable(name, note(DocumentState::Unreadable, problems), notices(problems));
        }
    }

    /// How many files were handed in so far.
    pub fn files(&self) -> usize {
        self.files
    }

    /// How many reports were counted so far.
    pub fn reports(&self) -> usize {
        self.reports
    }

    /// How many reports had been counted before.
    pub fn duplicates(&self) -> usize {
        self.duplicates
    }

    /// How many documents and files could not be counted so far.
    pub fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// How many sessions failed in the reports so far.
    pub fn failed_sessions(&self) -> Count {
        self.rows.all().map(|all| all.sessions.failed).unwrap_or_default()
    }

    fn add_unreadable(&mut self, name: String, note: Option<String>, notices: usize) {
        self.unreadable = self.unreadable.saturating_add(1);
        let file = self.files.saturating_sub(1);
        self.documents.push(DocumentState::Unreadable, || DocumentLine {
            file,
            name,
            organization: None,
            report_id: None,
            day: None,
            domain: None,
            sessions: Sessions::default(),
            state: DocumentState::Unreadable,
            note,
            notices,
        });
    }

    fn add_problems(&mut self, problems: &[ReportProblem]) {
        for problem in problems {
            let count = self.problems.entry(problem.kind).or_default();
            *count = count.saturating_add(1);
        }
    }

    fn count(&mut self, report: &TlsReport) {
        self.reports = self.reports.saturating_add(1);
        let day = day_of(report);
        let entry = Entry {
            occasion: Occasion { report: self.reports, day },
            day: day.map(day_name),
            organization: names::text(report.organization_name.as_deref()),
        };
        self.rows.count(Rows::ALL, entry.occasion, Sessions::default());
        for policy in &report.policies {
            let sessions = sessions(policy);
            self.rows.count(Rows::ALL, entry.occasion, sessions);
            let domain = names::domain(policy.policy_domain.as_deref());
            let domain = self.count_in(Rows::ALL, List::Domains, domain.as_deref(), &entry, sessions);
            self.count_in(domain, List::Days, entry.day.as_deref(), &entry, sessions);
            self.count_in(domain, List::Senders, entry.organization, &entry, sessions);
            let applied = self.count_policy(domain, policy, &entry, sessions);
            self.count_in(applied, List::Appliers, entry.organization, &entry, sessions);
            for failure in &policy.failures {
                let sessions = failure.failed_sessions.unwrap_or_default();
                self.count_failure(domain, failure.result_type.as_deref(), failure, sessions, &entry);
            }
            self.count_without_details(domain, policy, report.omitted_failures > 0, &entry);
        }
    }

    fn count_policy(&mut self, domain: RowId, policy: &ReportedPolicy, entry: &Entry<'_>, sessions: Sessions) -> RowId {
        let kind = names::text(policy.policy_type.as_deref());
        let text = policy_text(policy.policy_string.iter().map(String::as_str));
        // A policy without type and text has a row with an empty name, not the one beyond the bound.
        let row = self.count_in(domain, List::Policies, Some(&meaning(kind, &text)), entry, sessions);
        if self.rows.has_name(row) {
            let rows = &mut self.rows;
            let spelling = self.policies.entry(row).or_insert_with(|| Spelling::of(kind));
            spelling.see(entry.occasion.day, &text, &policy.mx_host, |bytes| rows.take_text(bytes));
        }
        row
    }

    /// Failures that are counted, and about which nothing is said; or which were beyond the details that are kept.
    fn count_without_details(&mut self, domain: RowId, policy: &ReportedPolicy, are_omitted: bool, entry: &Entry<'_>) {
        let nothing = FailureDetail::default();
        let failed = policy.failed.unwrap_or_default();
        if policy.failures.is_empty() && policy.failed_by_type.is_empty() && failed > Count::default() {
            self.count_failure(domain, None, &nothing, failed, entry);
        }
        if !are_omitted {
            return;
        }
        let mut told: HashMap<&str, Count> = HashMap::new();
        for failure in &policy.failures {
            let sum = told.entry(failure.result_type.as_deref().unwrap_or_default()).or_default();
            *sum = sum.plus(failure.failed_sessions.unwrap_or_default());
        }
        for by_type in &policy.failed_by_type {
            let told = told.get(by_type.result_type.as_str()).copied().unwrap_or_default();
            let untold = Count::new(by_type.sessions.get().saturating_sub(told.get()));
            if untold > Count::default() {
                self.count_failure(domain, Some(&by_type.result_type), &nothing, untold, entry);
            }
        }
    }

    fn count_failure(
        &mut self,
        domain: RowId,
        result_type: Option<&str>,
        detail: &FailureDetail,
        sessions: Count,
        entry: &Entry<'_>,
    ) {
        let sessions = Sessions { successful: Count::default(), failed: sessions };
        let result_type = result_type.filter(|kind| !kind.is_empty());
        let failure = self.count_in(domain, List::Failures, result_type, entry, sessions);
        let mx_host = names::domain(detail.receiving_mx_hostname.as_deref());
        let receiving_ip = names::address(detail.receiving_ip.as_deref());
        let sending_ip = names::address(detail.sending_mta_ip.as_deref());
        for (list, name) in [
            (List::FailureDays, entry.day.as_deref()),
            (List::MxHosts, mx_host.as_deref()),
            (List::ReceivingIps, receiving_ip.as_deref()),
            (List::FailureSenders, entry.organization),
            (List::SendingIps, sending_ip.as_deref()),
            (List::Reasons, names::text(detail.failure_reason_code.as_deref())),
            (List::Information, names::text(detail.additional_information.as_deref())),
        ] {
            self.count_in(failure, list, name, entry, sessions);
        }
    }

    fn count_in(&mut self, of: RowId, list: List, name: Option<&str>, entry: &Entry<'_>, sessions: Sessions) -> RowId {
        let row = self.rows.row(of, list, name);
        self.rows.count(row, entry.occasion, sessions);
        row
    }
}

const OTHER_CONTENTS: &str = "A report of the same organisation, report id, dates and domains was counted before, and this one counts something else. It was not counted.";

fn sessions(policy: &ReportedPolicy) -> Sessions {
    Sessions { successful: policy.successful.unwrap_or_default(), failed: policy.failed.unwrap_or_default() }
}
