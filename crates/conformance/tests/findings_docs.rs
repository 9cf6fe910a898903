//! The pages about findings: every rule has one, each is what the table says, and its examples run.
//!
//! `FINDINGS=policy,mx-alias` looks only at the pages of a group and at single ones. `UPDATE_DOCS=1` writes the tables
//! of `docs/findings/README.md` and the lines under the headings anew.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mta_sts_conformance::pages::{faults, groups, index, metadata};

/// What the tables of the README follow.
const INDEX: &str = "\n## All findings\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings")
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1")
}

#[test]
fn every_finding_has_a_page_whose_examples_run() {
    let only = std::env::var("FINDINGS").unwrap_or_default();
    let only: Vec<&str> = only.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    let (mut count, mut failed) = (0, Vec::new());
    for (group, _, rules) in groups() {
        for rule in rules {
            if !only.is_empty() && !only.contains(&group) && !only.contains(&rule.id) {
                continue;
            }
            count += 1;
            let path = folder().join(format!("{}.md", rule.id));
            let Ok(mut text) = fs::read_to_string(&path) else {
                failed.push(format!("{}: there is no page", rule.id));
                continue;
            };
            if is_update() {
                let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
                if let Some(line) = lines.get_mut(2) {
                    *line = metadata(rule);
                }
                text = lines.join("\n");
                fs::write(&path, &text).unwrap();
            }
            failed.extend(faults(rule, &text).iter().map(|fault| format!("{}: {fault}", rule.id)));
        }
    }
    assert!(count > 0, "FINDINGS names nothing");
    assert!(failed.is_empty(), "{} faults in {count} pages:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn every_page_is_about_a_finding() {
    let known: BTreeSet<String> =
        groups().iter().flat_map(|(_, _, rules)| rules.iter().map(|rule| format!("{}.md", rule.id))).collect();
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "README.md" || known.contains(&name), "there is no finding for docs/findings/{name}");
    }
}

#[test]
fn the_index_is_up_to_date() {
    let path = folder().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, after) = text.split_once(INDEX).expect("README.md ends in the tables of all findings");
    if is_update() {
        fs::write(&path, [before, INDEX, &index()].concat()).unwrap();
    } else {
        assert!(after == index(), "docs/findings/README.md differs from the table: UPDATE_DOCS=1 writes it anew");
    }
}
