//! Findings about the text of the policy file (RFC 8461 §3.2).

super::rules! {
    POLICY_EMPTY = "policy-empty": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The policy file is empty.";
    then "Senders cannot use it.";
    fix "Upload the policy: `version`, `mode`, `mx` and `max_age`, each on a line of its own.";

    POLICY_HTML = "policy-html": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The policy host serves a web page (it begins with `{seen}`), not a policy.";
    then "Senders cannot use it. It is often a parking page, or a web application that answers every path.";
    fix "Serve the policy itself as plain text at `{policyUrl}`.";

    POLICY_JSON = "policy-json": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The policy is written as JSON.";
    then "That was a draft of 2016; senders cannot use it.";
    fix "Write one `name: value` on each line, beginning with `version: STSv1`.";

    POLICY_BOM = "policy-bom": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The file begins with a byte-order mark (EF BB BF), so its first name is not `version`.";
    then "Nearly all senders refuse the policy.";
    fix "Save the policy file as UTF-8 without byte-order mark.";

    POLICY_NOT_UTF8 = "policy-not-utf8": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} holds `{seen}`, which is not UTF-8.";
    then "Senders cannot use the policy.";
    fix "Save the policy file as plain ASCII or UTF-8.";

    POLICY_BLANK_LINE = "policy-blank-line": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} is blank.";
    then "The grammar has no blank lines: mox, postfix-tlspol and foxcpp/go-mtasts refuse the whole policy, others skip the line.";
    fix "Delete line {line} of the policy file.";

    POLICY_COMMENT = "policy-comment": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} is a comment: `{seen}`.";
    then "MTA-STS policies have no comments; about half of the senders refuse the whole policy.";
    fix "Delete line {line} of the policy file.";

    POLICY_BARE_CR = "policy-bare-cr": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} holds a carriage return that is not followed by a line feed.";
    then "Only LF and CRLF end a line, so senders read several lines as one.";
    fix "Save the policy file with LF or CRLF line ends.";

    POLICY_NOT_A_FIELD = "policy-not-a-field": Error, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} is not `name: value`: `{seen}`.";
    then "Strict senders refuse the whole policy.";
    fix "Write a name, a colon and a value on line {line}, or delete it.";

    POLICY_LEADING_SPACE = "policy-leading-space": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "White space stands before the name on line {line}.";
    then "The grammar does not allow it; strict senders refuse the policy.";
    fix "Remove the white space at the start of line {line}.";

    POLICY_SPACE_BEFORE_COLON = "policy-space-before-colon": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "White space stands before the colon on line {line}.";
    then "The grammar does not allow it; strict senders refuse the policy.";
    fix "Write `{seen}:` without a space.";

    POLICY_NAME_CASE = "policy-name-case": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} writes the name `{seen}` with capitals.";
    then "Names are case-sensitive: senders take it for an unknown field, miss the real one and refuse the policy. Only a few lenient ones accept it.";
    fix "Write that name on line {line} in lower case.";

    POLICY_UNKNOWN_FIELD = "policy-unknown-field": Note, RfcMust, Harmless, "RFC 8461 §3.2";
    saw "Line {line} has the unknown field `{seen}`.";
    then "Senders ignore it.";
    fix "Nothing needs to be done, unless it is a slip of the pen.";

    POLICY_NEAR_MISS = "policy-near-miss": Warning, RfcMust, Harmless, "RFC 8461 §3.2";
    saw "Line {line} has the unknown field `{seen}`. Is `{meant}` meant?";
    then "Senders ignore the line.";
    fix "Write `{meant}` on line {line}, or delete the line.";

    POLICY_EXTENSION_VALUE = "policy-extension-value": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The value of the field `{name}` on line {line} is empty or holds a control character.";
    then "It does not fit the grammar, so strict senders refuse the policy.";
    fix "Delete line {line}, or give it a value of printable characters.";

    VERSION_MISSING = "version-missing": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "There is no line `version: STSv1`.";
    then "Senders refuse the policy.";
    fix "Make `version: STSv1` the first line.";

    VERSION_VALUE = "version-value": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} says `version: {seen}`; the only version is `STSv1`, in this case.";
    then "Senders refuse the policy.";
    fix "Write `version: STSv1`.";

    VERSION_NOT_FIRST = "version-not-first": Note, SenderPractice, Harmless, "RFC 8461 §3.2";
    saw "`version` stands on line {line}, not on the first.";
    then "The RFC allows any order; Google's help page asks for it on the first line.";
    fix "Move `version: STSv1` to line 1.";

    MODE_MISSING = "mode-missing": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "There is no `mode` line.";
    then "Senders refuse the policy, or take it for `none`.";
    fix "Add `mode: testing` or `mode: enforce`.";

    MODE_VALUE = "mode-value": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} says `mode: {seen}`; the modes are `enforce`, `testing` and `none`, in lower case.";
    then "Senders refuse the policy.";
    fix "Write `mode: enforce`, `mode: testing` or `mode: none`.";

    MAX_AGE_MISSING = "max-age-missing": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "There is no `max_age` line.";
    then "Senders refuse the policy.";
    fix "Add `max_age: 604800` (one week) to start, more later.";

    MAX_AGE_VALUE = "max-age-value": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} says `max_age: {seen}`; it takes 1 to 10 digits, a number of seconds.";
    then "Senders refuse the policy.";
    fix "Write digits only: 7 days are `max_age: 604800`.";

    MAX_AGE_TOO_LONG = "max-age-too-long": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "`max_age: {seen}` is above the maximum of 31557600 seconds (about a year).";
    then "Some senders refuse the policy, some shorten the time, some take it as it is.";
    fix "Write at most `max_age: 31557600`.";

    MAX_AGE_ZERO = "max-age-zero": Warning, SenderPractice, Differs, "RFC 8461 §3.2";
    saw "`max_age: 0` lets nobody keep the policy.";
    then "It is in the grammar and protects nothing; chasquid and rest-mail/go-mtasts refuse it.";
    fix "Use at least `max_age: 86400`; a week or more in normal use.";

    MAX_AGE_SHORT = "max-age-short": Warning, RfcShould, Harmless, "RFC 8461 §10.2";
    saw "`max_age: {seen}` is less than a day.";
    then "Protection lapses between two messages of a sender that writes seldom.";
    fix "Use `max_age: 604800` (one week) to start, more once it works.";

    MX_MISSING = "mx-missing": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "There is no `mx` line.";
    then "A policy in mode enforce or testing must list at least one, so senders refuse it.";
    fix "Add a line `mx: ` for every MX host of {domain}.";

    MX_MISSING_NONE = "mx-missing-none": Note, SenderPractice, Differs, "RFC 8461 §3.2";
    saw "The policy has mode `none` and no `mx` line.";
    then "The RFC allows it, but chasquid and Stalwart refuse such a policy, so a cached one lives on there.";
    fix "Keep the mx lines until every cached policy has expired.";

    MX_VALUE = "mx-value": Error, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line}: `mx: {seen}` is not a host name or `*.` and a domain ({why}).";
    then "Strict senders refuse the whole policy; lenient ones keep a pattern that matches no server, and in mode enforce hold the mail back.";
    fix "Write one host name on each `mx` line, without dot at the end, port or protocol.";

    POLICY_DUPLICATE_FIELD = "policy-duplicate-field": Warning, RfcMust, Differs, "RFC 8461 §3.2";
    saw "`{seen}` occurs again on line {line}.";
    then "The first one counts. postfix-mta-sts-resolver, chasquid, foxcpp/go-mtasts and Stalwart take the last; KumoMTA refuses the policy.";
    fix "Keep one `{seen}` line in the policy file.";

    MODE_TESTING = "mode-testing": Note, RfcMust, Harmless, "RFC 8461 §5";
    saw "The policy is in mode `testing`.";
    then "Senders deliver as if there were no policy and only report failures (if you publish a TLSRPT record).";
    fix "When the reports show no failures, switch to `mode: enforce` and change the id.";

    MODE_NONE = "mode-none": Note, RfcMust, Harmless, "RFC 8461 §8.3";
    saw "The policy is in mode `none`.";
    then "Senders act as if there were no policy; it is the way to take MTA-STS back.";
    fix "Keep it until the longest `max_age` ever served has passed, then remove record and file.";
}
