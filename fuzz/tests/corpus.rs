//! Replays the committed corpus: every input that once reached something new, or once failed.

use std::panic::catch_unwind;
use std::path::Path;

#[test]
fn the_corpus_holds() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut failures = Vec::new();
    for (name, target) in mta_sts_fuzz::TARGETS {
        let files = std::fs::read_dir(corpus.join(name)).expect("a folder for each target");
        let mut count = 0;
        for file in files {
            let path = file.expect("an entry").path();
            let bytes = std::fs::read(&path).expect("a readable file");
            count += 1;
            if catch_unwind(|| target(&bytes)).is_err() {
                failures.push(path);
            }
        }
        assert!(count > 0, "no corpus for {name}");
        println!("{name}: {count} inputs");
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn every_target_has_its_wrapper() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz_targets");
    let wrappers = std::fs::read_dir(folder).expect("the wrappers").count();
    assert_eq!(wrappers, mta_sts_fuzz::TARGETS.len());
    for (name, _) in mta_sts_fuzz::TARGETS {
        let wrapper = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz_targets").join(format!("{name}.rs"));
        let text = std::fs::read_to_string(wrapper).expect("a wrapper for each target");
        assert!(text.contains(&format!("mta_sts_fuzz::{name}(")), "{name}");
    }
}
