//! Reports, and what packs them: gzip, zip archives and messages, right and wrong.
#![allow(dead_code)]

pub(crate) mod invariants;
pub(crate) mod mail;
pub(crate) mod zip;

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use mta_sts::tlsrpt::file::ReportFile;
use mta_sts::tlsrpt::report::{ReportProblem, ReportProblemKind, ReportProblemSeverity};

/// A report of one policy, as `sender` names it.
pub(crate) fn report(id: &str) -> Vec<u8> {
    format!(
        r#"{{"organization-name": "Example Inc.", "date-range": {{"start-datetime": "2024-01-09T00:00:00Z", "end-datetime": "2024-01-09T23:59:59Z"}},
 "contact-info": "smtp-tls-reporting@sender.example", "report-id": "{id}",
 "policies": [{{"policy": {{"policy-type": "sts", "policy-string": ["version: STSv1", "mode: testing", "mx: mx.example.com", "max_age: 86400"],
  "policy-domain": "example.com", "mx-host": ["mx.example.com"]}},
  "summary": {{"total-successful-session-count": 5326, "total-failure-session-count": 303}},
  "failure-details": [{{"result-type": "certificate-expired", "sending-mta-ip": "192.0.2.1", "receiving-mx-hostname": "mx.example.com",
   "receiving-ip": "198.51.100.2", "failed-session-count": 303}}]}}]}}
"#
    )
    .into_bytes()
}

/// The name of [`report`] (RFC 8460 §5.1).
pub(crate) const NAME: &str = "sender.example!example.com!1704758400!1704844799!001.json.gz";

pub(crate) fn gzip(text: &[u8]) -> Vec<u8> {
    gzip_as(text, Compression::fast())
}

/// As small as it gets, which takes longer.
pub(crate) fn gzip_best(text: &[u8]) -> Vec<u8> {
    gzip_as(text, Compression::best())
}

fn gzip_as(text: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn deflate(text: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn crc(text: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(text);
    crc.sum()
}

/// The ids of a file's readable reports with their paths.
pub(crate) fn ids(file: &ReportFile) -> Vec<(String, String)> {
    let documents = file.documents.iter();
    documents
        .filter(|document| document.reading.is_usable)
        .filter_map(|document| {
            let id = document.reading.report.as_ref()?.report_id.clone()?;
            Some((document.path.join(" / "), id))
        })
        .collect()
}

/// Every problem of a file and its documents.
pub(crate) fn problems(file: &ReportFile) -> Vec<&ReportProblem> {
    file.problems.iter().chain(file.documents.iter().flat_map(|document| &document.reading.problems)).collect()
}

pub(crate) fn kinds(file: &ReportFile) -> Vec<ReportProblemKind> {
    problems(file).into_iter().map(|problem| problem.kind).collect()
}

/// The only problem of a file, which has to be an error without anything read.
pub(crate) fn only_error(file: &ReportFile) -> &ReportProblem {
    assert!(ids(file).is_empty(), "{file:#?}");
    match problems(file).as_slice() {
        [problem] if problem.severity == ReportProblemSeverity::Error => problem,
        _ => panic!("{file:#?}"),
    }
}
