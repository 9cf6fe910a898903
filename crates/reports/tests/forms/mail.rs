//! Messages: TR-020, TR-031, W-03.

use mta_sts::tlsrpt::file::ReportForm;
use mta_sts::tlsrpt::report::ReportProblemKind::{
    self, BadGzip, BadMail, HeaderMismatch, MediaType, NoReport, NotJson, TooDeep, TooMany,
};
use mta_sts_reports::read_file;

use crate::common::mail::{TEXT, attachment, base64, header, message, multipart, quoted_printable};
use crate::common::zip::{archive, stored};
use crate::common::{NAME, gzip, ids, kinds, only_error, problems, report};

/// A good attachment.
fn good() -> String {
    attachment("application/tlsrpt+gzip", NAME, &gzip(&report("r1")))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// A part in that encoding.
fn encoded(encoding: &str, body: &str) -> String {
    format!("Content-Type: application/tlsrpt+json\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}")
}

#[test]
fn tr_020_reports_are_found_wherever_they_are_attached() {
    let json = text(report("r1"));
    let whole = text(message("r1", &[&good()]));
    let (once, twice) = (format!("part 2 / {NAME}"), format!("part 2 / part 2 / {NAME}"));
    let (once, twice) = ([once.as_str()], [twice.as_str()]);
    let forwarded = |boundary: &str, inner: &str| {
        let part = format!("Content-Type: message/rfc822\r\n\r\n{inner}");
        header("r0") + &multipart("mixed", boundary, &[TEXT, &part])
    };
    let encoded_part = format!(
        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        base64(whole.as_bytes())
    );
    let forwarded_encoded = header("r0") + &multipart("mixed", "a", &[TEXT, &encoded_part]);
    let zipped = attachment("application/tlsrpt+gzip", "r.zip", &archive(&[stored("a.json", json.as_bytes())]));
    let table: Vec<(&str, String, &[&str], &[ReportProblemKind])> = vec![
        ("as RFC 8460 has it", whole.clone(), &[NAME], &[]),
        ("LF", whole.replace("\r\n", "\n"), &[NAME], &[]),
        ("a byte-order mark", format!("\u{feff}{whole}"), &[NAME], &[]),
        ("blank lines", format!("\r\n\n{whole}"), &[NAME], &[]),
        (
            "the line of a mailbox file",
            format!("From tlsrpt@sender.example Wed Jan 10 08:00:00 2024\n{whole}"),
            &[NAME],
            &[],
        ),
        (
            "JSON",
            text(message("r1", &[&attachment("application/tlsrpt+json", "a.json", json.as_bytes())])),
            &["a.json"],
            &[],
        ),
        ("8bit", text(message("r1", &[&encoded("8bit", &json)])), &["part 2"], &[]),
        (
            "quoted-printable",
            text(message("r1", &[&encoded("Quoted-Printable", &quoted_printable(json.as_bytes()))])),
            &["part 2"],
            &[],
        ),
        (
            "base64 in one line",
            text(message("r1", &[&encoded("BASE64", &base64(json.as_bytes()).replace("\r\n", ""))])),
            &["part 2"],
            &[],
        ),
        ("no end of the multipart", whole.split("------=_Part_1--").next().unwrap().to_owned(), &[NAME], &[]),
        (
            "a report and a picture",
            text(message("r1", &[&attachment("image/png", "logo.png", b"\x89PNG"), &good()])),
            &[NAME],
            &[],
        ),
        (
            "two",
            text(message("r1", &[&good(), &attachment("application/tlsrpt+json", "b.json", json.as_bytes())])),
            &[NAME, "b.json"],
            &[],
        ),
        ("forwarded", forwarded("a", &whole), &once, &[]),
        ("forwarded in base64", forwarded_encoded, &once, &[]),
        ("forwarded twice", forwarded("b", &forwarded("a", &whole)), &twice, &[]),
        ("its body alone", header("r1") + &encoded("8bit", &json), &[""], &[]),
        ("its body alone, compressed", header("r1") + &good(), &[""], &[]),
        ("without a media type", header("r1") + "\r\n" + &json, &[""], &[MediaType]),
        ("a zip archive", text(message("r1", &[&zipped])), &["r.zip / a.json"], &[MediaType]),
        (
            "an encoded name",
            text(message("r1", &[&good().replace(&format!("\"{NAME}\""), "\"=?utf-8?q?a=2Ejson?=\"")])),
            &["a.json"],
            &[],
        ),
        (
            "a name in RFC 2231",
            text(message("r1", &[&good().replace(&format!("filename=\"{NAME}\""), "filename*=utf-8''a%2Ejson")])),
            &["a.json"],
            &[],
        ),
    ];
    for (what, bytes, paths, expected) in table {
        let file = read_file("message.eml", bytes.as_bytes());
        assert_eq!(file.form, ReportForm::Mail, "{what}");
        let found = ids(&file);
        assert_eq!(found.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), paths, "{what}: {file:#?}");
        assert!(found.iter().all(|(_, id)| id == "r1"), "{what}");
        assert_eq!(kinds(&file), expected, "{what}: {:#?}", problems(&file));
        assert_eq!(file.documents.len(), paths.len(), "{what}");
    }
}

#[test]
fn tr_020_other_media_types_are_read_and_told() {
    let json = report("r1");
    let packed = gzip(&json);
    for (media_type, content, saw) in [
        ("application/octet-stream", &packed, "application/octet-stream"),
        ("application/gzip", &packed, "application/gzip"),
        ("application/x-gzip; name=\"a.gz\"", &packed, "application/x-gzip"),
        ("application/tlsrpt+json", &packed, "application/tlsrpt+json"),
        ("application/json", &json, "application/json"),
        ("text/plain", &json, "text/plain"),
        ("TEXT/JSON; charset=utf-8", &json, "text/json"),
        ("application/tlsrpt+gzip", &json, "application/tlsrpt+gzip"),
        ("image/png", &json, "image/png"),
    ] {
        let file = read_file("", &message("r1", &[&attachment(media_type, "report", content)]));
        assert_eq!((ids(&file).len(), kinds(&file)), (1, vec![MediaType]), "{media_type}");
        assert_eq!(problems(&file)[0].saw, saw);
    }
}

#[test]
fn tr_020_a_mailbox_file_has_many_messages() {
    let line = "From - Wed Jan 10 08:00:00 2024\n";
    let one = |id: &str| {
        let whole = text(message(id, &[&attachment("application/tlsrpt+gzip", NAME, &gzip(&report(id)))]));
        format!("{line}{}\n\n", whole.replace("\r\n", "\n"))
    };
    let file = read_file("Inbox", (one("r1") + &one("r2") + "From now on nothing.\n\n" + &one("r3")).as_bytes());
    let found: Vec<_> =
        ids(&file).into_iter().map(|(path, id)| (path.split(" / ").next().unwrap().to_owned(), id)).collect();
    assert_eq!(
        found,
        [("message 1", "r1"), ("message 2", "r2"), ("message 3", "r3")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    assert_eq!(kinds(&file), []);
}

#[test]
fn tr_031_what_the_header_says_otherwise_is_told() {
    let whole = text(message("r1", &[&good()]));
    let without = |field: &str| whole.lines().filter(|line| !line.starts_with(field)).collect::<Vec<_>>().join("\n");
    for (what, bytes, expected) in [
        (
            "domain",
            whole.replace("Report-Domain: example.com", "Report-Domain: example.net"),
            vec!["TLS-Report-Domain names example.net, which none"],
        ),
        (
            "submitter",
            whole.replace("Report-Submitter: sender.example", "Report-Submitter: x.sender.example"),
            vec!["TLS-Report-Submitter names x.sender.example, contact-info sender.example"],
        ),
        (
            "subject",
            whole.replace(
                "Report Domain: example.com Submitter: sender.example",
                "Report Domain: a.example\r\n Submitter: b.example",
            ),
            vec!["The subject names a.example,", "The subject names b.example,"],
        ),
        (
            "id",
            whole.replace("Report-ID: <r1@", "Report-ID: <r2@"),
            vec!["The subject names the report <r2@sender.example>, the report itself r1"],
        ),
        (
            "other case, a final dot, a comment",
            whole.replace("Report-Domain: example.com", "REPORT-Domain: Example.COM. (who?)"),
            vec![],
        ),
        ("another subject", whole.replace("Subject: Report Domain:", "Subject: Re: your reports"), vec![]),
        ("in front of it", whole.replace("Subject: Report Domain:", "Subject: Fwd: Report Domain:"), vec![]),
        (
            "encoded",
            whole.replace("Subject: Report Domain: example.com", "Subject: =?utf-8?q?Report_Domain=3A?= a.example"),
            vec!["The subject names a.example,"],
        ),
        ("no domain", without("TLS-Report-Domain"), vec!["No header field TLS-Report-Domain"]),
        (
            "neither",
            without("TLS-Report-"),
            vec!["No header field TLS-Report-Domain", "No header field TLS-Report-Submitter"],
        ),
    ] {
        let file = read_file("", bytes.as_bytes());
        assert_eq!(ids(&file).len(), 1, "{what}");
        let told = problems(&file);
        assert_eq!(told.len(), expected.len(), "{what}: {told:#?}");
        for (problem, saw) in told.iter().zip(expected) {
            assert_eq!(problem.kind, HeaderMismatch);
            assert!(problem.saw.starts_with(saw), "{what}: {}", problem.saw);
        }
        assert!(file.documents[0].reading.is_usable);
    }
}

#[test]
fn tr_020_a_message_without_a_report_says_what_it_has() {
    let png = attachment("image/png", "logo.png", b"\x89PNG\r\n");
    for (what, bytes, saw) in [
        ("text", text(message("r1", &[])), "In it: “part 1” (text/plain)"),
        ("a picture", text(message("r1", &[&png])), "In it: “part 1” (text/plain), “logo.png” (image/png)"),
        (
            "a damaged picture",
            text(message("r1", &[&png.replace("iVBO", "i!!O")])),
            "In it: “part 1” (text/plain), “logo.png” (image/png)",
        ),
        (
            "a document",
            text(message("r1", &[&attachment("application/pdf", "a.pdf", b"%PDF-1.7")])),
            "In it: “part 1” (text/plain), “a.pdf” (a PDF document)",
        ),
        ("braces", header("r1") + "\r\n{see the attachment}\r\n", "In it: (no media type)"),
        (
            "octets",
            header("r1") + "Content-Type: application/octet-stream\r\n\r\nnonsense\r\n",
            "In it: (application/octet-stream)",
        ),
        ("no body", header("r1"), "In it: (no media type)"),
        ("a cut header", "Subject: Report Dom".to_owned(), "In it: (no media type)"),
        ("no parts", header("r1") + "Content-Type: multipart/mixed; boundary=x\r\n\r\nnothing\r\n", "It is empty"),
    ] {
        let file = read_file("message.eml", bytes.as_bytes());
        let problem = only_error(&file);
        assert_eq!((problem.kind, problem.saw.as_str()), (NoReport, saw), "{what}");
    }
}

#[test]
fn tr_020_what_is_broken_in_a_message_is_told_with_its_part() {
    let deep = |levels: usize| {
        let mut inner = good();
        for level in 0..levels {
            inner = multipart("mixed", &format!("b{level}x"), &[&inner]);
        }
        (header("r1") + &inner).into_bytes()
    };
    let nested = |levels: usize| {
        [header("r1"), "Content-Type: message/rfc822\r\n\r\n".repeat(levels), good()].concat().into_bytes()
    };
    let table: Vec<(&str, Vec<u8>, Result<(), ReportProblemKind>)> = vec![
        ("4 multiparts", deep(4), Ok(())),
        ("5 multiparts", deep(5), Err(TooDeep)),
        ("100 multiparts", deep(100), Err(TooDeep)),
        ("4 messages", nested(3), Ok(())),
        ("5 messages", nested(4), Err(TooDeep)),
        (
            "messages by their content",
            ["From: a@b.example\r\nContent-Type: application/x\r\n\r\n".repeat(9).as_bytes(), &report("r1")].concat(),
            Err(TooDeep),
        ),
        ("no boundary", message("r1", &["Content-Type: multipart/mixed\r\n\r\nx"]), Err(BadMail)),
        ("no gzip", message("r1", &[&attachment("application/tlsrpt+gzip", NAME, b"nonsense")]), Err(BadGzip)),
        ("an empty attachment", message("r1", &[&attachment("application/tlsrpt+gzip", NAME, b"")]), Err(BadGzip)),
        (
            "gzip cut",
            message("r1", &[&attachment("application/tlsrpt+gzip", NAME, &gzip(&report("r1"))[..90])]),
            Err(BadGzip),
        ),
        ("no JSON", message("r1", &[&attachment("application/tlsrpt+json", "a", b"nonsense")]), Err(NotJson)),
        ("no base64", text(message("r1", &[&good()])).replace("H4sI", "H4s!").into_bytes(), Err(BadMail)),
        ("an endless header", [header("r1").as_bytes(), b"X: ", &vec![b'x'; 300 << 10]].concat(), Err(BadMail)),
        ("too many parts", (header("r1") + &multipart("mixed", "x", &vec!["\r\n"; 1_001])).into_bytes(), Err(TooMany)),
    ];
    for (what, bytes, expected) in table {
        let file = read_file("", &bytes);
        match expected {
            Ok(()) => assert_eq!(ids(&file).len(), 1, "{what}: {file:#?}"),
            Err(kind) => assert_eq!(only_error(&file).kind, kind, "{what}"),
        }
    }
    // One broken attachment does not hide the other.
    let both = message("r1", &[&attachment("application/tlsrpt+gzip", "bad.json.gz", b"nonsense"), &good()]);
    let file = read_file("", &both);
    assert_eq!(ids(&file), [(NAME.to_owned(), "r1".to_owned())]);
    assert_eq!(file.documents[0].path, ["bad.json.gz"]);
}
