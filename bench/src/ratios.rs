//! How long the core takes, beside a bare pass over the same bytes, on the corpus and on growing lists of hosts.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use mta_sts::policy::{Policy, locate_policy, parse_policy};
use mta_sts::{HostName, offline};
use serde::Deserialize;

use crate::timing::{median, runs_for, time};

const ROUNDS: usize = 7;
const SAMPLE: Duration = Duration::from_millis(8);

/// One policy of `bench/corpus.mjs`.
#[derive(Clone, Deserialize)]
struct Case {
    kind: String,
    valid: bool,
    text: String,
    hosts: Vec<String>,
}

/// Something to measure: what it does, to which inputs, how many operations one run is.
struct Task<'a> {
    subject: &'static str,
    kind: String,
    operations: usize,
    run: Box<dyn FnMut() + 'a>,
}

/// Prints `{ "nanoseconds": { subject: { kind: number } }, "disagreements": { subject: number } }`.
pub(crate) fn print(path: &str) -> Result<(), String> {
    let json = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let cases: Vec<Case> = serde_json::from_str(&json).map_err(|error| format!("{path}: {error}"))?;
    let disagreements =
        cases.iter().filter(|case| case.valid != parse_policy(case.text.as_bytes()).1.conforms()).count();
    let mut by_kind: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for case in &cases {
        by_kind.entry(case.kind.clone()).or_default().push(case.clone());
    }
    by_kind.insert("all".to_owned(), cases);
    let lists: Vec<(usize, Case)> = [40, 1740].into_iter().map(|hosts| (hosts, list(hosts))).collect();

    let mut tasks = Vec::new();
    for (kind, cases) in &by_kind {
        tasks.extend(parsing(kind, cases));
        tasks.extend(matching(kind, cases, 1));
    }
    for (hosts, case) in &lists {
        let kind = format!("{hosts} mx");
        let cases = std::slice::from_ref(case);
        tasks.extend(parsing(&kind, cases).into_iter().map(|task| Task { operations: *hosts, ..task }));
        tasks.extend(matching(&kind, cases, *hosts));
    }
    let disagreements = BTreeMap::from([
        ("locate_policy", disagreements),
        ("parse_policy", disagreements),
        ("validate_policy", disagreements),
    ]);
    let report = serde_json::json!({ "nanoseconds": measure(&mut tasks), "disagreements": disagreements });
    println!("{report}");
    Ok(())
}

/// A policy with so many hosts, and one that none of its patterns allows.
fn list(hosts: usize) -> Case {
    let mx: String = (0..hosts).map(|number| format!("mx: mx{number:06}.mail.example\n")).collect();
    Case {
        kind: String::new(),
        valid: true,
        text: format!("version: STSv1\nmode: enforce\nmax_age: 604800\n{mx}"),
        hosts: vec!["mx000000.mail.invalid".to_owned()],
    }
}

fn parsing<'a>(kind: &str, cases: &'a [Case]) -> Vec<Task<'a>> {
    let over = |subject, run: fn(&[u8])| Task {
        subject,
        kind: kind.to_owned(),
        operations: cases.len(),
        run: Box::new(move || cases.iter().for_each(|case| run(case.text.as_bytes()))),
    };
    vec![
        over("memchr2", |text| _ = black_box(memchr::memchr2_iter(b'\n', b':', text).count())),
        over("locate_policy", |text| _ = black_box(locate_policy(text))),
        over("parse_policy", |text| _ = black_box(parse_policy(text))),
        over("validate_policy", |text| _ = black_box(offline::validate_policy(text))),
    ]
}

/// Asks each usable policy about its hosts. With `patterns` above 1 the time is given for each of them.
fn matching<'a>(kind: &str, cases: &'a [Case], patterns: usize) -> Option<Task<'a>> {
    let parsed: Vec<(Policy, Vec<HostName>)> = cases
        .iter()
        .filter(|case| case.valid)
        .filter_map(|case| {
            let hosts = case.hosts.iter().map(|host| HostName::from_dns(host)).collect();
            Some((parse_policy(case.text.as_bytes()).0?, hosts))
        })
        .collect();
    let operations = parsed.iter().map(|(_, hosts)| hosts.len() * patterns).sum();
    let run = move || {
        for (policy, hosts) in &parsed {
            for host in hosts {
                black_box(policy.mx.iter().any(|pattern| pattern.matches(host)));
            }
        }
    };
    (operations > 0).then(|| Task { subject: "match", kind: kind.to_owned(), operations, run: Box::new(run) })
}

/// Medians over rounds in which every task has its turn, so that a disturbance hits all alike.
fn measure(tasks: &mut [Task<'_>]) -> BTreeMap<&'static str, BTreeMap<String, f64>> {
    let times: Vec<u32> = tasks.iter_mut().map(|task| runs_for(SAMPLE, &mut task.run)).collect();
    let mut samples = vec![Vec::new(); tasks.len()];
    for _ in 0..ROUNDS {
        for ((task, times), samples) in tasks.iter_mut().zip(&times).zip(&mut samples) {
            let runs = f64::from(*times) * task.operations as f64;
            samples.push(time(*times, &mut task.run).as_secs_f64() * 1e9 / runs);
        }
    }
    let mut medians: BTreeMap<&'static str, BTreeMap<String, f64>> = BTreeMap::new();
    for (task, samples) in tasks.iter().zip(samples) {
        medians.entry(task.subject).or_default().insert(task.kind.clone(), median(samples));
    }
    medians
}
