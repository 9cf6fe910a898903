//! What becomes of every finding in a corrected text. A new rule needs a row here (a test says so), and with it a
//! decision: can it only have been meant in one way?

use super::policy::{self as lines, delete_line};
use super::record as fields;
use super::rua;
use super::scene::{Change, Scene, delete};
use crate::finding::{Rule, policy, record, tlsrpt};
use crate::text::Span;

/// What to change because of a violation in a place. Nothing where it is not certain.
pub(super) type Mend = fn(&Scene<'_>, Span) -> Vec<Change>;

/// What becomes of a finding.
#[derive(Clone, Copy)]
pub(super) enum Remedy {
    /// An edit, where it is certain.
    Mend(Mend),
    /// The same, of the text as a whole: when there is nothing more to mend in its single places.
    Arrange(Mend),
    /// Only the domain's owner knows what to write.
    Owner,
    /// Nothing: it does no harm.
    Harmless,
    /// Nothing: it is not about the text.
    Elsewhere,
}
use Remedy::{Arrange, Elsewhere, Harmless, Mend as M, Owner};

/// Which remedies it is the turn of.
#[derive(Clone, Copy)]
pub(super) enum Turn {
    /// Those of single places.
    First,
    /// Those of the whole.
    Then,
}

impl Remedy {
    pub(super) fn mend(self, turn: Turn) -> Option<Mend> {
        match (self, turn) {
            (M(mend), Turn::First) | (Arrange(mend), Turn::Then) => Some(mend),
            _ => None,
        }
    }
}

pub(super) type Row = (&'static Rule, Remedy);

pub(super) fn remedy_of(table: &[Row], rule: &Rule) -> Remedy {
    table.iter().find(|(known, _)| known.id == rule.id).map_or(Elsewhere, |(_, remedy)| *remedy)
}

/// Policy files (RFC 8461 §3.2).
pub(super) static POLICY: &[Row] = &[
    (&policy::POLICY_EMPTY, Owner),
    (&policy::POLICY_HTML, Owner),
    (&policy::POLICY_JSON, Owner),
    (&policy::POLICY_BOM, M(delete)),
    (&policy::POLICY_UTF16, M(lines::utf16)),
    (&policy::POLICY_RECORD_SYNTAX, M(lines::record_syntax)),
    (&policy::POLICY_ESCAPED_LINE_ENDS, M(lines::escaped_line_ends)),
    (&policy::POLICY_NOT_UTF8, M(lines::not_utf8)),
    (&policy::POLICY_BLANK_LINE, M(delete_line)),
    (&policy::POLICY_COMMENT, M(delete_line)),
    (&policy::POLICY_BARE_CR, M(lines::bare_cr)),
    (&policy::POLICY_FOREIGN_LINE_END, M(lines::foreign_line_end)),
    (&policy::POLICY_NOT_A_FIELD, M(lines::not_a_field)),
    (&policy::POLICY_LEADING_SPACE, M(delete)),
    (&policy::POLICY_SPACE_BEFORE_COLON, M(delete)),
    (&policy::POLICY_NAME_CASE, M(lines::name)),
    (&policy::POLICY_MISSPELT_FIELD, M(lines::name)),
    (&policy::POLICY_INVISIBLE_CHARACTER, M(lines::disguised)),
    (&policy::POLICY_QUOTED_VALUE, M(lines::disguised)),
    // The two that follow do no harm. But a text that changes anyway is put in order.
    (&policy::POLICY_MIXED_LINE_ENDS, Arrange(lines::mixed_line_ends)),
    (&policy::VERSION_NOT_FIRST, Arrange(lines::version_not_first)),
    (&policy::POLICY_UNKNOWN_FIELD, Harmless),
    // It may be meant to be the field it resembles, or not to be there.
    (&policy::POLICY_NEAR_MISS, Harmless),
    (&policy::POLICY_EXTENSION_VALUE, M(lines::extension_value)),
    (&policy::VERSION_MISSING, Arrange(lines::version_missing)),
    (&policy::VERSION_VALUE, M(lines::version)),
    (&policy::MODE_MISSING, Owner),
    (&policy::MODE_VALUE, M(lines::mode)),
    (&policy::MODE_CASE, M(lines::mode)),
    (&policy::MODE_REPORT, M(lines::mode)),
    (&policy::MAX_AGE_MISSING, Owner),
    (&policy::MAX_AGE_VALUE, M(lines::max_age)),
    (&policy::MAX_AGE_UNIT, M(lines::max_age)),
    (&policy::MAX_AGE_TOO_LONG, M(lines::max_age)),
    (&policy::MAX_AGE_ZERO, Owner),
    (&policy::MAX_AGE_SHORT, Harmless),
    (&policy::MX_MISSING, Owner),
    (&policy::MX_MISSING_NONE, Owner),
    (&policy::MX_VALUE, M(lines::mx)),
    (&policy::MX_TRAILING_DOT, M(lines::mx)),
    // What the A-label is, the platform's tables decide (RFC 5891 §5), which the core does not have.
    (&policy::MX_U_LABEL, Owner),
    (&policy::MX_ADDRESS, Owner),
    (&policy::MX_TOP_LEVEL, Harmless),
    (&policy::POLICY_DUPLICATE_FIELD, Arrange(lines::duplicate)),
    (&policy::POLICY_REPEATED_FIELD, Arrange(lines::duplicate)),
    (&policy::MODE_TESTING, Elsewhere),
    (&policy::MODE_NONE, Elsewhere),
];

/// Records: MTA-STS (RFC 8461 §3.1) and TLSRPT (RFC 8460 §3).
pub(super) static RECORD: &[Row] = &[
    (&record::RECORD_ABSENT, Elsewhere),
    (&record::RECORD_LOOKUP_FAILED, Elsewhere),
    (&record::DNSSEC_BOGUS, Elsewhere),
    (&record::RECORD_MULTIPLE, Elsewhere),
    (&record::RECORD_ALIAS_DANGLING, Elsewhere),
    (&record::RECORD_MISPLACED, Elsewhere),
    (&record::RECORD_DOUBLED_ZONE, Elsewhere),
    (&record::RECORD_WILDCARD_TXT, Elsewhere),
    (&record::RECORD_NOT_INHERITED, Elsewhere),
    (&record::RECORD_TTL_LONG, Elsewhere),
    (&record::RECORD_OTHER_TXT, Elsewhere),
    (&record::RECORD_NEARLY, M(fields::sts_version)),
    (&record::RECORD_SPACE_BEFORE_SEMICOLON, M(delete)),
    (&record::RECORD_FIELD_SYNTAX, M(fields::field)),
    (&record::RECORD_EMPTY_FIELD, M(delete)),
    (&record::RECORD_TRAILING_SPACE, M(delete)),
    (&record::RECORD_NOT_ASCII, M(fields::not_ascii)),
    (&record::ID_MISSING, Owner),
    (&record::ID_SYNTAX, M(fields::id)),
    (&record::ID_CASE, M(fields::id_case)),
    (&record::RECORD_DUPLICATE_FIELD, Arrange(fields::duplicate)),
    (&record::RECORD_POLICY_FIELD, Harmless),
    (&tlsrpt::TLSRPT_ABSENT, Elsewhere),
    (&tlsrpt::TLSRPT_ABSENT_UNUSED, Elsewhere),
    (&tlsrpt::TLSRPT_LOOKUP_FAILED, Elsewhere),
    (&tlsrpt::TLSRPT_MULTIPLE, Elsewhere),
    (&tlsrpt::TLSRPT_OTHER_TXT, Elsewhere),
    (&tlsrpt::TLSRPT_NEARLY, M(fields::tlsrpt_version)),
    (&tlsrpt::TLSRPT_MISPLACED, Elsewhere),
    (&tlsrpt::TESTING_UNHEARD, Elsewhere),
    (&tlsrpt::TLSRPT_SPACE_BEFORE_SEMICOLON, M(delete)),
    (&tlsrpt::TLSRPT_FIELD_SYNTAX, M(rua::field)),
    (&tlsrpt::TLSRPT_EMPTY_FIELD, M(delete)),
    (&tlsrpt::TLSRPT_TRAILING_SPACE, M(delete)),
    (&tlsrpt::TLSRPT_NOT_ASCII, M(rua::not_ascii)),
    // The field may be there in another case.
    (&tlsrpt::RUA_MISSING, M(rua::missing)),
    (&tlsrpt::RUA_SYNTAX, M(rua::syntax)),
    (&tlsrpt::RUA_SCHEME_MISSING, M(rua::scheme_missing)),
    (&tlsrpt::RUA_EXTERNAL, Elsewhere),
    (&tlsrpt::RUA_SCHEME, Harmless),
    (&tlsrpt::RUA_UNUSABLE, Owner),
    (&tlsrpt::TLSRPT_DUPLICATE_FIELD, Arrange(rua::duplicate)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Effect, Severity};

    fn assert_complete(table: &[Row], rules: &[&[&'static Rule]]) {
        let rules: Vec<&str> = rules.iter().copied().flatten().map(|rule| rule.id).collect();
        for id in &rules {
            let rows = table.iter().filter(|(rule, _)| rule.id == *id).count();
            assert_eq!(rows, 1, "what becomes of {id}? crates/core/src/correct/remedy.rs has {rows} rows for it");
        }
        assert_eq!(table.len(), rules.len());
    }

    #[test]
    fn every_finding_has_its_decision() {
        assert_complete(POLICY, &[policy::RULES]);
        assert_complete(RECORD, &[record::RULES, tlsrpt::RULES]);
    }

    #[test]
    fn what_does_harm_is_mended_or_left_to_the_owner() {
        for (rule, remedy) in POLICY.iter().chain(RECORD) {
            let is_grave = rule.effect != Effect::Harmless || rule.severity == Severity::Error;
            match remedy {
                Harmless => assert!(!is_grave, "{}", rule.id),
                Owner => assert!(is_grave, "{}", rule.id),
                M(_) | Arrange(_) | Elsewhere => {}
            }
        }
    }
}
