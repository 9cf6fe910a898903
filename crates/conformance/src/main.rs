//! `mta-sts-conformance DIR`: runs the cases of a folder and says which fail.

use std::io::{BufWriter, Write as _, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use mta_sts_conformance::{Problem, Summary, readings, run, transcript};

const USAGE: &str = "\
usage: mta-sts-conformance DIR
       mta-sts-conformance [DIR] --readings FILE
       mta-sts-conformance --transcript DIR

Runs the conformance cases of a folder (record.json, policy.json, mx.json, fetch.json, tlsrpt_record.json,
tlsrpt_report.json), prints a line for each case that fails, and last the count.

  --readings FILE  compares the sender profiles with what senders in use make of policies, or of patterns and hosts;
                   prints a line for each reading that differs, and for each sender how many agree
  --transcript     print the calls that the cases come to, a JSON object on each line: `call`, `input`, and `output`,
                   which is the exact JSON that every build of this project has to give

Exit status: 0 when no case fails and no reading differs, 1 when one does, 2 when they cannot be run.";

/// What to do.
enum Command {
    Help,
    Run { folder: PathBuf },
    Compare { readings: PathBuf },
    Transcript { folder: PathBuf },
}

fn main() -> ExitCode {
    match command(std::env::args_os().skip(1).map(PathBuf::from)).and_then(execute) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            eprintln!("mta-sts-conformance: {problem}");
            ExitCode::from(2)
        }
    }
}

fn command(mut arguments: impl Iterator<Item = PathBuf>) -> Result<Command, Problem> {
    let problem = |what: String| Problem(format!("{what}\n{USAGE}"));
    let (mut folder, mut readings, mut is_transcript) = (None, None, false);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--help" | "-h") => return Ok(Command::Help),
            Some("--readings") => {
                readings = Some(arguments.next().ok_or_else(|| problem("--readings needs a file.".to_owned()))?);
            }
            Some("--transcript") => is_transcript = true,
            Some(option) if option.starts_with('-') => return Err(problem(format!("There is no option {option}."))),
            _ if folder.is_some() => return Err(problem("Only one folder can be given.".to_owned())),
            _ => folder = Some(argument),
        }
    }
    if let Some(readings) = readings {
        return Ok(Command::Compare { readings });
    }
    let folder = folder.ok_or_else(|| problem("The folder with the cases is missing.".to_owned()))?;
    Ok(if is_transcript { Command::Transcript { folder } } else { Command::Run { folder } })
}

/// Whether no case failed.
fn execute(command: Command) -> Result<bool, Problem> {
    match command {
        Command::Help => {
            print(&[USAGE]);
            Ok(true)
        }
        Command::Transcript { folder } => {
            print(&transcript(&folder)?);
            Ok(true)
        }
        Command::Compare { readings } => {
            let agreements = readings::compare(&readings)?;
            print(&agreements);
            Ok(agreements.iter().all(|agreement| agreement.disagreements.is_empty()))
        }
        Command::Run { folder } => {
            let summary: Summary = run(&folder)?;
            print(&summary.failures);
            print(&[&summary]);
            Ok(summary.failures.is_empty())
        }
    }
}

/// Whoever reads may stop early; that is no trouble of ours.
fn print<T: std::fmt::Display>(lines: &[T]) {
    let mut out = BufWriter::new(stdout().lock());
    for line in lines {
        _ = writeln!(out, "{line}");
    }
}
