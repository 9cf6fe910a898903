//! The name of a report's file (RFC 8460 §5.1): `sender!policy-domain!begin!end[!unique-id].json[.gz]`. Where it differs from the
//! report, the report counts (RFC 8460 §5.6). Any other name says nothing.

use mta_sts::text::show;
use mta_sts::tlsrpt::report::{ReportProblem, ReportProblemKind, TlsReport};

use crate::problem::notice;

/// What such a name says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named<'a> {
    sender: &'a str,
    domain: &'a str,
    begin: i64,
    end: i64,
}

impl<'a> Named<'a> {
    pub(crate) fn read(name: &'a str) -> Option<Self> {
        let name = name.rsplit(['/', '\\']).next()?;
        let stem = strip_extension(name, ".gz").unwrap_or(name);
        let stem = strip_extension(stem, ".json")?;
        let mut fields = stem.split('!');
        let (sender, domain) = (fields.next()?, fields.next()?);
        let (begin, end) = (seconds(fields.next()?)?, seconds(fields.next()?)?);
        let is_id = |id: &str| !id.is_empty() && id.bytes().all(|octet| octet.is_ascii_alphanumeric());
        let is_form =
            fields.next().is_none_or(is_id) && fields.next().is_none() && !sender.is_empty() && !domain.is_empty();
        is_form.then_some(Self { sender, domain, begin, end })
    }

    /// Where it differs from the report.
    pub(crate) fn compare(&self, report: &TlsReport) -> Vec<ReportProblem> {
        let mut problems = Vec::new();
        if !has_domain(report, self.domain) {
            problems.push(mismatch(
                format!(
                    "The file's name has the domain {}, which none of the report's policies has",
                    show(self.domain.as_bytes())
                ),
                "The policy domain of the report",
            ));
        }
        // A sender often writes from a subdomain.
        if let Some(contact) = contact_domain(report).filter(|contact| !is_related(self.sender, contact)) {
            problems.push(mismatch(
                format!(
                    "The file's name has the sender {}, contact-info {}",
                    show(self.sender.as_bytes()),
                    show(contact.as_bytes())
                ),
                "The same sender",
            ));
        }
        for (word, named, time) in [("begins", self.begin, &report.start), ("ends", self.end, &report.end)] {
            if let Some(seconds) = time.as_ref().and_then(|time| time.seconds).filter(|seconds| *seconds != named) {
                problems.push(mismatch(
                    format!(
                        "By the file's name the report {word} at second {named} (of 1970), by its text at {seconds}"
                    ),
                    "The same time",
                ));
            }
        }
        problems
    }
}

fn mismatch(saw: String, expected: &str) -> ReportProblem {
    notice(ReportProblemKind::NameMismatch, "RFC 8460 §5.6", saw, format!("{expected}. The report counts."))
}

/// The name without that extension, in any case of letters.
pub(crate) fn strip_extension<'a>(name: &'a str, extension: &str) -> Option<&'a str> {
    let (stem, end) = name.split_at_checked(name.len().checked_sub(extension.len())?)?;
    end.eq_ignore_ascii_case(extension).then_some(stem)
}

fn seconds(field: &str) -> Option<i64> {
    field.bytes().all(|octet| octet.is_ascii_digit()).then(|| field.parse().ok()).flatten()
}

/// Whether one of the report's policies has that domain; also where none has any.
pub(crate) fn has_domain(report: &TlsReport, domain: &str) -> bool {
    let mut domains = report.policies.iter().filter_map(|policy| policy.policy_domain.as_deref()).peekable();
    domains.peek().is_none() || report.omitted_policies > 0 || domains.any(|policy| is_same_domain(policy, domain))
}

/// The domain of `contact-info`.
pub(crate) fn contact_domain(report: &TlsReport) -> Option<&str> {
    let (_, domain) = report.contact_info.as_deref()?.rsplit_once('@')?;
    Some(domain.trim_end_matches('>')).filter(|domain| !domain.is_empty())
}

/// Whether two names are one domain, apart from letters' case and a final dot.
pub(crate) fn is_same_domain(a: &str, b: &str) -> bool {
    bare(a).eq_ignore_ascii_case(bare(b))
}

/// Whether one is the other, or below it.
fn is_related(a: &str, b: &str) -> bool {
    let below = |low: &str, high: &str| {
        low.len()
            .checked_sub(high.len())
            .and_then(|at| low.split_at_checked(at))
            .is_some_and(|(rest, end)| end.eq_ignore_ascii_case(high) && (rest.is_empty() || rest.ends_with('.')))
    };
    below(bare(a), bare(b)) || below(bare(b), bare(a))
}

fn bare(domain: &str) -> &str {
    let domain = domain.trim();
    domain.strip_suffix('.').unwrap_or(domain)
}
