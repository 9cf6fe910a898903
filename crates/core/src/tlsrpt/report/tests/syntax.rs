//! Texts that are no JSON, no UTF-8, or no object.

use super::*;

#[test]
fn what_is_no_json() {
    let value = "a value: an object, an array, a string, a number, true, false or null";
    for (from, to, saw, expected) in [
        ("5326", "NaN", "“NaN”", value),
        ("5326", "Infinity", "“Infinity”", value),
        ("5326", "nil", "“nil”", value),
        ("5326", "+1", "“+”", value),
        ("5326", ".5", "“.”", value),
        ("5326", "01", "“1”", "a number without a leading zero"),
        ("5326", "-01", "“1”", "a number without a leading zero"),
        ("5326", "1.", "a comma", "a digit"),
        ("5326", "1e", "a comma", "a digit"),
        ("5326", "-", "a comma", "a digit"),
        ("5326", "0x1f", "“x1f”", "a comma and another member, or “}”"),
        ("\"r1\"", "nullify", "“ify”", "a comma and another member, or “}”"),
        ("5326", "", "a comma", value),
        ("303}", "303,}", "“}”", "the name of another member, in double quotation marks"),
        ("\"mode: testing\"]", "\"mode: testing\",]", "“]”", value),
        ("\"mode: testing\"]", "\"mode: testing\"}", "“}”", "a comma and another value, or “]”"),
        ("\"mode: testing\"]", "\"mode\" \"testing\"]", "a quotation mark", "a comma and another value, or “]”"),
        (
            "\"report-id\": \"r1\"",
            "'report-id': 'r1'",
            "a single quotation mark",
            "the name of another member, in double quotation marks",
        ),
        ("\"r1\"", "'r1'", "a single quotation mark", value),
        ("\"r1\"", "“r1”", "a typographic quotation mark", value),
        ("\"report-id\": \"r1\"", "report-id: 1", "“report”", "the name of another member, in double quotation marks"),
        ("\"report-id\": \"r1\"", "\"report-id\" = 1", "“=”", "a colon between a name and its value"),
        ("\"r1\"", "\"r\n1\"", "“\\n”", "control characters in strings as escapes, such as \\n"),
        ("\"r1\"", "\"r\u{0}1\"", "“\\u{0}”", "control characters in strings as escapes, such as \\n"),
        ("\"r1\"", r#""\x41""#, "“\\”", "an escape that JSON has, such as \\\" or \\u0041"),
        ("\"r1\"", r#""\u12g4""#, "“\\”", "an escape that JSON has, such as \\\" or \\u0041"),
        (
            "\"r1\",",
            "\"r1\", // the id\n",
            "“/”, perhaps of a comment, which JSON has not",
            "the name of another member, in double quotation marks",
        ),
    ] {
        let reading = read(&with(from, to));
        assert!(!reading.is_usable && reading.problems.len() == 1, "{to}: {:?}", reading.problems);
        let ReportProblem { kind, saw: seen, expected: sentence, .. } = &reading.problems[0];
        assert_eq!((*kind, seen.as_str()), (NotJson, saw), "{to}");
        assert!(sentence.starts_with(&format!("{expected} (RFC 8259 §")), "{to}: {sentence}");
        assert!(sentence.ends_with("); the report is not counted"), "{sentence}");
        // What was understood before is shown.
        assert_eq!(reading.report.unwrap().organization_name.as_deref(), Some("Company-X"), "{to}");
    }
    let reading = read(&with("303}", "303,}"));
    let ReportProblem { member, location: Some(at), .. } = &reading.problems[0] else { panic!() };
    assert_eq!((member.as_str(), at.line, at.column, at.text.as_str()), ("policies[0].summary", 9, 92, "}"));
}

#[test]
fn what_the_text_is_instead() {
    for (text, kind, saw) in [
        ("", NotJson, "nothing: it is empty"),
        (" \r\n\t", NotJson, "nothing but white space"),
        ("not json", NotJson, "“not”"),
        ("{", NotJson, "the end of the text"),
        (
            "<?xml version=\"1.0\"?><feedback></feedback>",
            NotJson,
            "XML: an aggregate report of DMARC, which is another kind of report",
        ),
        ("\n<!DOCTYPE html><html>", NotJson, "an HTML page"),
        ("<a>", NotJson, "“<”, as XML or HTML begins"),
        ("H4sIAAAAAAACA3WO", NotJson, "compressed data (gzip) in Base64"),
        ("PK\u{3}\u{4}", NotJson, "a zip archive"),
        ("%PDF-1.7", NotJson, "a PDF document"),
        ("[]", NotObject, "[], an array"),
        ("[{\"organization-name\": 1}]", NotObject, "[{\"organization-name\": 1}], an array"),
        ("\"{}\"", NotObject, "“{}”, a string"),
        ("12", NotObject, "12, a number"),
        ("null", NotObject, "null"),
        ("[1", NotJson, "the end of the text"),
    ] {
        let reading = read(text);
        assert_eq!((found(&reading), reading.is_usable), (vec![(kind, "", saw)], false), "{text}");
        assert!(reading.report.is_none() || text.starts_with('{'), "{text}");
    }
    assert_eq!(
        read("[]").problems[0].expected,
        "one report, an object in JSON, and not a list (RFC 8460 §4.4); the report is not counted"
    );
    let reading = read(&format!("{REPORT}\n{REPORT}"));
    assert_eq!((found(&reading), reading.is_usable), (vec![(NotJson, "", "“{”")], false));
    assert_eq!(reading.problems[0].location.as_ref().unwrap().line, REPORT.lines().count() + 1);
}

#[test]
fn tr_029_only_utf_8() {
    let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let utf_32 = |text: &str| text.chars().flat_map(|ch| u32::from(ch).to_be_bytes()).collect::<Vec<u8>>();
    for (octets, saw, at) in [
        ([b"{\"organization-name\": \"caf".as_slice(), b"\xe9\"}"].concat(), "“\\xe9”", 26),
        ([REPORT.as_bytes(), b"\xc3"].concat(), "“\\xc3”", REPORT.len()),
        // Surrogates of UTF-16 have no octets in UTF-8.
        (b"{\"a\": \"\xed\xa0\x80\"}".to_vec(), "“\\xed”", 7),
        (utf_16(REPORT), "UTF-16", 0),
        (utf_16(&format!("\u{feff}{REPORT}")), "UTF-16", 0),
        (utf_32(REPORT), "UTF-32", 0),
        (utf_32(&format!("\u{feff}{REPORT}")), "UTF-32", 0),
        (b"\x1f\x8b\x08\0".to_vec(), "compressed data (gzip)", 1),
    ] {
        let reading = read_report(&octets);
        assert_eq!((found(&reading), reading.is_usable), (vec![(NotUtf8, "", saw)], false));
        assert_eq!(reading.problems[0].location.as_ref().unwrap().byte_start, at, "{saw}");
        assert!(reading.report.is_none(), "{saw}");
    }
    let marked = read(&format!("\u{feff}{REPORT}"));
    assert_eq!((found(&marked), marked.is_usable), (vec![(Bom, "", "U+FEFF, a byte-order mark")], true));
    assert_eq!(marked.report, read(REPORT).report);
}
