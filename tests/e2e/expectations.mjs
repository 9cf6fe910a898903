/**
 * What the page has to say of every domain of the lab: the outcome, the state of each step (passed unless listed), the
 * findings in their order, and the verdict; `…` stands for a date.
 */

const MEANWHILE =
  "New senders deliver without protection; senders that hold your policy keep enforcing it until it expires.";

const unavailable = (domain, why) => `The policy file of ${domain} cannot be fetched. ${why} ${MEANWHILE}`;
const unusable = (domain, why) => `The policy of ${domain} cannot be used. ${why} ${MEANWHILE}`;
const isProtected = (domain, servers) =>
  `${domain} is protected: ${servers}. A sender that fetches the policy now keeps it until ….`;

const noRecord = (domain, why) => `${domain} has no MTA-STS record where senders look. ${why} ${MEANWHILE}`;

/** The fetch failed: what is behind it is not reached. */
const atFetch = (domain, finding, why) => ({
  outcome: "policy-unavailable",
  steps: { fetch: "failed", policy: "skipped", mx: "skipped" },
  findings: [finding],
  verdict: unavailable(domain, why),
});

export const EXPECTATIONS = {
  "healthy.example": {
    outcome: "protected",
    findings: [],
    verdict: isProtected("healthy.example", "both mail servers match the policy"),
  },
  "testing.example": {
    outcome: "testing",
    findings: ["mode-testing"],
    verdict:
      "testing.example is testing MTA-STS: all mail servers match the policy. Mail is delivered as before and nothing is protected yet.",
  },
  "none.example": {
    outcome: "none",
    findings: ["mode-none"],
    verdict:
      "none.example serves a policy with mode none: senders act as if there were no MTA-STS. Nothing is protected.",
  },
  "no-record.example": {
    outcome: "not-announced",
    steps: { record: "warned", fetch: "skipped", policy: "skipped", mx: "skipped", tlsrpt: "skipped" },
    findings: ["record-absent", "tlsrpt-absent-unused"],
    verdict: "no-record.example does not announce MTA-STS. Nothing is wrong; nothing is protected.",
  },
  "missing-policy.example": atFetch(
    "missing-policy.example",
    "http-not-found",
    "The policy host answers 404 (Not Found): there is no file at `https://mta-sts.missing-policy.example/.well-known/mta-sts.txt`.",
  ),
  "no-host.example": atFetch(
    "no-host.example",
    "host-no-name",
    "`mta-sts.no-host.example` has no address: the name does not exist (NXDOMAIN).",
  ),
  "wrong-certificate.example": atFetch(
    "wrong-certificate.example",
    "certificate-name",
    "The certificate is for `*.pages.example`, `pages.example`, not for `mta-sts.wrong-certificate.example`.",
  ),
  "expired-certificate.example": atFetch(
    "expired-certificate.example",
    "certificate-expired",
    "The certificate of `mta-sts.expired-certificate.example` expired on ….",
  ),
  "self-signed.example": atFetch(
    "self-signed.example",
    "certificate-self-signed",
    "The certificate of `mta-sts.self-signed.example` is signed by itself.",
  ),
  "missing-intermediate.example": atFetch(
    "missing-intermediate.example",
    "certificate-chain-incomplete",
    "`mta-sts.missing-intermediate.example` sends only its own certificate, issued by “CN=Lab Intermediate CA”, which is not a trusted root: most likely an intermediate certificate is missing (its authority offers one at `http://authority.example/intermediate.cer`).",
  ),
  "private-authority.example": atFetch(
    "private-authority.example",
    "certificate-untrusted",
    "The certificate of `mta-sts.private-authority.example` does not lead to a trusted root. It leads to “CN=Stranger”, which is its own issuer and not a root that is trusted here.",
  ),
  "chain-disorder.example": {
    outcome: "protected",
    findings: ["certificate-chain-order"],
    verdict: isProtected("chain-disorder.example", "its mail server matches the policy"),
  },
  "dead-address.example": {
    outcome: "protected",
    steps: { fetch: "warned" },
    findings: ["host-address-dead"],
    verdict: isProtected("dead-address.example", "its mail server matches the policy"),
  },
  "two-certificates.example": {
    outcome: "protected",
    steps: { fetch: "warned" },
    findings: ["host-addresses-differ"],
    verdict: isProtected("two-certificates.example", "its mail server matches the policy"),
  },
  "ipv6-refused.example": {
    outcome: "protected",
    steps: { fetch: "warned" },
    findings: ["host-family-dead"],
    verdict: isProtected("ipv6-refused.example", "its mail server matches the policy"),
  },
  "ipv6-servfail.example": {
    outcome: "protected",
    steps: { fetch: "warned" },
    findings: ["host-family-dns"],
    verdict: isProtected("ipv6-servfail.example", "its mail server matches the policy"),
  },
  "compressed.example": {
    outcome: "senders-differ",
    steps: { fetch: "warned" },
    findings: ["content-decoded"],
    verdict:
      "Senders disagree about compressed.example: some apply its policy, others refuse it. The server compressed the file (`Content-Encoding: gzip`) although plain text was asked for.",
  },
  "brotli.example": {
    outcome: "inconclusive",
    steps: { fetch: "warned", policy: "inconclusive", mx: "skipped" },
    findings: ["content-encoded"],
    verdict:
      "brotli.example announces MTA-STS, but the text of its policy was not read, so we cannot tell whether it is protected. The server compressed the file (`Content-Encoding: br`) although plain text was asked for.",
  },
  "redirect.example": atFetch(
    "redirect.example",
    "http-redirect",
    "The policy host answers 301 and points to `https://www.redirect.example/.well-known/mta-sts.txt`.",
  ),
  "html.example": {
    outcome: "policy-unusable",
    steps: { fetch: "warned", policy: "failed", mx: "skipped" },
    findings: ["media-type", "policy-html"],
    verdict: unusable(
      "html.example",
      "The policy host serves a web page (it begins with `<!DOCTYPE html>`), not a policy.",
    ),
  },
  "two-records.example": {
    outcome: "record-unusable",
    steps: { record: "failed" },
    findings: ["record-multiple"],
    verdict: `The MTA-STS record of two-records.example cannot be used. 2 records at \`_mta-sts.two-records.example\` begin with \`v=STSv1;\`: \`v=STSv1; id=1;\`, \`v=STSv1; id=2;\`. ${MEANWHILE}`,
  },
  "mx-mismatch.example": {
    outcome: "mail-at-risk",
    steps: { mx: "failed" },
    findings: ["mx-none-matches"],
    verdict:
      "Mail to mx-mismatch.example is held back and then bounced by every sender that follows MTA-STS. None of the MX hosts is in the policy: `mx1.mx-mismatch.example`.",
  },
  "backup-mismatch.example": {
    outcome: "protected",
    steps: { mx: "warned" },
    findings: ["mx-backup-not-in-policy"],
    verdict: isProtected(
      "backup-mismatch.example",
      "mail reaches its first mail servers, but one backup is not in the policy",
    ),
  },
  "deep-wildcard.example": {
    outcome: "mail-at-risk",
    steps: { mx: "failed" },
    findings: ["mx-wildcard-depth"],
    verdict:
      "Mail to deep-wildcard.example is held back and then bounced by every sender that follows MTA-STS. `*.mx.deep-wildcard.example` does not match `tenant.h-v1.mx.deep-wildcard.example`: the `*` stands for exactly one label.",
  },
  "null-mx.example": {
    outcome: "no-mail",
    steps: { mx: "warned" },
    findings: ["mx-null"],
    verdict: "null-mx.example accepts no mail (null MX, `0 .`), so its MTA-STS policy has no effect.",
  },
  "implicit-mx.example": {
    outcome: "protected",
    steps: { mx: "warned" },
    findings: ["mx-implicit"],
    verdict: isProtected("implicit-mx.example", "its mail server matches the policy"),
  },
  "servfail.example": {
    outcome: "inconclusive",
    steps: {
      record: "inconclusive",
      fetch: "inconclusive",
      policy: "inconclusive",
      mx: "inconclusive",
      tlsrpt: "inconclusive",
    },
    findings: ["record-lookup-failed", "host-dns-failed", "mx-lookup-failed", "tlsrpt-lookup-failed"],
    verdict:
      "We could not look: Cloudflare answered SERVFAIL; Google answered SERVFAIL; Cloudflare answered SERVFAIL with DNSSEC checking off, too. This says nothing about servfail.example.",
  },
  "bogus.example": {
    outcome: "dnssec-bogus",
    steps: { record: "failed", fetch: "skipped", policy: "skipped", mx: "skipped", tlsrpt: "skipped" },
    findings: ["dnssec-bogus"],
    verdict:
      "DNSSEC is broken: senders behind a validating resolver cannot see the MTA-STS record of bogus.example; their mail waits and then bounces.",
  },
  "undiscovered.example": {
    outcome: "undiscovered",
    steps: { record: "failed" },
    findings: ["policy-undiscovered"],
    verdict:
      "undiscovered.example serves a policy, but no record announces it, so no sender ever looks for it. Nothing is protected.",
  },
  "delegated.example": {
    outcome: "protected",
    findings: [],
    verdict: isProtected("delegated.example", "its mail server matches the policy"),
  },
  "half-delegated.example": atFetch(
    "half-delegated.example",
    "delegation-incomplete",
    "`_mta-sts.half-delegated.example` is delegated to `_mta-sts.provider.example`, but `mta-sts.half-delegated.example` has no address: the name does not exist (NXDOMAIN).",
  ),
  "dangling.example": {
    outcome: "record-unusable",
    steps: { record: "failed" },
    findings: ["record-alias-dangling"],
    verdict: noRecord(
      "dangling.example",
      "`_mta-sts.dangling.example` is an alias (CNAME) of `gone.provider.example`, which does not exist.",
    ),
  },
  "misplaced.example": {
    outcome: "record-unusable",
    steps: { record: "failed" },
    findings: ["record-misplaced"],
    verdict: noRecord(
      "misplaced.example",
      "An MTA-STS record, `v=STSv1; id=20260101;`, stands at `misplaced.example`, not at `_mta-sts.misplaced.example`.",
    ),
  },
  "doubled-zone.example": {
    outcome: "record-unusable",
    steps: { record: "failed" },
    findings: ["record-doubled-zone"],
    verdict: noRecord(
      "doubled-zone.example",
      "The MTA-STS record `v=STSv1; id=20260101;` stands at `_mta-sts.doubled-zone.example.doubled-zone.example`: the control panel has added the domain a second time.",
    ),
  },
  "octet-stream.example": {
    outcome: "senders-differ",
    steps: { fetch: "warned" },
    findings: ["media-type"],
    verdict:
      "Senders disagree about octet-stream.example: some apply its policy, others refuse it. The Content-Type is `application/octet-stream`, not `text/plain`.",
  },
  "forbidden.example": atFetch(
    "forbidden.example",
    "http-blocked",
    "The policy host refuses the request with 403 (Forbidden).",
  ),
  "mx-alias.example": {
    outcome: "protected",
    steps: { mx: "warned" },
    findings: ["mx-alias", "mx-no-address"],
    verdict: isProtected("mx-alias.example", "both mail servers match the policy"),
  },
  "subdomain.healthy.example": {
    outcome: "not-announced",
    steps: { record: "warned", fetch: "skipped", policy: "skipped", mx: "skipped", tlsrpt: "skipped" },
    findings: ["record-absent", "record-not-inherited", "tlsrpt-absent-unused"],
    verdict: "subdomain.healthy.example does not announce MTA-STS. Nothing is wrong; nothing is protected.",
  },
  "bad-record.example": {
    outcome: "record-unusable",
    steps: { record: "failed" },
    findings: ["id-syntax"],
    verdict: `The MTA-STS record of bad-record.example cannot be used. The id \`2026-01-01\` is not 1 to 32 letters and digits: it holds \`-\`. ${MEANWHILE}`,
  },
  "bad-policy.example": {
    outcome: "policy-unusable",
    steps: { policy: "failed", mx: "skipped" },
    findings: ["mode-case", "policy-blank-line", "max-age-unit"],
    verdict: unusable("bad-policy.example", "Line 2 says `mode: Enforce`; modes are written in lower case."),
  },
  "bom.example": {
    outcome: "policy-unusable",
    steps: { policy: "failed", mx: "skipped" },
    findings: ["policy-bom"],
    verdict: unusable(
      "bom.example",
      "The file begins with a byte-order mark (EF BB BF), so its first name is not `version`.",
    ),
  },
  "oversize.example": atFetch("oversize.example", "body-too-large", "The policy file is larger than 64 KiB."),
  "refused.example": atFetch(
    "refused.example",
    "host-refuses",
    "`mta-sts.refused.example` refuses connections on port 443.",
  ),
  "private.example": atFetch(
    "private.example",
    "host-address-refused",
    "`mta-sts.private.example` has only addresses that are not reachable on the Internet: 10.0.0.1 (private use (RFC 1918)), 169.254.169.254 (link-local (RFC 3927)).",
  ),
  "slow.example": atFetch(
    "slow.example",
    "host-timeout",
    "`mta-sts.slow.example` did not answer in time. mta-sts.slow.example sent no HTTP response within the 20 seconds of the fetch.",
  ),
  "no-tlsrpt.example": {
    outcome: "protected",
    steps: { tlsrpt: "warned" },
    findings: ["tlsrpt-absent"],
    verdict: isProtected("no-tlsrpt.example", "its mail server matches the policy"),
  },
  "xn--bcher-kva.example": {
    outcome: "protected",
    findings: [],
    verdict: isProtected("xn--bcher-kva.example", "its mail server matches the policy"),
  },
};
