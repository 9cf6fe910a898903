//! In what two policies differ.

use crate::policy::Policy;
use crate::sender::words::list;
use crate::text::show;
use crate::time::duration;

/// In what a policy differs from the one that is published now, in the order of what matters most; empty where it says the same.
pub(super) fn differences(before: &Policy, now: &Policy) -> Vec<String> {
    let mut differences = Vec::new();
    if before.mode != now.mode {
        differences.push(format!("mode {}, now {}", before.mode.name(), now.mode.name()));
    }
    let (old, new) = (patterns(before), patterns(now));
    let (added, removed) = (without(&new, &old), without(&old, &new));
    if !added.is_empty() {
        differences.push(format!("mx without {}", list(&added)));
    }
    if !removed.is_empty() {
        differences.push(format!("mx with {}, now without", list(&removed)));
    }
    if before.max_age != now.max_age {
        differences.push(format!("max_age {}, now {}", duration(before.max_age), duration(now.max_age)));
    }
    if extensions(before) != extensions(now) {
        differences.push("other fields than now".to_owned());
    }
    differences
}

fn without(names: &[String], others: &[String]) -> Vec<String> {
    names.iter().filter(|name| others.binary_search(name).is_err()).cloned().collect()
}

/// The order of the patterns, and how often one stands there, say nothing (RFC 8461 §4.1).
fn patterns(policy: &Policy) -> Vec<String> {
    in_order(policy.mx.iter().map(|pattern| show(pattern.to_string().as_bytes())).collect())
}

fn extensions(policy: &Policy) -> Vec<String> {
    in_order(policy.extensions.iter().map(|field| format!("{}:{}", field.name, field.value)).collect())
}

/// Each once. The module sorts texts anyway; a set would take 7 kB more of it.
fn in_order(mut texts: Vec<String>) -> Vec<String> {
    texts.sort_unstable();
    texts.dedup();
    texts
}
