//! The gate: twice the input may take at most two and a half times as long, at every size, and no more than a set time.

use std::hint::black_box;

use mta_sts::policy::{Policy, parse_policy};
use mta_sts::{Answer, HostName, Octets, RecordType, doh, offline, record, tlsrpt};

use crate::adversary::{ANSWERS, REPORTS, TEXTS};
use crate::timing::fastest;

const KIB: usize = 1024;
const MOST_GROWTH: f64 = 2.5;
/// Seconds for each octet (or host): faster than this it is the processor's caches that end, not the parser that slows.
const FAST_ENOUGH: f64 = 1e-9;
/// A noisy neighbour can spoil any one measurement, and only a real slope spoils all.
const TRIES: u32 = 5;

/// A way to read a text, and what makes it look at the whole text.
struct Parser {
    name: &'static str,
    head: &'static str,
    /// How many parsers it runs: so many times the time of one is allowed.
    parsers: usize,
    parse: fn(&[u8]),
}

const PARSERS: &[Parser] = &[
    Parser {
        name: "parse_policy",
        head: "version: STSv1\nmode: enforce\nmax_age: 604800\n",
        parsers: 1,
        parse: |text| _ = black_box(parse_policy(text)),
    },
    Parser {
        name: "validate_policy",
        head: "version: STSv1\nmode: enforce\nmax_age: 604800\n",
        parsers: 1,
        parse: |text| _ = black_box(offline::validate_policy(text)),
    },
    Parser {
        name: "read_as_senders",
        head: "version: STSv1\nmode: enforce\nmax_age: 604800\n",
        parsers: 8,
        parse: |text| _ = black_box(offline::read_as_senders(text, &[])),
    },
    Parser {
        name: "record::parse_record",
        head: "v=STSv1; id=1;",
        parsers: 1,
        parse: |text| _ = black_box(record::parse_record(text)),
    },
    Parser {
        name: "tlsrpt::parse_record",
        head: "v=TLSRPTv1; rua=mailto:a@b.example;",
        parsers: 1,
        parse: |text| _ = black_box(tlsrpt::record::parse_record(text)),
    },
    Parser {
        name: "validate_record",
        head: "v=STSv1; id=1;",
        parsers: 1,
        parse: |text| _ = black_box(offline::validate_record(text)),
    },
];

/// One way to be slow: how it grows from size to size, and how long it takes at most.
struct Growth<'a> {
    subject: &'a str,
    name: &'a str,
    /// Sizes, each with the seconds allowed for it, if there is a limit.
    sizes: Vec<(usize, Option<f64>)>,
}

/// Prints a line for each adversary; an error when any is superlinear or too slow.
pub(crate) fn check() -> Result<(), String> {
    let mut failed = 0;
    for Parser { name: subject, head, parsers, parse } in PARSERS {
        for adversary in TEXTS {
            let limit = |size| match size {
                65_536 => Some(0.005 * *parsers as f64),
                8_388_608 => Some(0.2 * *parsers as f64),
                _ => None,
            };
            let sizes = (0..8).map(|step| (64 * KIB) << step).map(|size| (size, limit(size))).collect();
            let growth = Growth { subject, name: adversary.name, sizes };
            failed += growth.check(|size| {
                let text = adversary.text(head, size);
                Box::new(move || parse(&text))
            });
        }
    }
    for (head, adversary) in REPORTS {
        let limit = |size| (size == 8_388_608).then_some(0.2);
        let sizes = (0..8).map(|step| (64 * KIB) << step).map(|size| (size, limit(size))).collect();
        failed += Growth { subject: "read_report", name: adversary.name, sizes }.check(|size| {
            let text = adversary.text(head, size);
            Box::new(move || _ = black_box(tlsrpt::report::read_report(&text)))
        });
    }
    for answer in ANSWERS {
        // Beyond its limit the reader refuses an answer unread.
        let sizes = (0..5).map(|step| (doh::MAX_BYTES >> (4 - step), Some(0.02))).collect();
        failed += Growth { subject: "doh::read", name: answer.name, sizes }.check(|size| {
            let asked = if answer.name.contains("MX") { RecordType::Mx } else { RecordType::Txt };
            let answer = Answer::Response { status: 200, body: Octets::from(answer.body(size)), elapsed_ms: 0 };
            Box::new(move || _ = black_box(doh::read(&answer, "n0.example", asked)))
        });
    }
    let sizes = vec![(1_250, None), (2_500, None), (5_000, None), (10_000, Some(0.2))];
    failed +=
        Growth { subject: "MxPattern::matches", name: "hosts that 5000 patterns all refuse", sizes }.check(|size| {
            let policy = policy_of(5_000);
            let hosts: Vec<HostName> = (0..size).map(|n| HostName::from_dns(&format!("mx{n}.mail.invalid"))).collect();
            Box::new(move || {
                for host in &hosts {
                    black_box(policy.mx.iter().any(|pattern| pattern.matches(host)));
                }
            })
        });
    match failed {
        0 => Ok(()),
        _ => Err(format!("{failed} inputs take more than proportional time, or too long.")),
    }
}

fn policy_of(patterns: usize) -> Policy {
    let mx: String =
        (0..patterns).map(|n| format!("mx: {}{n:06}.mail.example\n", if n % 2 == 0 { "*.mx" } else { "mx" })).collect();
    let text = format!("version: STSv1\nmode: enforce\nmax_age: 604800\n{mx}");
    let (policy, _) = parse_policy(text.as_bytes());
    policy.unwrap_or_else(|| unreachable!("the policy above is valid"))
}

impl Growth<'_> {
    /// Measures and prints one line; gives 1 if the gate is broken.
    fn check(&self, prepare: impl Fn(usize) -> Box<dyn FnMut()>) -> usize {
        let mut runs: Vec<_> = self.sizes.iter().map(|(size, _)| prepare(*size)).collect();
        let mut seconds: Vec<f64> = runs.iter_mut().map(|run| fastest(2, run)).collect();
        for _ in 0..TRIES {
            if self.complaint(&seconds).is_none() {
                break;
            }
            for (run, best) in runs.iter_mut().zip(&mut seconds) {
                *best = best.min(fastest(2, run));
            }
        }
        let name = format!("{}: {}", self.subject, self.name);
        let ms = |at: Option<&f64>| at.map_or(f64::NAN, |seconds| seconds * 1e3);
        let ends = format!("{:9.3} ms {:9.3} ms", ms(seconds.first()), ms(seconds.last()));
        let verdict = self.complaint(&seconds);
        println!("{name:58} {ends}  x{:.2} at most  {}", self.steepest(&seconds), verdict.as_deref().unwrap_or("ok"));
        usize::from(verdict.is_some())
    }

    fn complaint(&self, seconds: &[f64]) -> Option<String> {
        if self.steepest(seconds) > MOST_GROWTH {
            return Some(format!(
                "TOO STEEP: {}",
                seconds.iter().map(|s| format!("{:.2} ", s * 1e3)).collect::<String>()
            ));
        }
        self.sizes.iter().zip(seconds).find_map(|((size, limit), seconds)| {
            limit
                .filter(|limit| seconds > limit)
                .map(|limit| format!("TOO SLOW: {:.1} ms for {size}, allowed {:.0} ms", seconds * 1e3, limit * 1e3))
        })
    }

    /// The largest step from one size to the next, of those that take long enough to matter.
    fn steepest(&self, seconds: &[f64]) -> f64 {
        let steps = seconds.windows(2).zip(self.sizes.iter().skip(1));
        let slow = steps.filter(|(pair, (size, _))| pair[1] > FAST_ENOUGH * *size as f64);
        slow.map(|(pair, _)| pair[1] / pair[0]).fold(0.0, f64::max)
    }
}
