//! What holds for every file: TR-020, W-02.

use mta_sts::tlsrpt::file::ReportFile;
use mta_sts::tlsrpt::report::TlsReport;
use mta_sts_reports::read_file;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::common::invariants::assert_file;
use crate::common::mail::{attachment, header, message, multipart, quoted_printable};
use crate::common::zip::{archive, deflated, stored};
use crate::common::{NAME, gzip, report};

/// One way to pack what is there.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Pack {
    Gzip,
    Stored,
    Deflated,
    Attached,
    Quoted,
    Forwarded,
    Whole,
}

impl Pack {
    /// How many levels of gzip, zip and MIME it takes.
    fn levels(self) -> [usize; 3] {
        match self {
            Self::Gzip => [1, 0, 0],
            Self::Stored | Self::Deflated => [0, 1, 0],
            Self::Attached | Self::Quoted | Self::Whole | Self::Forwarded => [0, 0, 1],
        }
    }

    fn pack(self, content: &[u8]) -> Vec<u8> {
        let encoded = |body: String| {
            format!(
                "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}"
            )
        };
        match self {
            Self::Gzip => gzip(content),
            Self::Stored => archive(&[stored("a", content)]),
            Self::Deflated => archive(&[deflated("a", content)]),
            Self::Attached => message("r1", &[&attachment("application/octet-stream", "a", content)]),
            Self::Quoted => message("r1", &[&encoded(quoted_printable(content))]),
            Self::Whole => (header("r1") + &encoded(quoted_printable(content))).into_bytes(),
            Self::Forwarded => {
                let part = [b"Content-Type: message/rfc822\r\n\r\n".as_slice(), content].concat();
                let boundary = format!("b{}", content.len());
                (header("r1") + &multipart("mixed", &boundary, &[&String::from_utf8_lossy(&part)])).into_bytes()
            }
        }
    }
}

/// Packs a report in those ways, as far as they are taken apart.
fn packed(text: &[u8], ways: &[Pack]) -> Vec<u8> {
    let (mut content, mut levels, mut is_message) = (text.to_vec(), [0; 3], false);
    for way in ways {
        let more: Vec<usize> = levels.iter().zip(way.levels()).map(|(a, b)| a + b).collect();
        if more.iter().zip([2, 1, 4]).any(|(is, most)| *is > most) || (*way == Pack::Forwarded && !is_message) {
            continue;
        }
        content = way.pack(&content);
        levels.copy_from_slice(&more);
        is_message = way.levels()[2] > 0;
    }
    content
}

fn ways() -> impl Strategy<Value = Vec<Pack>> {
    let way = prop_oneof![
        Just(Pack::Gzip),
        Just(Pack::Stored),
        Just(Pack::Deflated),
        Just(Pack::Attached),
        Just(Pack::Quoted),
        Just(Pack::Forwarded),
        Just(Pack::Whole)
    ];
    vec(way, 0..6)
}

/// The reports that count.
fn usable(file: &ReportFile) -> Vec<&TlsReport> {
    file.documents
        .iter()
        .filter(|document| document.reading.is_usable)
        .filter_map(|document| document.reading.report.as_ref())
        .collect()
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"PK\x03\x04".to_vec()),
        Just(b"PK\x01\x02".to_vec()),
        Just(b"PK\x05\x06".to_vec()),
        Just(vec![0x1f, 0x8b, 8, 0]),
        Just(b"{\"policies\":[]}".to_vec()),
        Just(b"From: a\r\n".to_vec()),
        Just(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".to_vec()),
        Just(b"\r\n--b\r\n".to_vec()),
        Just(b"\n\n".to_vec()),
        Just(b"Content-Type: message/rfc822\n\n".to_vec()),
        Just(b"Content-Transfer-Encoding: base64\n".to_vec()),
        Just(b"Subject: Report Domain: =?utf-8?q?=00?=".to_vec()),
        Just(b"Content-Disposition: attachment; filename*0*=utf-8''%1b%; filename*1=\"".to_vec()),
        vec(any::<u8>(), 0..40),
        Just(gzip(b"{}")),
        Just(archive(&[stored("a", b"{}")])),
    ];
    vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn w_02_any_bytes_are_read_without_a_panic(bytes in pieces(), name in "[a-z!0-9./]{0,12}(\\.json|\\.gz|\\.zip|\\.eml)?") {
        assert_file(&name, &bytes);
    }

    #[test]
    fn tr_020_however_it_is_packed_a_report_reads_the_same(ways in ways()) {
        let text = report("r1");
        let file = packed(&text, &ways);
        let (file, bare) = (read_file("", &file), read_file(NAME, &text));
        prop_assert_eq!(usable(&file), usable(&bare), "{:?}", ways);
    }

    #[test]
    fn w_04_what_is_cut_gives_no_other_report(ways in ways(), cut: prop::sample::Index) {
        let file = packed(&report("r1"), &ways);
        let whole = read_file("", &file);
        let cut = &file[..cut.index(file.len())];
        assert_file("", cut);
        let rest = read_file("", cut);
        let rest = usable(&rest);
        prop_assert!(rest.is_empty() || rest == usable(&whole), "{:?}", ways);
    }

    #[test]
    fn w_04_what_is_changed_gives_no_panic(ways in ways(), at: prop::sample::Index, octet: u8) {
        let mut file = packed(&report("r1"), &ways);
        let at = at.index(file.len());
        file[at] = octet;
        assert_file("", &file);
    }
}
