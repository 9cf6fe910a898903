//! Whether an answer is one of the right ones.

use serde_json::Value;

/// Whether `got` is what `expected` says. An error or a reason may be any of the kinds in `or`; `mx` compares without
/// regard to case; `mx_count` and `extensions_count` stand for long lists; of `notices` there may be more than are expected.
pub(crate) fn is_right(expected: &Value, got: &Value) -> bool {
    let Value::Object(mut expected) = expected.clone() else { return *expected == *got };
    let Value::Object(mut got) = got.clone() else { return false };
    if let Some(Value::Array(others)) = expected.remove("or") {
        for name in ["error", "why"] {
            if let Some(kind) = got.get(name).filter(|kind| others.contains(kind)) {
                expected.insert(name.to_owned(), kind.clone());
            }
        }
    }
    if let (Some(expected), Some(got)) = (expected.get_mut("ok"), got.get_mut("ok")) {
        align(expected, got);
    }
    expected == got
}

/// Brings a success into the form of the expected one.
fn align(expected: &mut Value, got: &mut Value) {
    let (Some(expected), Some(got)) = (expected.as_object_mut(), got.as_object_mut()) else { return };
    for name in ["mx", "extensions"] {
        let counted = format!("{name}_count");
        if expected.contains_key(&counted) {
            let count = got.remove(name).and_then(|list| list.as_array().map(Vec::len));
            got.insert(counted, count.into());
        }
    }
    if let (Some(Value::Array(wanted)), Some(Value::Array(given))) = (expected.get("notices"), got.get("notices")) {
        let are_there = wanted.iter().all(|notice| given.contains(notice));
        got.insert("notices".to_owned(), if are_there { wanted.clone().into() } else { given.clone().into() });
    }
    for side in [expected, got] {
        for pattern in side.get_mut("mx").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Value::String(pattern) = pattern {
                pattern.make_ascii_lowercase();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_are_compared_as_the_format_says() {
        for (expected, got, is_same) in [
            (json!({"error": "bad-id", "or": ["syntax"]}), json!({"error": "bad-id"}), true),
            (json!({"error": "bad-id", "or": ["syntax"]}), json!({"error": "syntax"}), true),
            (json!({"error": "bad-id", "or": ["syntax"]}), json!({"error": "none"}), false),
            (json!({"error": "bad-id"}), json!({"ok": {"id": "x"}}), false),
            (
                json!({"usable": false, "why": "redirect", "or": ["http-status"]}),
                json!({"usable": false, "why": "http-status"}),
                true,
            ),
            (json!({"usable": false, "why": "redirect", "or": ["http-status"]}), json!({"usable": true}), false),
            (json!({"ok": {"mx": ["A.example"]}}), json!({"ok": {"mx": ["a.example"]}}), true),
            (json!({"ok": {"mx": ["a", "b"]}}), json!({"ok": {"mx": ["b", "a"]}}), false),
            (json!({"ok": {"mx_count": 2}}), json!({"ok": {"mx": ["b", "a"]}}), true),
            (json!({"ok": {"extensions_count": 2}}), json!({"ok": {"extensions": []}}), false),
            (json!({"ok": {"notices": ["bom"]}}), json!({"ok": {"notices": ["bad-ip", "bom"]}}), true),
            (json!({"ok": {"notices": []}}), json!({"ok": {"notices": ["bad-ip"]}}), true),
            (json!({"ok": {"notices": ["bom"]}}), json!({"ok": {"notices": ["bad-ip"]}}), false),
            (json!({"ok": {"id": "a"}}), json!({"ok": {"id": "a", "extensions": []}}), false),
            (json!({"ok": {"id": "a"}}), json!({"ok": {"id": "A"}}), false),
        ] {
            assert_eq!(is_right(&expected, &got), is_same, "{expected} {got}");
        }
    }
}
