//! `mta-sts-bench-peers sum PACK` reads the reports of a pack with mail-auth and adds their sessions up;
//! `mta-sts-bench-peers each PACK` prints what it made of each. As `mta-sts-bench reports` does with ours.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::time::Instant;

use cpu_time::ProcessTime;
use flate2::read::GzDecoder;
use mail_auth::report::tlsrpt::TlsReport;
use serde_json::{Map, Value, json};

/// As large as ours are allowed to be.
const MAX_SIZE: usize = 20 << 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [verb, path] = arguments.as_slice() else { return Err("usage: mta-sts-bench-peers sum|each PACK".into()) };
    let mut pack = BufReader::new(File::open(path)?);
    let printed = if verb == "sum" { sum(&mut pack)? } else { each(&mut pack)? };
    println!("{printed}");
    Ok(())
}

fn sum(pack: &mut impl Read) -> io::Result<Value> {
    let base = kibibytes("VmRSS:");
    let (start, wall) = (ProcessTime::now(), Instant::now());
    let (mut read, mut refused, mut successful, mut failed) = (0, 0, 0_u64, 0_u64);
    while let Some((name, bytes)) = next(pack)? {
        let Ok(report) = parse(&name, &bytes) else {
            refused += 1;
            continue;
        };
        read += 1;
        for policy in &report.policies {
            successful += u64::from(policy.summary.total_success);
            failed += u64::from(policy.summary.total_failure);
        }
    }
    Ok(json!({
        "cpuMs": start.elapsed().as_secs_f64() * 1e3, "wallMs": wall.elapsed().as_secs_f64() * 1e3,
        "baseKib": base, "peakKib": kibibytes("VmHWM:"),
        "read": read, "refused": refused, "successful": successful, "failed": failed,
    }))
}

fn each(pack: &mut impl Read) -> io::Result<Value> {
    let mut answers = Map::new();
    while let Some((name, bytes)) = next(pack)? {
        let answer = match parse(&name, &bytes) {
            Err(error) => json!({ "refused": error }),
            Ok(report) => {
                let all = report.policies.iter().flat_map(|policy| &policy.failure_details);
                let first = report.policies.first();
                json!({
                    "start": report.date_range.start_datetime.to_timestamp(),
                    "successful": first.map(|policy| policy.summary.total_success),
                    "failed": first.map(|policy| policy.summary.total_failure),
                    "policyType": first.and_then(|policy| serde_json::to_value(policy.policy.policy_type).ok()),
                    "mxHost": first.map(|policy| &policy.policy.mx_host),
                    "policyString": first.map(|policy| &policy.policy.policy_string),
                    "resultTypes": all.clone().filter_map(|detail| serde_json::to_value(detail.result_type).ok()).collect::<Vec<_>>(),
                    "information": all.filter_map(|detail| detail.additional_information.as_ref()).collect::<Vec<_>>(),
                })
            }
        };
        answers.insert(name, answer);
    }
    Ok(Value::Object(answers))
}

/// As mail-auth takes an attachment apart: gzip by the name's end.
fn parse(name: &str, bytes: &[u8]) -> Result<TlsReport, String> {
    let words = |error: mail_auth::report::Error| format!("{error:?}");
    if name.ends_with(".eml") {
        return TlsReport::parse_rfc5322(bytes, MAX_SIZE).map_err(words);
    }
    if !name.ends_with(".gz") {
        return TlsReport::parse_json(bytes).map_err(words);
    }
    let mut json = Vec::new();
    let unpacked = GzDecoder::new(bytes).take(MAX_SIZE as u64).read_to_end(&mut json);
    unpacked.map_err(|error| error.to_string())?;
    TlsReport::parse_json(&json).map_err(words)
}

/// The next file of a pack (`bench/pack.mjs`).
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
