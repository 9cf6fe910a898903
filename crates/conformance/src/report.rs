//! Cases of TLS reports.

use std::collections::BTreeMap;

use mta_sts::tlsrpt::file::ReportFile;
use mta_sts::tlsrpt::report::{
    Count, ReportProblem, ReportProblemKind, ReportProblemSeverity, ReportTime, ReportedPolicy, TlsReport,
};
use mta_sts_reports::read_file;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::{decode, read_input};

#[derive(Deserialize)]
struct Input {
    json: Option<String>,
    body_b64: Option<String>,
    gzip_b64: Option<String>,
}

/// The file of a case.
pub(crate) fn octets(input: &Value) -> Result<Vec<u8>, String> {
    match read_input(input)? {
        Input { json: Some(text), body_b64: None, gzip_b64: None } => Ok(text.into_bytes()),
        Input { json: None, body_b64: Some(text), gzip_b64: None }
        | Input { json: None, body_b64: None, gzip_b64: Some(text) } => decode(&text),
        _ => Err("expected one of `json`, `body_b64`, `gzip_b64`".to_owned()),
    }
}

/// The name of that file: what is compressed comes under the name that RFC 8460 §5.1 gives it, and is held to it.
pub(crate) fn name(input: &Value) -> &'static str {
    if input.get("gzip_b64").is_some() { "report.json.gz" } else { "" }
}

/// The most basic error decides: what is no JSON has no members that could be wrong.
pub(crate) fn answer(name: &str, octets: &[u8]) -> Value {
    let ReportFile { documents, problems, .. } = read_file(name, octets);
    let problems = || problems.iter().chain(documents.iter().flat_map(|document| &document.reading.problems));
    let errors = problems().filter(|problem| problem.severity == ReportProblemSeverity::Error);
    let report = documents.first().and_then(|document| document.reading.report.as_ref());
    match (errors.min_by_key(|problem| problem.kind), report) {
        (None, Some(report)) => json!({"ok": success(report, problems())}),
        (error, _) => json!({"error": error.map_or("not-json".to_owned(), error_kind)}),
    }
}

fn success<'p>(report: &TlsReport, problems: impl Iterator<Item = &'p ReportProblem>) -> Value {
    let total = |count: fn(&ReportedPolicy) -> Option<Count>| {
        report.policies.iter().filter_map(count).fold(Count::default(), Count::plus)
    };
    let time = |time: &Option<ReportTime>| time.as_ref().map(|time| time.text.clone());
    json!({
        "organization": report.organization_name,
        "contact": report.contact_info,
        "report_id": report.report_id,
        "start": time(&report.start),
        "end": time(&report.end),
        "policies": report.policies.iter().map(policy).collect::<Vec<_>>(),
        "totals": {
            "successful": sessions(total(|policy| policy.successful)),
            "failed": sessions(total(|policy| policy.failed)),
        },
        "notices": problems.map(notice).collect::<Vec<_>>(),
    })
}

fn policy(policy: &ReportedPolicy) -> Value {
    let by_type: BTreeMap<&str, Value> =
        policy.failed_by_type.iter().map(|sum| (sum.result_type.as_str(), sessions(sum.sessions))).collect();
    json!({
        "type": policy.policy_type,
        "domain": policy.policy_domain,
        "successful": sessions(policy.successful.unwrap_or_default()),
        "failed": sessions(policy.failed.unwrap_or_default()),
        "details": policy.failures.len(),
        "failed_by_type": by_type,
    })
}

/// In the cases a count is a number up to 2^53 itself, which `Count` no longer trusts every reader with.
fn sessions(count: Count) -> Value {
    u64::try_from(count.get()).ok().filter(|small| *small <= 1 << 53).map_or_else(|| json!(count), Value::from)
}

/// The cases call every missing member but one alike, and have no files but JSON and gzip: what holds no report is no JSON.
fn error_kind(problem: &ReportProblem) -> String {
    match problem.kind {
        ReportProblemKind::Missing => "missing-field".to_owned(),
        ReportProblemKind::NoReport | ReportProblemKind::BadMail | ReportProblemKind::BadZip => "not-json".to_owned(),
        kind => word(kind),
    }
}

fn notice(problem: &ReportProblem) -> String {
    match problem.kind {
        ReportProblemKind::Missing => format!("missing:{}", problem.member.rsplit('.').next().unwrap_or_default()),
        kind => word(kind),
    }
}

fn word(kind: ReportProblemKind) -> String {
    json!(kind).as_str().unwrap_or_default().to_owned()
}
