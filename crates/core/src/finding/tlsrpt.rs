//! Findings about the TLSRPT record (RFC 8460 §3).

super::rules! {
    TLSRPT_ABSENT = "tlsrpt-absent": Warning, Advice, Harmless, "RFC 8460 §3";
    saw "There is no TLSRPT record at `_smtp._tls.{domain}`.";
    then "Nobody tells you when senders cannot fetch or apply your policy: it does not show in your own logs.";
    fix "Publish the TXT record `v=TLSRPTv1; rua=mailto:tls-reports@{domain}`.";

    TLSRPT_ABSENT_UNUSED = "tlsrpt-absent-unused": Note, Advice, Harmless, "RFC 8460 §3";
    saw "There is no TLSRPT record at `_smtp._tls.{domain}`.";
    then "Senders send no reports on TLS failures.";
    fix "It is most useful together with MTA-STS or DANE: `v=TLSRPTv1; rua=mailto:tls-reports@{domain}`.";

    TLSRPT_LOOKUP_FAILED = "tlsrpt-lookup-failed": Note, RfcMust, Harmless, "RFC 8460 §3";
    saw "DNS did not answer for `_smtp._tls.{domain}`: {seen}.";
    then "This says nothing about the record.";
    fix "Check again later.";

    TLSRPT_MULTIPLE = "tlsrpt-multiple": Error, RfcMust, Void, "RFC 8460 §3";
    saw "{seen} records at `_smtp._tls.{domain}` begin with `v=TLSRPTv1;`: {texts}.";
    then "Senders treat this as none and send no reports.";
    fix "Delete all but one of the records at `_smtp._tls.{domain}`.";

    TLSRPT_OTHER_TXT = "tlsrpt-other-txt": Note, RfcMust, Harmless, "RFC 8460 §3";
    saw "Another TXT record stands at `_smtp._tls.{domain}`: `{seen}`.";
    then "Senders discard it, because it does not begin with `v=TLSRPTv1;`.";
    fix "Nothing needs to be done; remove it if it is not meant to be there.";

    TLSRPT_NEARLY = "tlsrpt-nearly": Error, RfcMust, Harmless, "RFC 8460 §3";
    saw "The TXT record `{seen}` looks like a TLSRPT record, but {why}.";
    then "Senders discard every record that does not begin with exactly `v=TLSRPTv1;`, and send no reports.";
    fix "Make the record begin with the eleven characters `v=TLSRPTv1;`, in this case and with nothing before them.";

    TLSRPT_MISPLACED = "tlsrpt-misplaced": Error, RfcMust, Harmless, "RFC 8460 §3";
    saw "A TLSRPT record, `{seen}`, stands at `{place}`, not at `_smtp._tls.{domain}`.";
    then "Senders look only at `_smtp._tls.{domain}`, so they send no reports. (`_smtp-tlsrpt` was its name in drafts.)";
    fix "Move the record to the name `_smtp._tls.{domain}`.";

    TESTING_UNHEARD = "testing-unheard": Warning, Advice, Harmless, "RFC 8461 §5";
    saw "The policy is in mode `testing`, and there is no TLSRPT record at `_smtp._tls.{domain}`.";
    then "In mode testing senders only report failures, and nobody can report to you: the test tells you nothing.";
    fix "Publish the TXT record `v=TLSRPTv1; rua=mailto:tls-reports@{domain}`.";

    TLSRPT_SPACE_BEFORE_SEMICOLON = "tlsrpt-space-before-semicolon": Warning, RfcMust, Differs, "RFC 8460 §3";
    saw "White space stands between `v=TLSRPTv1` and its semicolon.";
    then "The grammar allows it, the text says to discard such records: some senders use the record, others see none.";
    fix "Write `v=TLSRPTv1;` without a space.";

    TLSRPT_FIELD_SYNTAX = "tlsrpt-field-syntax": Error, RfcMust, Void, "RFC 8460 §3";
    saw "`{seen}` is not a field: a name, `=` and a value without spaces, `=` or `;`.";
    then "The record is not valid. RFC 8460 does not say what senders do then: count on no reports.";
    fix "Remove `{seen}` from the record, or write it as `name=value;`.";

    TLSRPT_EMPTY_FIELD = "tlsrpt-empty-field": Error, RfcMust, Void, "RFC 8460 §3";
    saw "There is an empty field: two semicolons with nothing between them.";
    then "The record is not valid. RFC 8460 does not say what senders do then: count on no reports.";
    fix "Remove one of the two semicolons from the record.";

    TLSRPT_TRAILING_SPACE = "tlsrpt-trailing-space": Error, RfcMust, Void, "RFC 8460 §3";
    saw "White space follows the last field without a semicolon between them.";
    then "The record is not valid. RFC 8460 does not say what senders do then: count on no reports.";
    fix "Remove the white space at the end of the record.";

    TLSRPT_NOT_ASCII = "tlsrpt-not-ascii": Error, RfcMust, Void, "RFC 8460 §3";
    saw "The record holds `{seen}`, which is not US-ASCII.";
    then "The record is not valid. RFC 8460 does not say what senders do then: count on no reports.";
    fix "Percent-encode such characters inside addresses.";

    RUA_MISSING = "rua-missing": Error, RfcMust, Void, "RFC 8460 §3";
    saw "The record has no `rua`.";
    then "Senders do not know where to send reports.";
    fix "Add `rua=mailto:` and an address.";

    RUA_SYNTAX = "rua-syntax": Error, RfcMust, Void, "RFC 8460 §3";
    saw "`{seen}` in `rua` is not a URI: {why}.";
    then "The record is not valid. RFC 8460 does not say what senders do then: count on no reports.";
    fix "Write a `mailto:` or `https:` address, and encode `,`, `!` and `;` inside it as %2C, %21 and %3B.";

    RUA_SCHEME_MISSING = "rua-scheme-missing": Error, RfcMust, Void, "RFC 8460 §3";
    saw "`{seen}` in `rua` lacks `mailto:`.";
    then "An e-mail address alone is not a URI, so the record is not valid: count on no reports.";
    fix "Write `rua=mailto:{seen}`.";

    RUA_EXTERNAL = "rua-external": Note, RfcMust, Harmless, "RFC 8460 §3";
    saw "Reports go to another domain: `{seen}`.";
    then "That is fine. Unlike DMARC, TLSRPT needs no record at that domain to authorise it.";
    fix "Nothing needs to be done.";

    RUA_SCHEME = "rua-scheme": Warning, RfcMust, Harmless, "RFC 8460 §3";
    saw "`{seen}` is neither a `mailto:` nor an `https:` address.";
    then "Senders cannot send reports there.";
    fix "Replace `{seen}` by a `mailto:` or `https:` address.";

    RUA_UNUSABLE = "rua-unusable": Error, RfcMust, Harmless, "RFC 8460 §3";
    saw "No address in `rua` is one that reports can be sent to.";
    then "You get no reports.";
    fix "Add `rua=mailto:` and an address.";

    TLSRPT_DUPLICATE_FIELD = "tlsrpt-duplicate-field": Warning, Advice, Differs, "RFC 8460 §3";
    saw "The field `{seen}` occurs more than once.";
    then "RFC 8460 leaves open which one counts: senders may use all, the first, or none.";
    fix "Write one `rua` with the addresses separated by commas.";
}
