//! Findings about the MTA-STS record (RFC 8461 §3.1) and its lookup.

super::rules! {
    RECORD_ABSENT = "record-absent": Warning, Advice, Harmless, "RFC 8461 §3.1";
    saw "There is no TXT record beginning with `v=STSv1;` at `_mta-sts.{domain}`.";
    then "{domain} does not announce MTA-STS: nothing is wrong and nothing is protected. A sender that still holds an earlier policy keeps enforcing it until it expires.";
    fix "To set MTA-STS up, first publish the policy file at `{policyUrl}`, then the record `v=STSv1; id=1`.";

    RECORD_LOOKUP_FAILED = "record-lookup-failed": Note, RfcMust, Harmless, "RFC 8461 §3.1";
    saw "DNS did not answer for `_mta-sts.{domain}`: {seen}.";
    then "This says nothing about the record. Of the senders that see the same and hold no policy, some wait (mox), others deliver without protection (KumoMTA, Stalwart, chasquid, postfix-mta-sts-resolver); a policy that a sender holds stays in force.";
    fix "Check again later. If it stays so, look at the name servers of {domain}.";

    DNSSEC_BOGUS = "dnssec-bogus": Error, RfcMust, Harmless, "RFC 4035 §5.5";
    saw "DNSSEC validation of `{seen}` fails: the answer exists, but validating resolvers refuse it.";
    then "Senders behind a validating resolver see neither this record nor, if the whole zone is affected, the MX records: their mail to {domain} waits and then bounces.";
    fix "Repair the DS record at the parent or the expired signatures in the zone; to give DNSSEC up, remove the DS record first.";

    RECORD_MULTIPLE = "record-multiple": Error, RfcMust, Void, "RFC 8461 §3.1", StsPolicyFetchError;
    saw "{seen} records at `_mta-sts.{domain}` begin with `v=STSv1;`: {texts}.";
    then "Senders must act as if there were none: new senders deliver without protection, and those that hold a policy never learn of a new one. (Stalwart takes the first, KumoMTA joins them, chasquid does not count.)";
    fix "Delete all but one of the records at `_mta-sts.{domain}`.";

    RECORD_ALIAS_DANGLING = "record-alias-dangling": Error, RfcMust, Harmless, "RFC 8461 §8.2";
    saw "`{name}` is an alias (CNAME) of `{seen}`, which does not exist.";
    then "There is no record, so new senders see no MTA-STS; those that hold a policy keep it until it expires. If strangers can register the name it points to, they can announce a policy in your name.";
    fix "Point the CNAME at a name that exists, or delete it; look where `{policyHost}` points, too.";

    RECORD_MISPLACED = "record-misplaced": Error, RfcMust, Harmless, "RFC 8461 §3.1";
    saw "An MTA-STS record, `{seen}`, stands at `{place}`, not at `_mta-sts.{domain}`.";
    then "Senders look only at `_mta-sts.{domain}`, so they find no record: nothing is protected.";
    fix "Move the record to the name `_mta-sts.{domain}`; in most control panels the host field is `_mta-sts`.";

    RECORD_DOUBLED_ZONE = "record-doubled-zone": Error, RfcMust, Harmless, "RFC 8461 §3.1";
    saw "The MTA-STS record `{seen}` stands at `{place}`: the control panel has added the domain a second time.";
    then "Senders look at `_mta-sts.{domain}` and find no record: nothing is protected.";
    fix "Enter only `_mta-sts` in the host field.";

    RECORD_WILDCARD_TXT = "record-wildcard-txt": Note, RfcMust, Harmless, "RFC 8461 §3.1";
    saw "A wildcard TXT record of the zone answers at `_mta-sts.{domain}`: `{seen}`.";
    then "Senders discard it, because it does not begin with `v=STSv1;`.";
    fix "Nothing needs to be done; a record at `_mta-sts.{domain}` itself takes the place of the wildcard there.";

    RECORD_NOT_INHERITED = "record-not-inherited": Note, RfcMust, Harmless, "RFC 8461 §3.4";
    saw "`{place}` has an MTA-STS record, but {domain} has none of its own.";
    then "Policies are not inherited: that of {parent} says nothing about mail to {domain}.";
    fix "Give {domain} a record, a policy host and a certificate of its own, or check {parent} if that is the mail domain you mean.";

    RECORD_TTL_LONG = "record-ttl-long": Note, Advice, Harmless, "RFC 8461 §8.1";
    saw "The record may be kept by resolvers for {seen} more, or longer.";
    then "Senders learn of a new id, and so of a new policy, only when that time is over.";
    fix "Use a TTL of an hour or less, at the latest a day before you change the policy.";

    RECORD_OTHER_TXT = "record-other-txt": Note, RfcMust, Harmless, "RFC 8461 §3.1";
    saw "Another TXT record stands at `_mta-sts.{domain}`: `{seen}`.";
    then "Senders discard it, because it does not begin with `v=STSv1;`.";
    fix "Nothing needs to be done; remove it if it is not meant to be there.";

    RECORD_NEARLY = "record-nearly": Error, RfcMust, Harmless, "RFC 8461 §3.1";
    saw "The TXT record `{seen}` looks like an MTA-STS record, but {why}.";
    then "Senders discard every record that does not begin with exactly `v=STSv1;`, as if it were not there (Stalwart, mailauth and postfix-mta-sts-resolver look less closely): new senders deliver without protection, and those that hold a policy never learn of a new one.";
    fix "Make the record begin with the eight characters `v=STSv1;`, in this case and with nothing before them, such as `v=STSv1; id=20260101T000000`.";

    RECORD_SPACE_BEFORE_SEMICOLON = "record-space-before-semicolon": Warning, RfcMust, Differs, "RFC 8461 §3.1";
    saw "White space stands between `v=STSv1` and its semicolon.";
    then "The RFC's grammar allows it, its text says to discard records that do not begin with `v=STSv1;` (erratum 6285, reported): mox and postfix-tlspol use the record, chasquid sees none.";
    fix "Write `v=STSv1;` without a space.";

    RECORD_FIELD_SYNTAX = "record-field-syntax": Error, RfcMust, Void, "RFC 8461 §3.1", StsPolicyFetchError;
    saw "`{seen}` is not a field: a name, `=` and a value without spaces, `=` or `;`.";
    then "The record is not valid, so senders act as if there were none.";
    fix "Remove `{seen}` from the record, or write it as `name=value;`.";

    RECORD_EMPTY_FIELD = "record-empty-field": Error, RfcMust, Void, "RFC 8461 §3.1", StsPolicyFetchError;
    saw "There is an empty field: two semicolons with nothing between them.";
    then "The record is not valid, so senders act as if there were none.";
    fix "Remove one of the two semicolons from the record.";

    RECORD_TRAILING_SPACE = "record-trailing-space": Error, RfcMust, Void, "RFC 8461 §3.1", StsPolicyFetchError;
    saw "White space follows the last field without a semicolon between them.";
    then "The grammar has no place for it, so the record is not valid.";
    fix "Remove the white space at the end of the record.";

    RECORD_NOT_ASCII = "record-not-ascii": Error, RfcMust, Void, "RFC 8461 §3.1", StsPolicyFetchError;
    saw "The record holds `{seen}`, which is not US-ASCII.";
    then "The record is not valid, so senders act as if there were none.";
    fix "Type the record with plain ASCII characters.";

    ID_MISSING = "id-missing": Error, RfcMust, Void, "RFC 8461 §3.1", StsPolicyFetchError;
    saw "The record has no `id`.";
    then "The record is not valid, so senders act as if there were none.";
    fix "Add `id=` and 1 to 32 letters or digits, and change it with every change of the policy.";

    ID_SYNTAX = "id-syntax": Error, RfcMust, Void, "RFC 8461 §3.1", StsPolicyFetchError;
    saw "The id `{seen}` is not 1 to 32 letters and digits: {why}.";
    then "Strict senders act as if there were no record; Stalwart, mailauth and postfix-mta-sts-resolver accept it.";
    fix "Use only A-Z, a-z and 0-9, at most 32 of them, such as `id={suggestion}`.";

    ID_CASE = "id-case": Error, RfcMust, Void, "RFC 8461 §3.1", StsPolicyFetchError;
    saw "The record has a field `{seen}`, but no `id`: names of fields are case-sensitive.";
    then "Senders take it for an unknown field, so the record has no id and they act as if there were none.";
    fix "Write `id` in lower case.";

    RECORD_DUPLICATE_FIELD = "record-duplicate-field": Warning, RfcMust, Differs, "RFC 8461 §3.2";
    saw "The field `{seen}` occurs more than once.";
    then "The first one counts and the others are ignored; senders that take the last would read another record.";
    fix "Keep one `{seen}` in the record.";

    RECORD_POLICY_FIELD = "record-policy-field": Note, RfcMust, Harmless, "RFC 8461 §3.1";
    saw "The record has a field `{seen}`, which belongs in the policy file.";
    then "Senders ignore it here.";
    fix "Remove it from the record; it counts only in `{policyUrl}`.";
}
