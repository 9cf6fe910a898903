use mta_sts::tlsrpt::report::ReportProblemKind::{TooLarge, TooMany};

use super::*;

/// Reads a message of three reports, when that much was read before.
fn read(unpacked: usize, documents: usize) -> (usize, ReportFile) {
    let parts = "--b\nContent-Type: application/tlsrpt+json\n\n{\"policies\":[]}\n".repeat(3);
    let message = format!("From: a\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
    let mut count = 0;
    let mut each = |_| count += 1;
    let file = Inflater::lend(|inflater| {
        let mut walk = Walk::new(inflater, &mut each);
        (walk.unpacked, walk.documents) = (unpacked, documents);
        walk.file("", message.as_bytes())
    });
    (count, file)
}

#[test]
fn w_05_all_parts_together_are_bounded() {
    for (unpacked, documents, read_then, kind) in [
        (0, 0, 3, None),
        (MAX_UNPACKED - 45, MAX_DOCUMENTS - 3, 3, None),
        (MAX_UNPACKED - 44, 0, 2, Some(TooLarge)),
        (MAX_UNPACKED, 0, 0, Some(TooLarge)),
        (0, MAX_DOCUMENTS - 1, 1, Some(TooMany)),
        (0, MAX_DOCUMENTS, 0, Some(TooMany)),
    ] {
        let (count, file) = read(unpacked, documents);
        assert_eq!(count, read_then, "{unpacked} {documents}");
        let kinds: Vec<_> = file.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, Vec::from_iter(kind), "{unpacked} {documents}");
    }
}
