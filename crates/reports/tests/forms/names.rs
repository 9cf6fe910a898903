//! What a file is, and what its name says: TR-020, TR-030.

use mta_sts::tlsrpt::file::ReportForm;
use mta_sts::tlsrpt::report::ReportProblemKind::{self, BadMail, BadZip, NameMismatch, NotJson, NotUtf8, TooLarge};
use mta_sts_reports::{MAX_DOCUMENT, MAX_FILE, read_file};

use crate::common::{NAME, gzip, ids, kinds, only_error, problems, report};

#[test]
fn tr_030_a_name_that_says_otherwise_is_told() {
    let file = gzip(&report("r1"));
    let table: [(&str, &[&str]); 15] = [
        (NAME, &[]),
        ("folder/sender.example!example.com!1704758400!1704844799.json", &[]),
        (r"C:\mail\SENDER.example!Example.COM!1704758400!1704844799.JSON.GZ", &[]),
        ("mail.sender.example!example.com.!1704758400!1704844799!1.json.gz", &[]),
        ("example!example.com!1704758400!1704844799.json.gz", &[]),
        (
            "xsender.example!example.com!1704758400!1704844799.json.gz",
            &["The file's name has the sender xsender.example, contact-info sender.example"],
        ),
        ("sender.example!example.net!1704758400!1704844799.json.gz", &["The file's name has the domain example.net"]),
        (
            "sender.example!example.com!1704758401!1704844799.json.gz",
            &["By the file's name the report begins at second 1704758401"],
        ),
        (
            "sender.example!example.com!1704758400!1704844800.json.gz",
            &["By the file's name the report ends at second 1704844800"],
        ),
        (
            "a.example!b.example!1!2.json",
            &[
                "The file's name has the domain",
                "The file's name has the sender",
                "By the file's name",
                "By the file's name",
            ],
        ),
        // Other names say nothing.
        ("report.json.gz", &[]),
        ("a!b!c!d.json", &[]),
        ("a!b!1!2!not-alphanumeric.json", &[]),
        ("a!b!1!2!3!4.json", &[]),
        ("a!b!99999999999999999999!2.json", &[]),
    ];
    for (name, expected) in table {
        let file = read_file(name, &file);
        assert_eq!(ids(&file).len(), 1);
        let told = problems(&file);
        assert_eq!(told.len(), expected.len(), "{name}: {told:#?}");
        for (problem, saw) in told.iter().zip(expected) {
            assert_eq!(problem.kind, NameMismatch);
            assert!(problem.saw.starts_with(saw), "{name}: {}", problem.saw);
        }
    }
}

#[test]
fn tr_020_content_comes_before_the_name() {
    for name in ["", "a.json", "a.json.gz", "a.zip", "a.eml", "a.pdf"] {
        assert_eq!(
            (ids(&read_file(name, &report("r1"))).len(), read_file(name, &report("r1")).form),
            (1, ReportForm::Json)
        );
        assert_eq!(
            (ids(&read_file(name, &gzip(&report("r1")))).len(), read_file(name, &gzip(&report("r1"))).form),
            (1, ReportForm::Gzip)
        );
    }
    assert_eq!(kinds(&read_file("a.pdf", &report("r1"))), []);
}

#[test]
fn tr_020_what_is_no_report_says_what_it_looks_like() {
    let xml = b"<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<feedback>\n</feedback>";
    let table: [(&str, &[u8], ReportProblemKind, &str); 14] = [
        ("a.pdf", b"%PDF-1.7", NotJson, "It looks like a PDF document"),
        ("a.png", b"\x89PNG\r\n\x1a\n", NotJson, "It looks like an image (PNG)"),
        ("a.xml", xml, NotJson, "It looks like a DMARC aggregate report (XML), which is about something else"),
        (
            "a.xml.gz",
            &gzip(xml),
            NotJson,
            "It looks like a DMARC aggregate report (XML), which is about something else",
        ),
        ("a.html", b"\n<!DOCTYPE html>", NotJson, "It looks like an HTML page"),
        ("a.txt", b"version: STSv1\nmode: enforce\n", NotJson, "It looks like an MTA-STS policy"),
        (
            "a.msg",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            NotJson,
            "It looks like an Outlook message or another file of Microsoft's (OLE)",
        ),
        ("a.json", b"\xff\xfe{\0\"\0", NotUtf8, "UTF-16"),
        ("a.json", b"\xfe\xff\0{\0\"", NotUtf8, "UTF-16"),
        ("a.json", b"\xff\xfe\0\0{\0\0\0", NotUtf8, "UTF-32"),
        ("a.zip", b"nothing", BadZip, "It begins with 6e 6f"),
        ("a.eml", b"nothing", BadMail, "No header field of a message at its beginning"),
        ("a.json", b"\xe9", NotUtf8, ""),
        ("a.json", b"hello", NotJson, ""),
    ];
    for (name, bytes, kind, saw) in table {
        let file = read_file(name, bytes);
        let problem = only_error(&file);
        assert_eq!(problem.kind, kind, "{name}: {problem:?}");
        assert!(problem.saw.contains(saw), "{name}: {}", problem.saw);
    }
    assert_eq!(only_error(&read_file("a.json", b"")).kind, NotJson);
}

#[test]
fn w_05_what_is_too_large_is_not_read() {
    assert_eq!(only_error(&read_file("", &vec![b' '; MAX_FILE + 1])).saw, "It has 32 MiB (33554433 bytes)");
    assert_eq!(only_error(&read_file("", &vec![b'{'; MAX_DOCUMENT + 1])).kind, TooLarge);
}
