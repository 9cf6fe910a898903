//! Printing and reading is the identity for records and policies that leave no doubt.

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use mta_sts::policy::{MAX_MAX_AGE, Mode, parse_policy};
use mta_sts::record::parse_record;
use mta_sts::text::Violations;
use mta_sts::tlsrpt::record::parse_record as parse_tlsrpt_record;

/// Names of extensions: at most 32 letters, digits, `_`, `-` and `.`, none of them known or nearly so.
fn extension_names() -> impl Strategy<Value = Vec<String>> {
    btree_set("zz[A-Za-z0-9_.-]{0,30}", 0..4).prop_map(|names| names.into_iter().collect())
}

/// RFC 8461 §3.1 `sts-ext-value`.
const RECORD_VALUE: &str = r"[!-:<>-~]{1,40}";
/// RFC 8461 §3.2 `sts-policy-ext-value`.
const POLICY_VALUE: &str = r"[!-~é€😀]([ !-~é€😀]{0,30}[!-~é€😀])?";
/// RFC 5321 §4.1.2 `Domain`, with or without `*.` before it; of two labels at least and no address, which would be
/// remarked on.
const PATTERN: &str = r"(\*\.)?([a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?\.){1,4}[a-z]([a-z0-9-]{0,20}[a-z0-9])?";
/// URIs of both kinds that reports are sent to, less what RFC 8460 §3 wants encoded.
const URI: &str = r"(mailto:[a-z0-9.+_-]{1,20}@[a-z0-9.-]{1,20}(\?subject=[a-z]{1,9})?|HTTPS://[a-z0-9.-]{1,20}(:[0-9]{1,4})?/[a-z/?=&-]{0,20}(%2C)?)";

fn ids(violations: &Violations) -> Vec<&'static str> {
    violations.iter().map(|violation| violation.rule.id).collect()
}

proptest! {
    #[test]
    fn a_record(id in "[A-Za-z0-9]{1,32}", names in extension_names(), value in RECORD_VALUE, space in "[ \t]{0,3}") {
        let fields: String = names.iter().map(|name| format!("{space};{space}{name}={value}")).collect();
        let (record, violations) = parse_record(format!("v=STSv1;{space}id={id}{fields}").as_bytes());
        prop_assert_eq!(ids(&violations), Vec::<&str>::new());
        let record = record.unwrap();
        prop_assert_eq!((record.id.as_str(), record.extensions.len()), (id.as_str(), names.len()));
        let (again, violations) = parse_record(record.to_string().as_bytes());
        prop_assert_eq!(ids(&violations), Vec::<&str>::new());
        prop_assert_eq!(again, Some(record));
    }

    #[test]
    fn a_tlsrpt_record(
        uris in vec(URI, 1..4),
        names in extension_names(),
        value in RECORD_VALUE,
        space in "[ \t]{0,3}",
        rua_last: bool,
    ) {
        let rua = format!("rua={}", uris.join(&format!("{space},{space}")));
        let mut fields: Vec<String> = names.iter().map(|name| format!("{name}={value}")).collect();
        fields.insert(if rua_last { fields.len() } else { 0 }, rua);
        let text = format!("v=TLSRPTv1;{}", fields.join(&format!("{space};{space}")));
        let (record, violations) = parse_tlsrpt_record(text.as_bytes());
        prop_assert_eq!(ids(&violations), Vec::<&str>::new(), "{}", text);
        let record = record.unwrap();
        prop_assert_eq!(&record.rua, &uris);
        let (again, violations) = parse_tlsrpt_record(record.to_string().as_bytes());
        prop_assert_eq!(ids(&violations), Vec::<&str>::new());
        prop_assert_eq!(again, Some(record));
    }

    #[test]
    fn a_policy(
        mode in proptest::sample::select(vec![Mode::Enforce, Mode::Testing, Mode::None]),
        max_age in 86_400..=MAX_MAX_AGE,
        patterns in vec(PATTERN, 1..6),
        names in extension_names(),
        value in POLICY_VALUE,
        order in Just(vec![0usize, 1, 2]).prop_shuffle(),
        (space, end) in ("[ \t]{0,3}", "\r?\n"),
    ) {
        let mx: Vec<String> = patterns.iter().map(|pattern| format!("mx:{space}{pattern}")).collect();
        let groups = [vec![format!("mode:{space}{mode}")], mx, vec![format!("max_age:{space}{max_age}")]];
        let mut lines = vec!["version: STSv1".to_owned()];
        lines.extend(order.iter().flat_map(|group| groups[*group].clone()));
        lines.extend(names.iter().map(|name| format!("{name}:{space}{value}")));
        let (policy, violations) = parse_policy(lines.join(&end).as_bytes());
        // Extensions are remarked on; nothing else is.
        let expected = vec!["policy-unknown-field"; names.len()];
        prop_assert_eq!(ids(&violations), expected.clone(), "{}", lines.join("\n"));
        let policy = policy.unwrap();
        prop_assert_eq!(policy.extensions.len(), names.len());
        let (again, violations) = parse_policy(policy.to_string().as_bytes());
        prop_assert_eq!(ids(&violations), expected);
        prop_assert_eq!(again, Some(policy));
    }
}
