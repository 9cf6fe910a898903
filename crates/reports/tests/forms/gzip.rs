//! gzip: TR-020, TR-032, and what of it does not read.

use crate::common::{crc, deflate, gzip, gzip_best, ids, kinds, only_error, problems, report};
use mta_sts::tlsrpt::file::ReportForm;
use mta_sts::tlsrpt::report::ReportProblemKind::{self, BadGzip, NotJson, TooLarge, TrailingData};
use mta_sts_reports::{MAX_COMPRESSED, MAX_MEMBERS, read_file};

/// A member with those flags and header fields.
fn member(flags: u8, fields: &[u8], text: &[u8]) -> Vec<u8> {
    let head = [&[0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255], fields].concat();
    let tail = [crc(text).to_le_bytes(), u32::try_from(text.len()).unwrap().to_le_bytes()].concat();
    [head, deflate(text), tail].concat()
}

/// With the octet at `at`, counted from the end if negative, changed.
fn changed(mut file: Vec<u8>, at: isize) -> Vec<u8> {
    let at = if at < 0 { file.len().checked_add_signed(at).unwrap() } else { at.unsigned_abs() };
    file[at] ^= 0x55;
    file
}

#[test]
fn tr_032_all_members_are_read() {
    let text = report("r1");
    let (a, b) = text.split_at(100);
    let head = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 255];
    let fields = [b"\x03\0abc".as_slice(), b"name.json\0", b"a comment\0"].concat();
    let checked = [fields.clone(), crc(&[head.as_slice(), &fields].concat()).to_le_bytes()[..2].to_vec()].concat();
    let many: Vec<u8> = text.chunks(text.len().div_ceil(MAX_MEMBERS)).flat_map(gzip).collect();
    for (what, file) in [
        ("one member", gzip(&text)),
        ("two members", [gzip(a), gzip(b)].concat()),
        ("as many as are read", many),
        ("an empty one between", [gzip(a), gzip(b""), gzip(b)].concat()),
        ("every field of the header", member(2 | 4 | 8 | 16, &checked, &text)),
        ("a long name", member(8, &[vec![b'n'; 1 << 20], vec![0]].concat(), &text)),
        ("compressed twice", gzip(&gzip(&text))),
    ] {
        let file = read_file("report.json.gz", &file);
        assert_eq!((file.form, ids(&file)), (ReportForm::Gzip, vec![(String::new(), "r1".to_owned())]), "{what}");
        assert_eq!(kinds(&file), [], "{what}");
    }
}

#[test]
fn tr_032_what_stands_behind_the_last_member_is_told() {
    for (tail, expected) in [
        (b"\0".as_slice(), "From byte 298 on, behind the end of what is compressed, 1 byte of zeros"),
        (&[0; 512], "From byte 298 on, behind the end of what is compressed, 512 bytes of zeros"),
        (b"junk", "From byte 298 on, behind the end of what is compressed, 4 bytes of something else"),
    ] {
        let packed = gzip(&report("r1"));
        let file = read_file("", &[&packed, tail].concat());
        assert_eq!(ids(&file).len(), 1);
        assert_eq!(kinds(&file), [TrailingData]);
        assert_eq!(problems(&file)[0].saw, expected.replace("298", &packed.len().to_string()));
    }
}

#[test]
fn w_04_what_is_no_gzip_is_classified() {
    let text = report("r1");
    let packed = gzip(&text);
    let length = packed.len();
    let cut = |at: usize| packed[..at].to_vec();
    let table: Vec<(&str, Vec<u8>, ReportProblemKind, String)> = vec![
        ("magic only", cut(2), BadGzip, "It breaks off at byte 2".into()),
        ("half a header", cut(9), BadGzip, "It breaks off at byte 9".into()),
        ("no data", cut(10), BadGzip, "It breaks off at byte 10".into()),
        ("half the data", cut(length / 2), BadGzip, format!("It breaks off at byte {}", length / 2)),
        ("no checksum", cut(length - 8), BadGzip, format!("It breaks off at byte {}", length - 8)),
        ("half the length", cut(length - 1), BadGzip, format!("It breaks off at byte {}", length - 1)),
        ("another checksum", changed(packed.clone(), -8), BadGzip, format!("The checksum at byte {}", length - 8)),
        ("another length", changed(packed.clone(), -4), BadGzip, format!("The length at byte {}", length - 4)),
        ("nonsense", [&packed[..10], &[0xff; 20]].concat(), BadGzip, "No compressed data (DEFLATE) at byte 1".into()),
        ("another method", changed(packed.clone(), 2), BadGzip, "The compression method at byte 2 is 93".into()),
        ("a reserved bit", changed(packed.clone(), 3), BadGzip, "The flags at byte 3 are 0x55".into()),
        (
            "a header's checksum",
            member(2, b"\0\0", &text),
            BadGzip,
            "The checksum of the gzip header at byte 10".into(),
        ),
        (
            "a name without end",
            [&[0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0], b"name".as_slice()].concat(),
            BadGzip,
            "It breaks off".into(),
        ),
        (
            "a second member cut",
            [&packed, &packed[..20]].concat(),
            BadGzip,
            format!("It breaks off at byte {}", length + 20),
        ),
        ("no JSON", gzip(b"hello, world"), NotJson, String::new()),
        ("nothing", gzip(b""), NotJson, String::new()),
        ("three times", gzip(&gzip(&gzip(&text))), BadGzip, "Compressed with gzip more than 2 times".into()),
        (
            "too many members",
            [vec![gzip(b""); MAX_MEMBERS], vec![packed.clone()]].concat().concat(),
            TooLarge,
            "More than 16 gzip members".into(),
        ),
        (
            "too large",
            [packed.clone(), vec![0; MAX_COMPRESSED]].concat(),
            TooLarge,
            "10 MiB compressed with gzip".into(),
        ),
        ("a bomb", gzip_best(&vec![b' '; 3 << 20]), TooLarge, "come out of the first".into()),
    ];
    for (what, file, kind, saw) in table {
        let file = read_file("report.json.gz", &file);
        let problem = only_error(&file);
        assert_eq!(problem.kind, kind, "{what}: {problem:?}");
        assert!(problem.saw.contains(&saw), "{what}: {}", problem.saw);
        assert_eq!(file.form, ReportForm::Gzip, "{what}");
        assert!(file.problems.is_empty() && file.documents.len() == 1, "{what}: a document that could not be unpacked");
    }
}

#[test]
fn tr_020_a_name_that_promises_gzip_says_so() {
    let file = read_file("report.json.gz", b"\x00\x01\x02");
    assert_eq!((only_error(&file).kind, only_error(&file).saw.as_str()), (BadGzip, "It begins with 00 01"));
    // A browser may have decompressed it on its way.
    assert_eq!(ids(&read_file("report.json.gz", &report("r1"))).len(), 1);
}
