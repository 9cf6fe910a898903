//! In what two policies differ.

use std::collections::BTreeSet;

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
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Option<String> {
        let names: Vec<String> = one.difference(other).cloned().collect();
        (!names.is_empty()).then(|| list(&names))
    };
    differences.extend(only(&new, &old).map(|names| format!("mx without {names}")));
    differences.extend(only(&old, &new).map(|names| format!("mx with {names}, now without")));
    if before.max_age != now.max_age {
        differences.push(format!("max_age {}, now {}", duration(before.max_age), duration(now.max_age)));
    }
    if extensions(before) != extensions(now) {
        differences.push("other fields than now".to_owned());
    }
    differences
}

/// The order of the patterns, and how often one stands there, say nothing (RFC 8461 §4.1).
fn patterns(policy: &Policy) -> BTreeSet<String> {
    policy.mx.iter().map(|pattern| show(pattern.to_string().as_bytes())).collect()
}

fn extensions(policy: &Policy) -> BTreeSet<(&str, &str)> {
    policy.extensions.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect()
}
