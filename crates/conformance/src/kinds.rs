//! From the core's rules to the kinds of error that the cases name.

use mta_sts::text::{Violation, Violations};

/// What to call a text that breaks a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Always this.
    Is(&'static str),
    /// `missing-` and the field that is meant.
    MissingField,
    /// `bad-` and the field whose value it is.
    BadField,
}

/// Every rule that makes a text unusable by the letter of the RFC. The RFCs name no kinds of error; these are the cases'
/// own, and coarser than the rules.
const KINDS: &[(&str, Kind)] = &[
    // The MTA-STS record.
    ("record-multiple", Kind::Is("multiple")),
    ("record-field-syntax", Kind::Is("syntax")),
    ("record-empty-field", Kind::Is("syntax")),
    ("record-trailing-space", Kind::Is("syntax")),
    ("record-not-ascii", Kind::Is("syntax")),
    ("id-missing", Kind::Is("missing-id")),
    ("id-case", Kind::Is("missing-id")),
    ("id-syntax", Kind::Is("bad-id")),
    // The policy file.
    ("policy-empty", Kind::Is("empty")),
    ("policy-html", Kind::Is("syntax")),
    ("policy-json", Kind::Is("syntax")),
    ("policy-bom", Kind::Is("bom")),
    ("policy-utf16", Kind::Is("bad-encoding")),
    ("policy-record-syntax", Kind::Is("syntax")),
    ("policy-escaped-line-ends", Kind::Is("syntax")),
    ("policy-not-utf8", Kind::Is("bad-encoding")),
    ("policy-blank-line", Kind::Is("syntax")),
    ("policy-comment", Kind::Is("syntax")),
    ("policy-bare-cr", Kind::Is("syntax")),
    ("policy-not-a-field", Kind::Is("syntax")),
    ("policy-leading-space", Kind::Is("syntax")),
    ("policy-space-before-colon", Kind::Is("syntax")),
    ("policy-name-case", Kind::MissingField),
    ("policy-misspelt-field", Kind::MissingField),
    ("policy-invisible-character", Kind::BadField),
    ("policy-quoted-value", Kind::BadField),
    ("policy-extension-value", Kind::Is("syntax")),
    ("version-missing", Kind::Is("missing-version")),
    ("version-value", Kind::Is("bad-version")),
    ("mode-missing", Kind::Is("missing-mode")),
    ("mode-value", Kind::Is("bad-mode")),
    ("mode-case", Kind::Is("bad-mode")),
    ("mode-report", Kind::Is("bad-mode")),
    ("max-age-missing", Kind::Is("missing-max-age")),
    ("max-age-value", Kind::Is("bad-max-age")),
    ("max-age-unit", Kind::Is("bad-max-age")),
    ("max-age-too-long", Kind::Is("bad-max-age")),
    ("mx-missing", Kind::Is("missing-mx")),
    ("mx-value", Kind::Is("bad-mx")),
    ("mx-trailing-dot", Kind::Is("bad-mx")),
    ("mx-u-label", Kind::Is("bad-mx")),
    // The TLSRPT record.
    ("tlsrpt-multiple", Kind::Is("multiple")),
    ("tlsrpt-field-syntax", Kind::Is("syntax")),
    ("tlsrpt-empty-field", Kind::Is("syntax")),
    ("tlsrpt-trailing-space", Kind::Is("syntax")),
    ("tlsrpt-not-ascii", Kind::Is("syntax")),
    ("rua-missing", Kind::Is("missing-rua")),
    ("rua-syntax", Kind::Is("bad-rua")),
    ("rua-scheme-missing", Kind::Is("bad-rua")),
];

/// Why a text may not be used: the first forbidden thing in the order of the text. `None` if it conforms.
pub(crate) fn first_error(violations: &Violations) -> Option<String> {
    if violations.conforms() {
        return None;
    }
    let forbidden = violations.iter().filter(|violation| violation.rule.effect.is_forbidden());
    forbidden.min_by_key(|violation| violation.span.start).map(kind)
}

fn kind(violation: &Violation) -> String {
    let id = violation.rule.id;
    let field = |name: &str| {
        let value = violation.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        value.unwrap_or_default().replace('_', "-")
    };
    match KINDS.iter().find(|(known, _)| *known == id).map(|(_, kind)| *kind) {
        Some(Kind::Is(kind)) => kind.to_owned(),
        Some(Kind::MissingField) => format!("missing-{}", field("meant")),
        Some(Kind::BadField) => format!("bad-{}", field("name")),
        None => format!("unnamed rule {id}"),
    }
}

#[cfg(test)]
mod tests {
    use mta_sts::finding::{policy, record, tlsrpt};

    use super::*;

    #[test]
    fn every_rule_that_forbids_a_text_has_a_kind() {
        let rules = || [record::RULES, policy::RULES, tlsrpt::RULES].into_iter().flatten();
        for rule in rules().filter(|rule| rule.effect.is_forbidden()) {
            assert!(KINDS.iter().any(|(id, _)| *id == rule.id), "{} has no kind: add it to KINDS", rule.id);
        }
        for (id, _) in KINDS {
            assert!(rules().any(|rule| rule.id == *id), "KINDS has {id}, which is no rule");
        }
    }

    #[test]
    fn the_first_in_the_order_of_the_text_decides() {
        for (text, expected) in [
            ("version: STSv1\nmode: none\nmax_age: 1\n", None),
            ("version: STSv1\nmode: none\nmax_age: 1\n\n", Some("syntax")),
            ("mode: hard\nversion: STSv2\nmax_age: 1\n", Some("bad-mode")),
            ("Version: STSv1\nmode: none\nmax_age: 1\n", Some("missing-version")),
            ("version: STSv1\nmode: none\nMAX_AGE: 1\n", Some("missing-max-age")),
        ] {
            let (_, violations) = mta_sts::policy::parse_policy(text.as_bytes());
            assert_eq!(first_error(&violations).as_deref(), expected, "{text}");
        }
    }
}
