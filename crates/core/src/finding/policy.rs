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
    then "Seven of the eight senders we know refuse the policy; Stalwart reads it.";
    fix "Save the policy file as UTF-8 without byte-order mark.";

    POLICY_UTF16 = "policy-utf16": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The policy file is encoded as UTF-16.";
    then "Senders read UTF-8, so to them the file holds no field at all.";
    fix "Save the policy file as UTF-8 (without byte-order mark) or plain ASCII.";

    POLICY_RECORD_SYNTAX = "policy-record-syntax": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The policy file says `{seen}`: that is the syntax of the TXT record.";
    then "Senders find no line `version: STSv1` and refuse the policy; Stalwart, which needs none, may read a policy of mode `none`.";
    fix "Write `version: STSv1` as the first line of the file; `v=STSv1; id=…` belongs into DNS only.";

    POLICY_ESCAPED_LINE_ENDS = "policy-escaped-line-ends": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The policy is one line with `\\n` written out: `{seen}`.";
    then "Only real line ends (LF or CRLF) count, so senders read one field with a strange value.";
    fix "Serve the file with real line ends in place of the two characters `\\n`.";

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
    then "MTA-STS policies have no comments: mox and postfix-tlspol refuse the whole policy, foxcpp/go-mtasts and KumoMTA too unless the comment holds a colon; Stalwart may lose the field that follows; the others skip the line.";
    fix "Delete line {line} of the policy file.";

    POLICY_BARE_CR = "policy-bare-cr": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} holds a carriage return that is not followed by a line feed.";
    then "Only LF and CRLF end a line, so senders read several lines as one.";
    fix "Save the policy file with LF or CRLF line ends.";

    POLICY_FOREIGN_LINE_END = "policy-foreign-line-end": Warning, SenderPractice, Differs, "RFC 8461 §3.2";
    saw "The value of `{name}` on line {line} holds `{seen}`, at which some programs end a line.";
    then "To the RFC it is a character like any other. postfix-mta-sts-resolver, where it decodes the file as UTF-8, reads what follows as a field of its own, which may be another `mode` or `mx`.";
    fix "Remove the character from line {line}.";

    POLICY_NOT_A_FIELD = "policy-not-a-field": Error, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} is not `name: value`: `{seen}` ({why}).";
    then "mox and postfix-tlspol refuse the whole policy over such a line, foxcpp/go-mtasts and KumoMTA too if it has no colon; Stalwart may lose the field that follows; chasquid, rest-mail/go-mtasts and postfix-mta-sts-resolver skip the line.";
    fix "Write a name, a colon and a value on line {line}, or delete it.";

    POLICY_LEADING_SPACE = "policy-leading-space": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "White space stands before the name on line {line}.";
    then "The grammar does not allow it: mox, postfix-tlspol, postfix-mta-sts-resolver and foxcpp/go-mtasts refuse the policy, the others read it.";
    fix "Remove the white space at the start of line {line}.";

    POLICY_SPACE_BEFORE_COLON = "policy-space-before-colon": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "White space stands before the colon on line {line}.";
    then "The grammar does not allow it: mox, postfix-tlspol, postfix-mta-sts-resolver and foxcpp/go-mtasts refuse the policy, the others read it.";
    fix "Write `{seen}:` without a space.";

    POLICY_NAME_CASE = "policy-name-case": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} writes the name `{seen}` with capitals.";
    then "Names are case-sensitive: senders take it for an unknown field, miss the real one and refuse the policy. mailauth, a library, accepts it.";
    fix "Write `{meant}` on line {line}, in lower case.";

    POLICY_MISSPELT_FIELD = "policy-misspelt-field": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The required field `{meant}` is missing; line {line} has `{seen}`, which is no field of MTA-STS.";
    then "Senders ignore the unknown field, miss the real one and refuse the policy; Stalwart puts a default in its place.";
    fix "Write `{meant}` in place of `{seen}` on line {line}.";

    POLICY_INVISIBLE_CHARACTER = "policy-invisible-character": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The value of `{name}` on line {line} holds a character that cannot be seen: `{seen}`.";
    then "By the letter it is another value, so the policy is refused, although it looks right. Some senders trim a no-break space at the ends of a value; none forgives a character inside it.";
    fix "Type `{name}: {meant}` anew, without copying it from a web page or word processor.";

    POLICY_QUOTED_VALUE = "policy-quoted-value": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The value of `{name}` on line {line} stands in quotation marks: `{seen}`.";
    then "The marks are part of the value to senders, so they refuse the policy.";
    fix "Write `{name}: {meant}` without quotation marks.";

    POLICY_MIXED_LINE_ENDS = "policy-mixed-line-ends": Note, RfcMust, Harmless, "RFC 8461 §3.2";
    saw "Some lines end in LF and some in CRLF; the first that differs is line {line}.";
    then "Both are allowed, and all senders we know of read the mixture; checkdmarc, a checker, does not.";
    fix "Nothing needs to be done; an editor can make all line ends alike.";

    POLICY_UNKNOWN_FIELD = "policy-unknown-field": Note, RfcMust, Harmless, "RFC 8461 §3.2";
    saw "Line {line} has the unknown field `{seen}`.";
    then "Senders ignore it, as the RFC asks; foxcpp/go-mtasts refuses the policy if the value holds a colon.";
    fix "Nothing needs to be done, unless it is a slip of the pen.";

    POLICY_NEAR_MISS = "policy-near-miss": Warning, RfcMust, Harmless, "RFC 8461 §3.2";
    saw "Line {line} has the unknown field `{seen}`. Is `{meant}` meant?";
    then "Senders ignore the line.";
    fix "Write `{meant}` on line {line}, or delete the line.";

    POLICY_EXTENSION_VALUE = "policy-extension-value": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "The value of the field `{name}` on line {line} is empty or holds a control character.";
    then "It does not fit the grammar, so mox and postfix-tlspol refuse the policy; the others ignore the field.";
    fix "Delete line {line}, or give it a value of printable characters.";

    VERSION_MISSING = "version-missing": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "There is no line `version: STSv1`.";
    then "Senders refuse the policy; Stalwart alone needs no version.";
    fix "Make `version: STSv1` the first line.";

    VERSION_VALUE = "version-value": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} says `version: {seen}`; the only version is `STSv1`, in this case.";
    then "Senders refuse the policy; Stalwart alone accepts it in any letter case.";
    fix "Write `version: STSv1`.";

    VERSION_NOT_FIRST = "version-not-first": Note, SenderPractice, Harmless, "RFC 8461 §3.2";
    saw "`version` stands on line {line}, not on the first.";
    then "The RFC allows any order; Google's help page asks for it on the first line.";
    fix "Move `version: STSv1` to line 1.";

    MODE_MISSING = "mode-missing": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "There is no `mode` line.";
    then "Senders refuse the policy; Stalwart, and the libraries mailauth and checkdmarc, take it for `none`.";
    fix "Add `mode: testing` or `mode: enforce`.";

    MODE_VALUE = "mode-value": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} says `mode: {seen}`; the modes are `enforce`, `testing` and `none`.";
    then "Senders refuse the policy.";
    fix "Write `mode: {meant}`, if that is what you mean.";

    MODE_CASE = "mode-case": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} says `mode: {seen}`; modes are written in lower case.";
    then "Senders compare case-sensitively and refuse the policy; mailauth, a library, accepts it.";
    fix "Write `mode: {meant}`.";

    MODE_REPORT = "mode-report": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} says `mode: {seen}`, which was a mode in drafts of 2016 and 2017.";
    then "Senders refuse the policy. What it meant is called `testing` today.";
    fix "Write `mode: testing`.";

    MAX_AGE_MISSING = "max-age-missing": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "There is no `max_age` line.";
    then "Senders refuse the policy; Stalwart takes one day in its place.";
    fix "Add `max_age: 604800` (one week) to start, more later.";

    MAX_AGE_VALUE = "max-age-value": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} says `max_age: {seen}`; it takes 1 to 10 digits, a number of seconds.";
    then "Nearly all senders refuse the policy; Stalwart takes one day in its place, and a few read a sign or more than ten digits.";
    fix "Write digits only, such as `max_age: {meant}`.";

    MAX_AGE_UNIT = "max-age-unit": Error, RfcMust, Void, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line} says `max_age: {seen}`; it takes a plain number of seconds, without unit or separator.";
    then "Nearly all senders refuse the policy; Stalwart takes one day in its place.";
    fix "Write `max_age: {meant}`.";

    MAX_AGE_TOO_LONG = "max-age-too-long": Warning, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "`max_age: {seen}` is above the maximum of 31557600 seconds (about a year).";
    then "postfix-mta-sts-resolver, chasquid and rest-mail/go-mtasts refuse the policy, postfix-tlspol shortens the time to 30 days, Stalwart takes one day, mox, foxcpp/go-mtasts and KumoMTA take it as it is.";
    fix "Write at most `max_age: 31557600`.";

    MAX_AGE_ZERO = "max-age-zero": Warning, SenderPractice, Differs, "RFC 8461 §3.2";
    saw "`max_age: 0` lets nobody keep the policy.";
    then "It is in the grammar and protects nothing; chasquid and rest-mail/go-mtasts refuse the policy, Stalwart takes one day in its place.";
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
    then "The RFC allows it, but chasquid and Stalwart refuse such a policy: in chasquid the cached one lives on, Stalwart goes on without and reports `sts-policy-invalid`.";
    fix "Keep the mx lines until every cached policy has expired.";

    MX_VALUE = "mx-value": Error, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line}: `mx: {seen}` is not a host name or `*.` and a domain ({why}).";
    then "mox and postfix-tlspol refuse the whole policy, foxcpp/go-mtasts too where the value holds a colon; the others keep a pattern that matches no server, and in mode enforce hold the mail for that server back.";
    fix "Write one host name on each `mx` line and nothing else, such as `mx: {suggestion}`.";

    MX_TRAILING_DOT = "mx-trailing-dot": Error, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line}: `mx: {seen}` ends in a dot.";
    then "mox refuses the whole policy, Stalwart and KumoMTA keep a pattern that never matches, chasquid and both go-mtasts match it, and postfix-tlspol and postfix-mta-sts-resolver hand it to Postfix.";
    fix "Write `mx: {suggestion}`, without the dot of zone files.";

    MX_U_LABEL = "mx-u-label": Error, RfcMust, DiffersForbidden, "RFC 8461 §3.2", StsPolicyInvalid;
    saw "Line {line}: `mx: {seen}` is written with letters beyond ASCII.";
    then "mox, postfix-tlspol and postfix-mta-sts-resolver refuse the whole policy; KumoMTA and rest-mail/go-mtasts keep a pattern that never matches; chasquid, foxcpp/go-mtasts and Stalwart convert it.";
    fix "Write the A-label, which is probably `mx: {suggestion}`.";

    MX_ADDRESS = "mx-address": Error, SenderPractice, Differs, "RFC 8461 §4.1", StsPolicyInvalid;
    saw "Line {line}: `mx: {seen}` is an IP address.";
    then "It fits the grammar, but MX records hold names, so it never matches; mox and postfix-tlspol refuse the whole policy.";
    fix "Write the host name that stands in the MX record.";

    MX_TOP_LEVEL = "mx-top-level": Warning, Advice, Harmless, "RFC 8461 §3.2";
    saw "Line {line}: `mx: {seen}` is not a full host name, or stands for every name of a top-level domain.";
    then "It fits the grammar. A single label matches no MX host on the Internet; `*.` and a top-level domain trusts every domain under it.";
    fix "Write the full name of the MX host.";

    POLICY_DUPLICATE_FIELD = "policy-duplicate-field": Warning, RfcMust, Differs, "RFC 8461 §3.2";
    saw "`{seen}` occurs again on line {line} with another value: `{first}` first, then `{again}`.";
    then "The first one counts. postfix-mta-sts-resolver, chasquid, foxcpp/go-mtasts and Stalwart take the last; KumoMTA refuses the policy.";
    fix "Keep one `{seen}` line in the policy file.";

    POLICY_REPEATED_FIELD = "policy-repeated-field": Warning, SenderPractice, Differs, "RFC 8461 §3.2";
    saw "`{seen}: {again}` stands in the file again on line {line}.";
    then "The first one counts and says the same, but KumoMTA refuses a policy with a repeated field.";
    fix "Delete line {line} of the policy file.";

    MODE_TESTING = "mode-testing": Note, RfcMust, Harmless, "RFC 8461 §5";
    saw "The policy is in mode `testing`.";
    then "Senders deliver as if there were no policy and only report failures (if you publish a TLSRPT record).";
    fix "When the reports show no failures, switch to `mode: enforce` and change the id.";

    MODE_NONE = "mode-none": Note, RfcMust, Harmless, "RFC 8461 §8.3";
    saw "The policy is in mode `none`.";
    then "Senders act as if there were no policy; it is the way to take MTA-STS back.";
    fix "Keep it until the longest `max_age` ever served has passed, then remove record and file.";
}
