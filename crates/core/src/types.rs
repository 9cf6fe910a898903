//! Writes `js/src/types.ts`: the TypeScript face of everything that crosses into JavaScript.
//!
//! The file is committed, and this test fails when it differs from the Rust types. To renew it:
//! `UPDATE_TYPES=1 cargo test -p mta-sts --lib types`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ts_rs::{Config, TS, TypeVisitor};

use crate::compare::ResolverComparison;
use crate::correct::Correction;
use crate::evidence::PolicyFetch;
use crate::explain::Explanation;
use crate::offline::{MxMatch, PolicyReadings, PolicyValidation, RecordValidation};
use crate::report::Report;

use crate::sender::outlook::{Outlook, PreviousPolicy};

use crate::tlsrpt::file::ReportFile;
use crate::tlsrpt::standing::ReportStanding;
use crate::tlsrpt::summary::ReportSummary;
use crate::{InputNote, Recording, Resolver};

/// Collects declarations, each with what it depends on.
struct Declarations<'c> {
    config: &'c Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types without a place of their own (numbers, lists, names with invariants) are written where they are used.
        if T::output_path().is_none() || self.by_name.contains_key(&T::ident(self.config)) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = for_javascript(&format!("{docs}export {}\n", T::decl(self.config)));
        self.by_name.insert(T::ident(self.config), declaration);
        T::visit_dependencies(self);
    }
}

/// Takes out of comments what only Rust understands: its examples, and the brackets and paths of its links.
fn for_javascript(declaration: &str) -> String {
    let mut text = String::new();
    let mut is_example = false;
    for line in declaration.split_inclusive('\n') {
        if line.trim_end() == " * ```" {
            is_example = !is_example;
            if is_example && text.ends_with("\n *\n") {
                text.truncate(text.len() - " *\n".len());
            }
        } else if !is_example {
            text.push_str(line);
        }
    }
    let mut parts = text.split("[`");
    let mut without_links = parts.next().unwrap().to_owned();
    for part in parts {
        let (path, rest) = part.split_once("`]").unwrap();
        write!(without_links, "`{}`{rest}", path.rsplit("::").next().unwrap()).unwrap();
    }
    without_links
}

fn types() -> String {
    let config = Config::new().with_large_int("number");
    let mut declarations = Declarations { config: &config, by_name: BTreeMap::new() };
    declarations.visit::<Report>();
    declarations.visit::<PolicyValidation>();
    declarations.visit::<RecordValidation>();
    declarations.visit::<MxMatch>();
    declarations.visit::<PolicyReadings>();
    declarations.visit::<Correction>();
    declarations.visit::<Explanation>();
    declarations.visit::<PolicyFetch>();
    declarations.visit::<ResolverComparison>();
    declarations.visit::<Recording>();
    declarations.visit::<Resolver>();
    declarations.visit::<InputNote>();
    declarations.visit::<Outlook>();
    declarations.visit::<PreviousPolicy>();
    declarations.visit::<ReportFile>();
    declarations.visit::<ReportSummary>();
    declarations.visit::<ReportStanding>();
    let mut text =
        "// Generated from the Rust types by crates/core/src/types.rs. Do not edit: change the Rust and run\n\
         // `UPDATE_TYPES=1 cargo test -p mta-sts --lib types`.\n\n\
         /** The stable names of all findings. */\nexport type FindingId =\n"
            .to_owned();
    for rule in crate::finding::all_rules() {
        writeln!(text, "  | {:?}", rule.id).unwrap();
    }
    text = format!("{};\n", text.trim_end());
    for declaration in declarations.by_name.values() {
        write!(text, "\n{declaration}").unwrap();
    }
    text
}

#[test]
fn the_typescript_types_are_the_rust_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../js/src/types.ts");
    let expected = types();
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::write(path, &expected).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == expected,
        "js/src/types.ts differs from the Rust types: UPDATE_TYPES=1 cargo test -p mta-sts --lib types"
    );
}
