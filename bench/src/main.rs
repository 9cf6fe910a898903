//! `mta-sts-bench ratios CORPUS.json` prints nanoseconds per operation as JSON, for `bench/run.mjs` to put in proportion.
//! `mta-sts-bench linear` checks that no parser takes more than proportional time for any input, and fails if one does.
//! `mta-sts-bench reports sum|each PACK` reads TLS reports and prints what it took, or what it made of each, for `bench/reports.mjs`.
//!
//! The others load a server, or fetch without one, and print what was measured as JSON: for `bench/helper.mjs` and
//! `bench/abuse.mjs`. Each client has an address of its own in 127.0.0.0/8.
//!
//! - `load CONNECTIONS SECONDS URL...`: kept connections, each asks anew as soon as it is answered
//! - `fetch bare|bare-dns|policy CONCURRENCY SECONDS DOMAIN...`: policy files, with TLS alone (and DNS), or as the helper fetches them
//! - `flood idle|silent|drip|half-open COUNT SECONDS URL`: connections of no use
//! - `mix SECONDS NAME=RATE/CLIENTS@URL...`: requests at their times, however long others take

mod adversary;
mod client;
mod fetches;
mod flood;
mod latency;
mod linear;
mod load;
mod mix;
mod ratios;
mod reports;
mod timing;

use std::process::ExitCode;
use std::time::Duration;

use serde_json::Value;
use tokio::runtime::Builder;

const USAGE: &str = "usage: mta-sts-bench ratios CORPUS.json | linear | reports sum|each PACK | load CONNECTIONS SECONDS URL... | \
    fetch bare|bare-dns|policy CONCURRENCY SECONDS DOMAIN... | flood idle|silent|drip|half-open COUNT SECONDS URL | \
    mix SECONDS NAME=RATE/CLIENTS@URL...";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["ratios", corpus] => ratios::print(corpus),
        ["linear"] => linear::check(),
        _ => measure(&arguments).map(|measured| println!("{measured}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &[String]) -> Result<Value, String> {
    let count = |text: &str| text.parse::<u32>().map_err(|_| format!("“{text}” is no number."));
    let seconds = |text: &str| {
        let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        seconds.ok_or_else(|| format!("“{text}” is no number of seconds."))
    };
    // A client takes one processor at most; fetches take what the helper would take.
    let runtime = |mut builder: Builder| builder.enable_all().build().map_err(|error| error.to_string());
    let one = || runtime(Builder::new_current_thread());
    match arguments {
        [verb, how, path] if verb == "reports" && how == "sum" => reports::sum(path),
        [verb, how, path] if verb == "reports" && how == "each" => reports::each(path),
        [verb, connections, time, urls @ ..] if verb == "load" => {
            one()?.block_on(load::run(count(connections)?, seconds(time)?, urls))
        }
        [verb, how, concurrency, time, domains @ ..] if verb == "fetch" => {
            let all = runtime(Builder::new_multi_thread())?;
            all.block_on(fetches::run(how, count(concurrency)?, seconds(time)?, domains))
        }
        [verb, kind, clients, time, url] if verb == "flood" => {
            one()?.block_on(flood::run(kind, count(clients)?, seconds(time)?, url))
        }
        [verb, time, streams @ ..] if verb == "mix" => one()?.block_on(mix::run(seconds(time)?, streams)),
        _ => Err(USAGE.to_owned()),
    }
}
