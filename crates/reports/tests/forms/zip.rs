//! Zip archives: TR-020, W-05.

use mta_sts::tlsrpt::file::ReportForm;
use mta_sts::tlsrpt::report::ReportProblemKind::{self, BadZip, NoReport, NotJson, TooLarge, TooMany};
use mta_sts_reports::{MAX_ENTRIES, MAX_KEPT_DOCUMENTS, read_each, read_file};

use crate::common::mail::{attachment, message};
use crate::common::zip::{Entry, archive, deflated, stored};
use crate::common::{NAME, gzip, ids, kinds, only_error, problems, report};

fn pairs(ids: &[(&str, &str)]) -> Vec<(String, String)> {
    ids.iter().map(|(path, id)| ((*path).to_owned(), (*id).to_owned())).collect()
}

#[test]
fn tr_020_every_report_of_an_archive_is_read() {
    let eml = message("r4", &[&attachment("application/tlsrpt+gzip", NAME, &gzip(&report("r4")))]);
    let entries = [
        stored("folder/", b""),
        stored("a.json", &report("r1")),
        deflated("folder/b.json", &report("r2")),
        stored("c.json.gz", &gzip(&report("r3"))),
        deflated("d.eml", &eml),
        Entry { has_descriptor: true, ..deflated("e.json", &report("r5")) },
        Entry { is_zip64: true, ..deflated("f.json", &report("r6")) },
        stored("__MACOSX/._a.json", b"\x00\x05\x16\x07"),
        deflated("README.txt", b"What is here?"),
        stored("without-extension", &report("r7")),
    ];
    let file = read_file("reports.zip", &archive(&entries));
    let expected = [
        ("a.json", "r1"),
        ("folder/b.json", "r2"),
        ("c.json.gz", "r3"),
        (&format!("d.eml / {NAME}"), "r4"),
        ("e.json", "r5"),
        ("f.json", "r6"),
        ("without-extension", "r7"),
    ];
    assert_eq!((file.form, ids(&file)), (ReportForm::Zip, pairs(&expected)));
    assert_eq!(kinds(&file), []);
}

#[test]
fn w_05_what_is_wrong_with_an_entry_is_wrong_with_it_alone() {
    let text = report("r1");
    let good = deflated("bad.json", &text);
    let inner = archive(&[stored("inner.json", &text)]);
    let table: Vec<(&str, Entry, ReportProblemKind, &str)> = vec![
        ("encrypted", Entry { flags: 1, ..good.clone() }, BadZip, "It is encrypted"),
        ("another method", Entry { method: 12, ..good.clone() }, BadZip, "It is compressed with method 12"),
        ("another checksum", Entry { crc: 7, ..good.clone() }, BadZip, "The directory has the checksum 00000007"),
        ("shorter than it says", Entry { length: good.length + 1, ..good.clone() }, BadZip, "The directory says"),
        ("far longer", Entry { length: u32::MAX - 1, ..good.clone() }, TooLarge, "It says that it is 4095 MiB"),
        ("nonsense", Entry { data: vec![0xff; 40].into(), ..good.clone() }, BadZip, "No compressed data (DEFLATE)"),
        (
            "cut",
            Entry { data: good.data[..good.data.len() / 2].into(), ..good.clone() },
            BadZip,
            "Its compressed data breaks off",
        ),
        ("a bomb", deflated_best("bad.json", &vec![b' '; 4 << 20]), TooLarge, "come out of the first"),
        ("an archive", stored("bad.zip", &inner), BadZip, "A zip archive inside a zip archive"),
        ("no JSON", stored("bad.json", b"{\"organization-name\":"), NotJson, ""),
        (
            "the same bytes again",
            Entry { is_shared: true, ..stored("bad.json", &report("before")) },
            BadZip,
            "inside of another entry",
        ),
    ];
    for (what, entry, kind, saw) in table {
        let path = String::from_utf8_lossy(&entry.name).into_owned();
        let file = read_file(
            "",
            &archive(&[stored("before.json", &report("before")), entry, stored("behind.json", &report("behind"))]),
        );
        assert_eq!(ids(&file), pairs(&[("before.json", "before"), ("behind.json", "behind")]), "{what}");
        let bad = &file.documents[1];
        assert_eq!(bad.path, [path], "{what}");
        assert!(!bad.reading.is_usable, "{what}");
        assert_eq!((bad.reading.problems.len(), bad.reading.problems[0].kind), (1, kind), "{what}: {bad:?}");
        assert!(bad.reading.problems[0].saw.contains(saw), "{what}: {bad:?}");
    }
}

fn deflated_best(name: &str, content: &[u8]) -> Entry {
    use std::io::Write;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    Entry { data: encoder.finish().unwrap().into(), ..deflated(name, content) }
}

#[test]
fn w_05_what_is_no_archive_is_one_problem_of_the_file() {
    let good = archive(&[stored("a.json", &report("r1"))]);
    for (what, bytes, kind, saw) in [
        ("cut", good[..good.len() - 30].to_vec(), BadZip, "No end of the directory"),
        ("magic only", b"PK\x03\x04".to_vec(), BadZip, "No end of the directory"),
        ("empty", archive(&[]), NoReport, "It is empty"),
        ("folders", archive(&[stored("a/", b""), stored("a/b/", b"")]), NoReport, "It is empty"),
        (
            "a DMARC report",
            archive(&[deflated("google.com!example.com!1!2.xml", b"<?xml version=\"1.0\"?>\n<feedback>\n</feedback>")]),
            NoReport,
            "In it: “google.com!example.com!1!2.xml” (a DMARC aggregate report (XML), which is about something else)",
        ),
        (
            "many others",
            archive(&["a", "b", "c", "d", "e", "f", "g"].map(|name| stored(name, b"?"))),
            NoReport,
            "In it: “a”, “b”, “c”, “d”, “e”, and 2 more",
        ),
    ] {
        let file = read_file("reports.zip", &bytes);
        let problem = only_error(&file);
        assert_eq!((problem.kind, file.problems.len()), (kind, 1), "{what}: {problem:?}");
        assert!(problem.saw.contains(saw), "{what}: {}", problem.saw);
    }
}

#[test]
fn w_05_a_directory_that_breaks_off_keeps_what_was_read() {
    let good = archive(&[stored("a.json", &report("r1")), stored("b.json", &report("r2"))]);
    let at = good.windows(4).rposition(|magic| magic == b"PK\x01\x02").unwrap();
    let file = read_file("", &[&good[..at], b"??", &good[at + 2..]].concat());
    assert_eq!(ids(&file), pairs(&[("a.json", "r1")]));
    assert_eq!(problems(&file)[0].saw, "The directory cannot be read behind 1 entries");
}

#[test]
fn w_05_many_reports_are_counted_one_by_one() {
    let entries: Vec<Entry> = (0..MAX_ENTRIES).map(|at| stored(&format!("{at}.json"), b"{\"policies\": []}")).collect();
    let bytes = archive(&entries);
    let mut count = 0;
    let file = read_each("", &bytes, &mut |document| count += usize::from(document.reading.report.is_some()));
    assert_eq!((count, file.problems.len(), file.documents.len()), (MAX_ENTRIES, 0, 0));

    let file = read_file("", &bytes);
    assert_eq!((file.documents.len(), file.problems.len()), (MAX_KEPT_DOCUMENTS, 1));
    assert_eq!(file.problems[0].saw, "9000 more documents than the 1000 listed");
}

#[test]
fn w_05_entries_beyond_the_cap_are_told() {
    let entry = stored("a/", b"");
    let bytes = archive(&[vec![stored("a.json", &report("r1"))], vec![entry; 100_000]].concat());
    let file = read_file("", &bytes);
    assert_eq!((ids(&file).len(), kinds(&file)), (1, vec![TooMany]));
    assert_eq!(file.problems[0].saw, "More than 10000 entries");
}

#[test]
fn w_05_what_is_decompressed_for_nothing_counts() {
    let bomb = deflated_best("bad.json", &vec![b' '; 4 << 20]);
    let mut documents = 0;
    let file = read_each("", &archive(&vec![bomb; 300]), &mut |_| documents += 1);
    let kinds: Vec<ReportProblemKind> = file.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [TooLarge]);
    assert!(documents < 300, "{documents} were opened");
}
