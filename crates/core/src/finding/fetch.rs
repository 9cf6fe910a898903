//! Findings about the policy host and the policy fetch (RFC 8461 §3.3).

super::rules! {
    HOST_NO_NAME = "host-no-name": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "`{policyHost}` has no address: {seen}.";
    then "No sender can fetch the policy. New senders deliver without protection; senders that hold a policy go on enforcing it until it expires. With a record in DNS this is worse than no MTA-STS at all: you announce a policy that nobody can read.";
    fix "Create an A, AAAA or CNAME record for `{policyHost}`, or finish the removal of MTA-STS (RFC 8461 §8.3).";

    DELEGATION_INCOMPLETE = "delegation-incomplete": Error, RfcMust, Harmless, "RFC 8461 §8.2", StsPolicyFetchError;
    saw "`_mta-sts.{domain}` is delegated to `{target}`, but `{policyHost}` has no address: {seen}.";
    then "Half a delegation is worse than none: senders see the provider's record and cannot fetch a policy, so new senders deliver without protection, and those that hold a policy enforce it until it expires.";
    fix "Add the second CNAME, `{policyHost}`, that the provider names, and have it get a certificate for that name.";

    HOST_IPV6_ONLY = "host-ipv6-only": Warning, SenderPractice, Harmless, "RFC 8461 §3.3";
    saw "`{policyHost}` has only IPv6 addresses.";
    then "Senders without IPv6 cannot fetch the policy: to them it does not exist.";
    fix "Give `{policyHost}` an A record too.";

    HOST_ADDRESS_DEAD = "host-address-dead": Warning, SenderPractice, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "Not every address of `{policyHost}` answers: {seen}.";
    then "It depends on the address a sender takes whether it can fetch the policy; mailauth tries only the first.";
    fix "Repair these addresses, or remove their A or AAAA records.";

    HOST_ADDRESSES_DIFFER = "host-addresses-differ": Warning, SenderPractice, Harmless, "RFC 8461 §3.3", StsWebpkiInvalid;
    saw "The addresses of `{policyHost}` do not answer alike. At {good} TLS succeeds, but not everywhere: {seen}.";
    then "It depends on the address a sender takes whether it gets the policy: HTTP clients go on to another address where no connection stands, not where TLS fails.";
    fix "Set up the server behind these addresses like the others, certificate included, or remove their A or AAAA records.";

    HOST_FAMILY_DEAD = "host-family-dead": Warning, SenderPractice, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "`{policyHost}` does not work over {family}: {seen}.";
    then "Senders that have only {family}, or take it first and do not try the other one, get no policy.";
    fix "Have the server listen on these addresses with the same certificate, and open port 443 for them too; or remove their records.";

    HOST_FAMILY_DNS = "host-family-dns": Warning, SenderPractice, Harmless, "RFC 4074 §4", StsPolicyFetchError;
    saw "The {broken} lookup of `{policyHost}` fails ({seen}), while there are {whole} records.";
    then "Senders ask for both. Some system libraries, musl among them, give up on a name when one of the two lookups fails, and so get no policy.";
    fix "Have the name servers answer {broken} questions for `{policyHost}` with its records, or with none (NODATA).";

    HOST_ADDRESS_UNTESTED = "host-address-untested": Note, Advice, Harmless, "RFC 8461 §3.3";
    saw "Not every address of `{policyHost}` was tested: {seen}.";
    then "What senders meet there is not known: nothing here speaks for these addresses, and nothing against them.";
    fix "Check again from a network that reaches them; for IPv6, from one that has IPv6.";

    HOST_DNS_FAILED = "host-dns-failed": Note, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The address of `{policyHost}` could not be looked up. {seen}.";
    then "This does not tell whether the policy can be fetched.";
    fix "Check again later. If it stays so, look at the name servers of {domain}.";

    HOST_ADDRESS_REFUSED = "host-address-refused": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "`{policyHost}` has only addresses that are not reachable on the Internet: {seen}.";
    then "No sender outside your network can fetch the policy.";
    fix "Give `{policyHost}` a public address.";

    HOST_REFUSES = "host-refuses": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "`{policyHost}` refuses connections on port 443.";
    then "No sender can fetch the policy. New senders deliver without protection; senders that hold a policy keep enforcing it until it expires.";
    fix "Run an HTTPS server there and open port 443.";

    HOST_UNREACHABLE = "host-unreachable": Note, Advice, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "There is no route from here to `{policyHost}`. {seen}.";
    then "Not tested. If the host has only an IPv6 address, senders without IPv6 cannot fetch the policy either.";
    fix "Give the policy host an IPv4 address too, or check from another network.";

    HOST_TIMEOUT = "host-timeout": Error, RfcShould, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "`{policyHost}` did not answer in time. {seen}.";
    then "Senders wait up to about a minute, then go on without the policy.";
    fix "Open port 443 in the firewall, and serve the policy as a static file.";

    HOST_CONNECT_FAILED = "host-connect-failed": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "No connection to `{policyHost}`. {seen}.";
    then "No sender can fetch the policy.";
    fix "Check that an HTTPS server listens on port 443 of that host.";

    CERTIFICATE_NAME = "certificate-name": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsWebpkiInvalid;
    saw "The certificate is for {seen}, not for `{policyHost}`.";
    then "Senders must not use the policy: new senders deliver without protection, and those that hold one keep enforcing it until it expires.";
    fix "Get a certificate that names `{policyHost}`; at a hosting provider, add that name as a custom domain.";

    CERTIFICATE_APEX = "certificate-apex": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsWebpkiInvalid;
    saw "The certificate is for {seen}: it covers {domain}, but not `{policyHost}`.";
    then "Senders must not use the policy: new senders deliver without protection, and those that hold one keep enforcing it until it expires.";
    fix "Have the certificate issued again with `{policyHost}` among its names.";

    CERTIFICATE_WILDCARD_DEPTH = "certificate-wildcard-depth": Error, RfcMust, Harmless, "RFC 9525 §6.3", StsWebpkiInvalid;
    saw "The certificate is for `{wildcard}`, which does not cover `{policyHost}`: the `*` stands for exactly one label.";
    then "Senders must not use the policy: new senders deliver without protection, and those that hold one keep enforcing it until it expires.";
    fix "Get a certificate for `{policyHost}` itself or for `*.{domain}`.";

    CERTIFICATE_EXPIRED = "certificate-expired": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsWebpkiInvalid;
    saw "The certificate of `{policyHost}` expired on {seen}.";
    then "Senders must not use the policy. Mail keeps flowing, so nobody notices: new senders deliver without protection, and those that hold a policy enforce it until it expires.";
    fix "Renew the certificate, and watch its expiry from now on.";

    CERTIFICATE_NOT_YET_VALID = "certificate-not-yet-valid": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsWebpkiInvalid;
    saw "The certificate of `{policyHost}` is valid only from {seen}.";
    then "Until then senders must not use the policy.";
    fix "Install a certificate that is valid now, and check the server's clock.";

    CERTIFICATE_SELF_SIGNED = "certificate-self-signed": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsWebpkiInvalid;
    saw "The certificate of `{policyHost}` is signed by itself.";
    then "Senders trust only certificates of public authorities, so they must not use the policy.";
    fix "Get a certificate from a public certificate authority.";

    CERTIFICATE_UNTRUSTED = "certificate-untrusted": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsWebpkiInvalid;
    saw "The certificate of `{policyHost}` does not lead to a trusted root. {seen}.";
    then "Senders must not use the policy.";
    fix "Serve the full chain, intermediate certificates included (often `fullchain.pem`), from a public certificate authority.";

    CERTIFICATE_CHAIN_INCOMPLETE = "certificate-chain-incomplete": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsWebpkiInvalid;
    saw "`{policyHost}` sends {sent}, issued by {seen}, which is not a trusted root: {likely}.";
    then "Browsers often repair this, mail senders do not: they must not use the policy.";
    fix "Serve the full chain (often `fullchain.pem` in place of `cert.pem`).";

    CERTIFICATE_CHAIN_ORDER = "certificate-chain-order": Note, RfcShould, Harmless, "RFC 8446 §4.4.2";
    saw "`{policyHost}` sends its certificates out of order: after {before} stands {seen}, where its issuer {issuer} belongs.";
    then "Senders that sort them accept this, and most do. To TLS 1.2 the order was a MUST, so an old library may refuse it.";
    fix "Put the certificates in one file so that each is followed by its issuer, and leave out what does not belong.";

    CERTIFICATE_ENDS_SOON = "certificate-ends-soon": Warning, Advice, Harmless, "RFC 8461 §3.3";
    saw "The certificate of `{policyHost}` expires on {seen}.";
    then "After that day senders must not use the policy any more.";
    fix "See that its renewal works.";

    TLS_VERSION = "tls-version": Error, RfcMust, Harmless, "RFC 8461 §7.2", StsWebpkiInvalid;
    saw "`{policyHost}` speaks neither TLS 1.2 nor TLS 1.3. {seen}.";
    then "Senders that follow current practice cannot fetch the policy.";
    fix "Enable TLS 1.2 and 1.3.";

    TLS_FAILED = "tls-failed": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The TLS handshake with `{policyHost}` failed. {seen}.";
    then "No sender can fetch the policy.";
    fix "Check that the server is set up for this host name (SNI).";

    HTTP_REDIRECT = "http-redirect": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The policy host answers {status} and points to `{seen}`.";
    then "Senders must not follow redirects, so they get no policy. A browser follows them, which is why it looks fine there.";
    fix "Answer 200 with the policy at `{policyUrl}` itself: exempt this host from the redirect rule.";

    HTTP_NOT_FOUND = "http-not-found": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The policy host answers {seen}: there is no file at `{policyUrl}`.";
    then "New senders deliver without protection; senders that hold a policy keep enforcing it until it expires. A record without a policy is worse than no MTA-STS at all.";
    fix "Put the policy file at exactly `{policyUrl}`.";

    HTTP_NOT_FOUND_GITHUB = "http-not-found-github": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The policy host answers {seen}, and it is GitHub Pages.";
    then "GitHub Pages leaves out folders whose name begins with a dot, such as `.well-known`, unless told otherwise. Until it serves the file, new senders deliver without protection; senders that hold a policy keep enforcing it until it expires.";
    fix "Add an empty file `.nojekyll` to the site, or `include: [.well-known]` to its `_config.yml`, and check that `.well-known/mta-sts.txt` is in it.";

    HTTP_BLOCKED = "http-blocked": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The policy host refuses the request with {seen}{by}.";
    then "Senders are programs too and are likely refused alike, perhaps by their address or country: they get no policy.";
    fix "Exempt `/.well-known/mta-sts.txt` on this host from firewall, bot and login rules.";

    HTTP_SERVER_ERROR = "http-server-error": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The policy host answers {seen}.";
    then "Senders get no policy, and try again after five minutes or more: until then new senders deliver without protection.";
    fix "Repair the server behind `{policyHost}`; a static file needs no application that can fail.";

    HTTP_STATUS = "http-status": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The policy host answers {seen}.";
    then "Only 200 counts (mailauth takes any 2xx, Stalwart does not look). New senders deliver without protection; senders that hold a policy keep enforcing it until it expires.";
    fix "Serve the policy file at exactly `{policyUrl}`.";

    HTTP_PROTOCOL = "http-protocol": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The policy host's answer could not be read as HTTP. {seen}.";
    then "Senders get no policy.";
    fix "Check the web server on `{policyHost}`.";

    BODY_INCOMPLETE = "body-incomplete": Error, RfcMust, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The policy file broke off. {seen}.";
    then "Senders get no whole policy, so they must not use it.";
    fix "Serve the policy as a static file with a correct Content-Length.";

    BODY_TOO_LARGE = "body-too-large": Error, RfcShould, Harmless, "RFC 8461 §3.3", StsPolicyFetchError;
    saw "The policy file is larger than 64 KiB.";
    then "Most senders refuse it; chasquid takes the first 10 KiB for the whole, Stalwart reads 1 MiB, KumoMTA has no limit.";
    fix "Serve only the policy; a real one is rarely longer than a few hundred bytes.";

    MEDIA_TYPE = "media-type": Warning, RfcShould, Differs, "RFC 8461 §3.2", StsPolicyFetchError;
    saw "The Content-Type is {seen}, not `text/plain`.";
    then "postfix-mta-sts-resolver, postfix-tlspol, chasquid, KumoMTA and rest-mail/go-mtasts refuse the policy; mox, mailauth and Stalwart accept it.";
    fix "Serve the file as `text/plain`.";

    MEDIA_TYPE_MISSING = "media-type-missing": Warning, RfcShould, Differs, "RFC 8461 §3.2", StsPolicyFetchError;
    saw "The response has no Content-Type.";
    then "postfix-mta-sts-resolver, postfix-tlspol, chasquid, KumoMTA and rest-mail/go-mtasts refuse the policy; mox, mailauth and Stalwart accept it.";
    fix "Serve the file with `Content-Type: text/plain`.";

    MEDIA_TYPE_REPEATED = "media-type-repeated": Warning, RfcShould, Differs, "RFC 8461 §3.2", StsPolicyFetchError;
    saw "The response has more than one Content-Type: {seen}.";
    then "It depends on the sender which one it reads, and so whether it accepts the policy.";
    fix "Send one, `text/plain`; a configured header often comes on top of the server's own.";

    MEDIA_TYPE_CHARSET = "media-type-charset": Warning, RfcShould, Harmless, "RFC 8461 §3.2";
    saw "The Content-Type is {seen}, with a charset other than UTF-8 or US-ASCII.";
    then "Senders ignore it or decode the file by it: postfix-mta-sts-resolver decodes, and then reads other characters wherever the file is not plain ASCII.";
    fix "Serve the file as `text/plain; charset=utf-8`, or without charset.";

    BODY_LARGE = "body-large": Warning, SenderPractice, Differs, "RFC 8461 §3.3";
    saw "The policy file has {seen} bytes.";
    then "chasquid reads 10240 bytes and takes what it has read for the whole, so `mx` lines behind that are lost to it; most others refuse a file of more than 64 KiB.";
    fix "Use wildcards or fewer `mx` lines; remove everything that is not needed.";

    CONTENT_ENCODED = "content-encoded": Warning, Advice, Differs, "RFC 8461 §3.3", StsPolicyInvalid;
    saw "The server compressed the file (`Content-Encoding: {seen}`) although plain text was asked for.";
    then "Senders that do not decompress see garbage and refuse it. {why}, so we cannot say what the policy is.";
    fix "Switch compression off for this file.";

    CONTENT_DECODED = "content-decoded": Warning, Advice, Differs, "RFC 8461 §3.3", StsPolicyInvalid;
    saw "The server compressed the file (`Content-Encoding: {seen}`) although plain text was asked for.";
    then "Senders that do not decompress see garbage and refuse the policy. It was decompressed here, and what is said of the policy is about that.";
    fix "Switch compression off for this file.";

    POLICY_UNDISCOVERED = "policy-undiscovered": Error, RfcMust, Harmless, "RFC 8461 §3.1";
    saw "A policy is served at `{policyUrl}`, but `_mta-sts.{domain}` has no usable record.";
    then "No sender ever looks for the policy, so it protects nothing.";
    fix "Publish the TXT record `v=STSv1; id=1` at `_mta-sts.{domain}`.";

    REMOVAL_UNANNOUNCED = "removal-unannounced": Warning, RfcShould, Harmless, "RFC 8461 §8.3";
    saw "A policy with mode `none` is served, but `_mta-sts.{domain}` has no usable record.";
    then "Most senders that hold an earlier policy look for the new one only when the id in the record changes: without a record they keep enforcing the old one until it expires.";
    fix "Put the TXT record back with a new id, and keep it until the longest `max_age` ever served has passed.";

    POLICY_GIVEN = "policy-given": Note, Advice, Harmless, "RFC 8461 §3.3";
    saw "The policy text was given, not fetched: nobody has seen whether `{policyHost}` serves it to senders.";
    then "Its certificate, its status and its Content-Type were not looked at. Senders refuse a policy for any of them, so this does not tell whether {domain} is protected.";
    fix "Check again with a helper, or run `curl -sS -D - {policyUrl}`: good is no complaint about the certificate, status 200, `content-type: text/plain`, and below it this text.";

    HELPER_FAILED = "helper-failed": Note, Advice, Harmless, "RFC 8461 §3.3";
    saw "The policy file could not be looked at from here: {seen}.";
    then "This says nothing about {domain}. Browsers may not read the file themselves, because policy hosts rarely allow other sites to (CORS); a helper has to fetch it.";
    fix "Check again, or run `curl -sS -D - {policyUrl}` and compare.";
}
