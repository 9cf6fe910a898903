//! Files that reports come in: gzip, messages, zip archives.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use flate2::write::GzEncoder;
use mta_sts::tlsrpt::file::{ReportFile, ReportForm};
use mta_sts::tlsrpt::report::{ReportProblemSeverity, ReportReading, read_report};
use mta_sts_reports::{MAX_DOCUMENT, read_file};

use crate::invariants::assert_file;

/// A gzip file (RFC 1952), or one of its parts: the compressed data, then the text.
pub fn gzip(bytes: &[u8]) {
    assert_file("report.json.gz", bytes);
    let mut text = Vec::new();
    let is_read = MultiGzDecoder::new(bytes).take(1 << 20).read_to_end(&mut text).is_ok();
    if is_read && is_plain(&text) {
        assert_eq!(only(&read_file("", bytes)), read_report(&text).report);
    }
    // What a checksum would keep from being reached.
    let mut inflated = Vec::new();
    let mut decoder = DeflateDecoder::new(bytes);
    if decoder.by_ref().take(1 << 20).read_to_end(&mut inflated).is_ok() && inflated.len() < 1 << 20 {
        let mut crc = flate2::Crc::new();
        crc.update(&inflated);
        let data = &bytes[..usize::try_from(decoder.total_in()).expect("within the input")];
        let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255].as_slice();
        let file = [head, data, &crc.sum().to_le_bytes(), &crc.amount().to_le_bytes()].concat();
        assert_file("", &file);
        if is_plain(&inflated) {
            assert_eq!(only(&read_file("", &file)), read_report(&inflated).report);
        }
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    let packed = encoder.finish().expect("memory");
    if is_plain(bytes) {
        assert_eq!(only(&read_file("", &packed)), read_report(bytes).report);
        // Cut anywhere it is an error.
        let cut = &packed[..packed.len() - 1 - bytes.len() % packed.len().min(9)];
        assert!(only(&read_file("", cut)).is_none());
    }
}

/// A message (RFC 5322), or the body of one.
pub fn eml(bytes: &[u8]) {
    assert_file("message.eml", bytes);
    let file = [b"From: a@example.com\n".as_slice(), bytes].concat();
    assert_file("", &file);
    assert_eq!(read_file("", &file).form, ReportForm::Mail);
    // Whatever a part says, what stands behind it is read.
    let head = "From: a@example.com\nContent-Type: multipart/mixed; boundary=\"-=the end=-\"\n\n---=the end=-\n";
    let tail = "\n---=the end=-\nContent-Type: application/tlsrpt+json\n\n{\"policies\": []}\n---=the end=---\n";
    let is_inside = !bytes.windows(13).any(|octets| octets == b"---=the end=-");
    let file = read_file("", &[head.as_bytes(), bytes, tail.as_bytes()].concat());
    if is_inside {
        let last = file.documents.last().expect("the last part");
        assert_eq!(last.path, ["part 2"]);
        assert!(last.reading.report.is_some());
    }
}

/// A zip archive.
pub fn zip(bytes: &[u8]) {
    assert_file("reports.zip", bytes);
    let file = read_file("", &[b"PK\x03\x04", bytes].concat());
    assert_eq!(file.form, ReportForm::Zip);
    assert!(file.documents.len() <= bytes.len() / 46, "every entry takes room in the directory");
}

/// Whether it is JSON of one way only: nothing that would be unpacked further.
fn is_plain(text: &[u8]) -> bool {
    text.starts_with(b"{") && text.len() <= MAX_DOCUMENT
}

/// The report of a file with one document, or nothing where that could not be unpacked.
fn only(file: &ReportFile) -> Option<mta_sts::tlsrpt::report::TlsReport> {
    let [document] = file.documents.as_slice() else { panic!("{file:?}") };
    let ReportReading { report, problems, .. } = &document.reading;
    assert!(report.is_some() || problems.iter().any(|problem| problem.severity == ReportProblemSeverity::Error));
    report.clone()
}
