//! How reports come: as JSON, compressed, attached to a message, several in an archive (RFC 8460 §5). What a file is, its content
//! tells; taking it apart is done outside of the core, by the crate `mta-sts-reports`.

use serde::Serialize;

use super::report::{ReportProblem, ReportReading};

/// What was made of one file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportFile {
    /// What the file is.
    pub form: ReportForm,
    /// The documents in it, in their order: one unless it is a message or an archive.
    pub documents: Vec<ReportDocument>,
    /// Problems of the file itself; those of a document are with it.
    pub problems: Vec<ReportProblem>,
}

/// What a file or a part of one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ReportForm {
    /// JSON, or what is none of the others.
    Json,
    /// Compressed with gzip (RFC 1952).
    Gzip,
    /// A message (RFC 5322).
    Mail,
    /// A zip archive.
    Zip,
}

/// One document of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportDocument {
    /// The way to it inside the file, part by part, such as `["google.com!example.com!….json.gz"]`; empty where the file is the document.
    pub path: Vec<String>,
    /// What was made of its JSON. Where it could not be unpacked, the problem that says why is an error here.
    pub reading: ReportReading,
}
