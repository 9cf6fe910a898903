//! What holds for every file. Shared with the fuzz targets.

use mta_sts::text::show_all;
use mta_sts_reports::{read_each, read_file};

/// What has to hold for any file.
pub(crate) fn assert_file(name: &str, bytes: &[u8]) {
    let file = read_file(name, bytes);
    let mut documents = Vec::new();
    let each = read_each(name, bytes, &mut |document| documents.push(document));
    assert_eq!((&each.problems, &documents), (&file.problems, &file.documents));
    assert!(!file.documents.is_empty() || !file.problems.is_empty(), "a file says something");
    for document in &file.documents {
        assert!(document.reading.report.is_some() || !document.reading.is_usable);
        assert!(document.path.iter().all(|name| name.len() <= 255));
    }
    for problem in file.problems.iter().chain(file.documents.iter().flat_map(|document| &document.reading.problems)) {
        // Sentences can be printed as they are.
        assert_eq!(show_all(problem.saw.as_bytes()), problem.saw);
        assert!(!problem.expected.is_empty() && problem.basis.starts_with("RFC "));
    }
}
