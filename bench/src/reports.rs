//! Reading the reports of a pack (`bench/pack.mjs`), as `bench/peers` does with mail-auth.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::time::Instant;

use cpu_time::ProcessTime;
use mta_sts::tlsrpt::file::ReportDocument;
use mta_sts::tlsrpt::summary::ReportBook;
use mta_sts_reports::{read_each, read_file};
use serde_json::{Map, Value, json};

/// Adds the sessions up: what it took, and what they come to.
pub(crate) fn sum(path: &str) -> Result<Value, String> {
    let mut pack = open(path)?;
    let base = kibibytes("VmRSS:");
    let (start, wall) = (ProcessTime::now(), Instant::now());
    let mut book = ReportBook::default();
    while let Some((name, bytes)) = next(&mut pack).map_err(|error| error.to_string())? {
        book.begin_file(&name);
        let file = read_each(&name, &bytes, &mut |document| book.add_document(&document));
        book.end_file(&file.problems);
    }
    let summary = book.summary();
    Ok(json!({
        "cpuMs": start.elapsed().as_secs_f64() * 1e3, "wallMs": wall.elapsed().as_secs_f64() * 1e3,
        "baseKib": base, "peakKib": kibibytes("VmHWM:"),
        "read": summary.reports + summary.duplicates, "refused": summary.unreadable,
        "successful": summary.sessions.successful, "failed": summary.sessions.failed,
    }))
}

/// What was made of each file.
pub(crate) fn each(path: &str) -> Result<Value, String> {
    let mut pack = open(path)?;
    let mut answers = Map::new();
    while let Some((name, bytes)) = next(&mut pack).map_err(|error| error.to_string())? {
        let file = read_file(&name, &bytes);
        let answer = file.documents.first().map_or_else(|| json!({ "refused": file.problems }), answer);
        answers.insert(name, answer);
    }
    Ok(Value::Object(answers))
}

fn answer(document: &ReportDocument) -> Value {
    let reading = &document.reading;
    let Some(report) = reading.report.as_ref().filter(|_| reading.is_usable) else {
        return json!({ "refused": reading.problems });
    };
    let details = report.policies.iter().flat_map(|policy| &policy.failures);
    let first = report.policies.first();
    json!({
        "start": report.start.as_ref().and_then(|start| start.seconds),
        "successful": first.and_then(|policy| policy.successful),
        "failed": first.and_then(|policy| policy.failed),
        "policyType": first.map(|policy| &policy.policy_type),
        "mxHost": first.map(|policy| &policy.mx_host),
        "policyString": first.map(|policy| &policy.policy_string),
        "resultTypes": details.clone().map(|detail| &detail.result_type).collect::<Vec<_>>(),
        "information": details.filter_map(|detail| detail.additional_information.as_ref()).collect::<Vec<_>>(),
    })
}

fn open(path: &str) -> Result<BufReader<File>, String> {
    File::open(path).map(BufReader::new).map_err(|error| format!("{path}: {error}"))
}

/// The next file of a pack.
fn next(pack: &mut impl Read) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut sizes = [0; 8];
    match pack.read_exact(&mut sizes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        outcome => outcome?,
    }
    let [a, b, c, d, e, f, g, h] = sizes;
    let mut name = vec![0; u32::from_le_bytes([a, b, c, d]) as usize];
    let mut bytes = vec![0; u32::from_le_bytes([e, f, g, h]) as usize];
    pack.read_exact(&mut name)?;
    pack.read_exact(&mut bytes)?;
    Ok(Some((String::from_utf8_lossy(&name).into_owned(), bytes)))
}

/// A line of `/proc/self/status`; 0 where there is none.
fn kibibytes(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|found| found.strip_prefix(line));
    found.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
