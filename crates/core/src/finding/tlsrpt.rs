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
    saw "{seen} records at `_smtp._tls.{domain}` begin with `v=TLSRPTv1;`.";
    then "Senders treat this as none and send no reports.";
    fix "Delete all but one of the records at `_smtp._tls.{domain}`.";

    TLSRPT_OTHER_TXT = "tlsrpt-other-txt": Note, RfcMust, Harmless, "RFC 8460 §3";
    saw "Another TXT record stands at `_smtp._tls.{domain}`: `{seen}`.";
    then "Senders discard it, because it does not begin with `v=TLSRPTv1;`.";
    fix "Nothing needs to be done; remove it if it is not meant to be there.";

    TLSRPT_NEARLY = "tlsrpt-nearly": Error, RfcMust, Harmless, "RFC 8460 §3";
    saw "The TXT record `{seen}` looks like a TLSRPT record, but does not begin with exactly `v=TLSRPTv1;`.";
    then "Senders discard it.";
    fix "Make the record begin with the eleven characters `v=TLSRPTv1;`, in this case.";

    TLSRPT_SPACE_BEFORE_SEMICOLON = "tlsrpt-space-before-semicolon": Warning, RfcMust, Differs, "RFC 8460 §3";
    saw "White space stands between `v=TLSRPTv1` and its semicolon.";
    then "The grammar allows it, the text says to discard such records: some senders use the record, others see none.";
    fix "Write `v=TLSRPTv1;` without a space.";

    TLSRPT_FIELD_SYNTAX = "tlsrpt-field-syntax": Error, RfcMust, Void, "RFC 8460 §3";
    saw "`{seen}` is not a field: a name, `=` and a value without spaces, `=` or `;`.";
    then "The record is not valid; senders treat it as none.";
    fix "Remove `{seen}` from the record, or write it as `name=value;`.";

    TLSRPT_EMPTY_FIELD = "tlsrpt-empty-field": Error, RfcMust, Void, "RFC 8460 §3";
    saw "There is an empty field: two semicolons with nothing between them.";
    then "The record is not valid; senders treat it as none.";
    fix "Remove one of the two semicolons from the record.";

    TLSRPT_TRAILING_SPACE = "tlsrpt-trailing-space": Error, RfcMust, Void, "RFC 8460 §3";
    saw "White space follows the last field without a semicolon between them.";
    then "The grammar has no place for it, so the record is not valid.";
    fix "Remove the white space at the end of the record.";

    TLSRPT_NOT_ASCII = "tlsrpt-not-ascii": Error, RfcMust, Void, "RFC 8460 §3";
    saw "The record holds `{seen}`, which is not US-ASCII.";
    then "The record is not valid; senders treat it as none.";
    fix "Percent-encode such characters inside addresses.";

    RUA_MISSING = "rua-missing": Error, RfcMust, Void, "RFC 8460 §3";
    saw "The record has no `rua`.";
    then "Senders do not know where to send reports.";
    fix "Add `rua=mailto:` and an address.";

    RUA_SYNTAX = "rua-syntax": Error, RfcMust, Void, "RFC 8460 §3";
    saw "`{seen}` is not a URI.";
    then "The record is not valid; senders send no reports.";
    fix "Write `mailto:` before an e-mail address, or an `https:` address; encode `,`, `!` and `;` inside as %2C, %21 and %3B.";

    RUA_SCHEME = "rua-scheme": Warning, RfcMust, Harmless, "RFC 8460 §3";
    saw "`{seen}` is neither a `mailto:` nor an `https:` address.";
    then "Senders cannot send reports there.";
    fix "Replace `{seen}` by a `mailto:` or `https:` address.";

    RUA_UNUSABLE = "rua-unusable": Error, RfcMust, Harmless, "RFC 8460 §3";
    saw "No address in `rua` is one that reports can be sent to.";
    then "You get no reports.";
    fix "Add `rua=mailto:` and an address.";

    TLSRPT_DUPLICATE_FIELD = "tlsrpt-duplicate-field": Warning, SenderPractice, Differs, "RFC 8460 §3";
    saw "The field `{seen}` occurs more than once.";
    then "Senders differ: some use all, some the first, some none.";
    fix "Write one `rua` with the addresses separated by commas.";
}
