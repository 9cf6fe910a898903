//! `mta-sts-bench ratios CORPUS.json` prints nanoseconds per operation as JSON, for `bench/run.mjs` to put in proportion.
//! `mta-sts-bench linear` checks that no parser takes more than proportional time for any input, and fails if one does.

mod adversary;
mod linear;
mod ratios;
mod timing;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["ratios", corpus] => ratios::print(corpus),
        ["linear"] => linear::check(),
        _ => Err("usage: mta-sts-bench ratios CORPUS.json | mta-sts-bench linear".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
