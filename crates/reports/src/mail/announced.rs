//! What a message says about the report that it brings (RFC 8460 §5.3). Where the two differ, the report counts (RFC 8460 §5.6).

use mta_sts::text::show;
use mta_sts::tlsrpt::report::{ReportProblem, ReportProblemKind, TlsReport};

use super::Fields;
use crate::name::{contact_domain, has_domain, is_same_domain};
use crate::problem::notice;

/// The fields of one message that are about its report.
#[derive(Clone, Debug, Default)]
pub(crate) struct Announced {
    domain: Option<String>,
    submitter: Option<String>,
    subject: Option<Subject>,
}

/// `Report Domain: … Submitter: … Report-ID: <…>` (RFC 8460 §5.3).
#[derive(Clone, Debug)]
struct Subject {
    domain: String,
    submitter: String,
    report_id: String,
}

impl Announced {
    pub(crate) fn of(fields: &Fields) -> Self {
        Self {
            domain: fields.report_domain.clone(),
            submitter: fields.report_submitter.clone(),
            subject: fields.subject.as_deref().and_then(subject),
        }
    }

    /// Where it differs from the report.
    pub(crate) fn compare(&self, report: &TlsReport) -> Vec<ReportProblem> {
        let mut problems = Vec::new();
        for (field, value) in [("TLS-Report-Domain", &self.domain), ("TLS-Report-Submitter", &self.submitter)] {
            if value.is_none() {
                problems.push(mismatch(
                    format!("No header field {field}"),
                    format!("{field}, which RFC 8460 §5.3 wants of every report that is mailed. The report is read all the same."),
                ));
            }
        }
        let subject = self.subject.as_ref();
        for (field, value) in
            [("TLS-Report-Domain", &self.domain), ("The subject", &subject.map(|subject| subject.domain.clone()))]
        {
            if let Some(domain) = value.as_deref().filter(|domain| !has_domain(report, domain)) {
                problems.push(mismatch(
                    format!("{field} names {}, which none of the report's policies does", show(domain.as_bytes())),
                    "The policy domain of the report. The report counts.".to_owned(),
                ));
            }
        }
        let contact = contact_domain(report);
        for (field, value) in [
            ("TLS-Report-Submitter", &self.submitter),
            ("The subject", &subject.map(|subject| subject.submitter.clone())),
        ] {
            if let (Some(submitter), Some(contact)) = (value.as_deref(), contact)
                && !is_same_domain(submitter, contact)
            {
                problems.push(mismatch(
                    format!("{field} names {}, contact-info {}", show(submitter.as_bytes()), show(contact.as_bytes())),
                    "The same domain (RFC 8460 §5.3). The report counts.".to_owned(),
                ));
            }
        }
        if let (Some(subject), Some(id)) = (subject, report.report_id.as_deref())
            && !is_same_id(&subject.report_id, id)
        {
            problems.push(mismatch(
                format!(
                    "The subject names the report {}, the report itself {}",
                    show(subject.report_id.as_bytes()),
                    show(id.as_bytes())
                ),
                "The same id (RFC 8460 §5.3). The report counts.".to_owned(),
            ));
        }
        problems
    }
}

fn mismatch(saw: String, expected: String) -> ReportProblem {
    notice(ReportProblemKind::HeaderMismatch, "RFC 8460 §5.3", saw, expected)
}

/// `tlsrpt-subject` of RFC 8460 §5.3; what has another form says nothing about a report.
fn subject(text: &str) -> Option<Subject> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let at = words
        .windows(2)
        .position(|pair| pair.iter().zip(["report", "domain:"]).all(|(word, name)| word.eq_ignore_ascii_case(name)))?;
    let mut words = words.iter().skip(at.checked_add(2)?);
    let domain = *words.next()?;
    words.next().filter(|word| word.eq_ignore_ascii_case("submitter:"))?;
    let submitter = *words.next()?;
    words.next().filter(|word| word.eq_ignore_ascii_case("report-id:"))?;
    let report_id = *words.next()?;
    Some(Subject { domain: domain.to_owned(), submitter: submitter.to_owned(), report_id: report_id.to_owned() })
}

/// In the subject it is a `msg-id`, in the report it need not be.
fn is_same_id(subject: &str, report: &str) -> bool {
    let bare = |id: &str| id.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
    let (subject, report) = (bare(subject), bare(report));
    subject == report || subject.rsplit_once('@').is_some_and(|(left, _)| left == report)
}
