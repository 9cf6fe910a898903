//! Findings about MX records and how the policy matches them (RFC 8461 §4.1).

super::rules! {
    MX_LOOKUP_FAILED = "mx-lookup-failed": Note, RfcMust, Harmless, "RFC 5321 §5.1";
    saw "The MX records of {domain} could not be looked up: {seen}.";
    then "This says nothing about them. A sender that sees the same holds the mail and tries again.";
    fix "Check again later. If it stays so, look at the name servers of {domain}.";

    MX_DOMAIN_ABSENT = "mx-domain-absent": Error, RfcMust, Harmless, "RFC 5321 §5.1";
    saw "{domain} does not exist in DNS.";
    then "No mail can be delivered to it.";
    fix "Check the spelling.";

    MX_NO_SERVER = "mx-no-server": Error, RfcMust, Harmless, "RFC 5321 §5.1";
    saw "{domain} has neither MX nor address records.";
    then "No mail can be delivered to it.";
    fix "Publish an MX record.";

    MX_NULL = "mx-null": Warning, RfcMust, Harmless, "RFC 7505 §3";
    saw "{domain} has a null MX (`0 .`): it accepts no mail.";
    then "Senders give up at once, so an MTA-STS policy has no effect.";
    fix "Remove MTA-STS, or the null MX if mail is to be accepted.";

    MX_NULL_MALFORMED = "mx-null-malformed": Warning, RfcMust, Harmless, "RFC 7505 §3";
    saw "There is an MX record with the exchange `.` beside others or with a preference other than 0.";
    then "A null MX must stand alone with preference 0; senders differ in what they make of this.";
    fix "Remove the MX record with `.`, or all the others.";

    MX_IMPLICIT = "mx-implicit": Warning, RfcMust, Harmless, "RFC 5321 §5.1";
    saw "{domain} has no MX record; senders use the addresses of {domain} itself.";
    then "The host that the policy and the certificate must match is then `{domain}`.";
    fix "Publish an MX record for {domain}.";

    MX_NONE_MATCHES = "mx-none-matches": Error, RfcMust, Harmless, "RFC 8461 §4.1", ValidationFailure;
    saw "None of the MX hosts is in the policy: {seen}.";
    then "In mode enforce every sender that follows MTA-STS holds mail for {domain} back and then bounces it.";
    fix "Add the hosts to the policy and change the id. Until that is done, serve `mode: testing`, with a new id as well.";

    MX_NOT_IN_POLICY = "mx-not-in-policy": Error, RfcMust, Harmless, "RFC 8461 §4.1", ValidationFailure;
    saw "`{seen}` (preference {preference}) is not in the policy.";
    then "In mode enforce senders do not deliver to it and go on to another MX host; among hosts of equal preference the order is random.";
    fix "Add `mx: {seen}` to the policy and change the id, or remove the MX record.";

    MX_BACKUP_NOT_IN_POLICY = "mx-backup-not-in-policy": Warning, RfcMust, Harmless, "RFC 8461 §8.4", ValidationFailure;
    saw "The backup `{seen}` (preference {preference}) is not in the policy.";
    then "Nobody notices today. When the hosts before it are down, mail under the policy does not fall back to it.";
    fix "Add `mx: {seen}` to the policy and change the id, or remove the MX record.";

    MX_WILDCARD_DEPTH = "mx-wildcard-depth": Error, RfcMust, Harmless, "RFC 8461 §4.1", ValidationFailure;
    saw "`{pattern}` does not match `{seen}`: the `*` stands for exactly one label.";
    then "In mode enforce senders do not deliver to `{seen}`. Some other checkers let this pass; senders do not.";
    fix "Write `{suggestion}` or the full host name, and change the id.";

    MX_WILDCARD_MISSING = "mx-wildcard-missing": Error, RfcMust, Harmless, "RFC 8461 §4.1", ValidationFailure;
    saw "`mx: {pattern}` names only that one host; the MX host is `{seen}`.";
    then "Without `*.` a pattern matches exactly that name, so senders do not deliver to `{seen}` in mode enforce.";
    fix "Write `mx: *.{pattern}` or `mx: {seen}`, and change the id.";

    MX_WILDCARD_APEX = "mx-wildcard-apex": Error, RfcMust, Harmless, "RFC 8461 §4.1", ValidationFailure;
    saw "`{pattern}` does not match `{seen}` itself: the `*` stands for exactly one label.";
    then "In mode enforce senders do not deliver to `{seen}`.";
    fix "Add `mx: {seen}` to the policy, and change the id.";

    MX_PATTERN_BROAD = "mx-pattern-broad": Note, Advice, Harmless, "RFC 8461 §10.4";
    saw "The pattern `{seen}` allows every host of {domain}.";
    then "Whoever can get a host name and a certificate under {domain}, a customer or a user for example, can receive its mail once DNS is attacked.";
    fix "List the mail servers by name, if hosts of others live under {domain}.";

    MX_ALIAS = "mx-alias": Warning, RfcMust, Harmless, "RFC 5321 §5.1";
    saw "The MX host `{seen}` is an alias (CNAME) of `{target}`.";
    then "An MX record must name a host, not an alias. MTA-STS compares the name in the MX record, and the certificate has to carry that name too; some senders look at `{target}` instead.";
    fix "Name the host itself in the MX record, and in the policy.";

    MX_NO_ADDRESS = "mx-no-address": Warning, RfcMust, Harmless, "RFC 5321 §5.1";
    saw "The MX host `{seen}` has neither A nor AAAA records.";
    then "No sender can deliver to it, with or without MTA-STS.";
    fix "Give `{seen}` an address, or remove its MX record.";

    MX_PRIVATE_ADDRESS = "mx-private-address": Warning, RfcMust, Harmless, "RFC 5321 §5.1";
    saw "The MX host `{seen}` has only addresses of private networks: {addresses}.";
    then "No sender on the Internet can deliver to it.";
    fix "Give `{seen}` a public address, or remove its MX record.";

    MX_UNREACHABLE = "mx-unreachable": Error, RfcMust, Harmless, "RFC 5321 §5.1";
    saw "None of the MX hosts of {domain} has a public address: {seen}.";
    then "No sender can deliver mail to {domain}, with or without MTA-STS.";
    fix "Give the MX hosts addresses, or correct their names in the MX records.";

    MX_ADDRESS_LITERAL = "mx-address-literal": Warning, RfcMust, Harmless, "RFC 5321 §5.1";
    saw "An MX record names the IP address {seen} in place of a host.";
    then "MX records hold names; most senders cannot deliver to this one, and no pattern of a policy can match it.";
    fix "Name the host in the MX record.";

    MX_PATTERN_UNUSED = "mx-pattern-unused": Note, Advice, Harmless, "RFC 8461 §4.1";
    saw "No MX record matches the pattern `{seen}`.";
    then "It may be left over, or prepare a move. A host that is no longer yours stays trusted: it may receive your mail once DNS is attacked.";
    fix "Remove it once no cached MX record points to such a host.";

    MX_MISMATCH_IN_TESTING = "mx-mismatch-in-testing": Warning, RfcMust, Harmless, "RFC 8461 §5", ValidationFailure;
    saw "`{seen}` is not in the policy.";
    then "In mode testing mail is delivered to it all the same, and senders report the mismatch. In mode enforce they would not deliver to it.";
    fix "Add `mx: {seen}` to the policy and change the id before you switch to enforce.";
}
