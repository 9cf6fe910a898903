// Generated from the Rust types by crates/core/src/types.rs. Do not edit: change the Rust and run
// `UPDATE_TYPES=1 cargo test -p mta-sts --lib types`.

/** The stable names of all findings. */
export type FindingId =
  | "record-absent"
  | "record-lookup-failed"
  | "dnssec-bogus"
  | "record-multiple"
  | "record-alias-dangling"
  | "record-misplaced"
  | "record-doubled-zone"
  | "record-wildcard-txt"
  | "record-not-inherited"
  | "record-ttl-long"
  | "record-other-txt"
  | "record-nearly"
  | "record-space-before-semicolon"
  | "record-field-syntax"
  | "record-empty-field"
  | "record-trailing-space"
  | "record-not-ascii"
  | "id-missing"
  | "id-syntax"
  | "id-case"
  | "record-duplicate-field"
  | "record-policy-field"
  | "host-no-name"
  | "delegation-incomplete"
  | "host-ipv6-only"
  | "host-address-dead"
  | "host-addresses-differ"
  | "host-family-dead"
  | "host-family-dns"
  | "host-address-untested"
  | "host-dns-failed"
  | "host-address-refused"
  | "host-refuses"
  | "host-unreachable"
  | "host-timeout"
  | "host-connect-failed"
  | "certificate-name"
  | "certificate-apex"
  | "certificate-wildcard-depth"
  | "certificate-expired"
  | "certificate-not-yet-valid"
  | "certificate-self-signed"
  | "certificate-untrusted"
  | "certificate-chain-incomplete"
  | "certificate-chain-order"
  | "certificate-ends-soon"
  | "tls-version"
  | "tls-failed"
  | "http-redirect"
  | "http-not-found"
  | "http-not-found-github"
  | "http-blocked"
  | "http-server-error"
  | "http-status"
  | "http-protocol"
  | "body-incomplete"
  | "body-too-large"
  | "media-type"
  | "media-type-missing"
  | "media-type-repeated"
  | "media-type-charset"
  | "body-large"
  | "content-encoded"
  | "content-decoded"
  | "policy-undiscovered"
  | "removal-unannounced"
  | "policy-given"
  | "helper-failed"
  | "policy-empty"
  | "policy-html"
  | "policy-json"
  | "policy-bom"
  | "policy-utf16"
  | "policy-record-syntax"
  | "policy-escaped-line-ends"
  | "policy-not-utf8"
  | "policy-blank-line"
  | "policy-comment"
  | "policy-bare-cr"
  | "policy-foreign-line-end"
  | "policy-not-a-field"
  | "policy-leading-space"
  | "policy-space-before-colon"
  | "policy-name-case"
  | "policy-misspelt-field"
  | "policy-invisible-character"
  | "policy-quoted-value"
  | "policy-mixed-line-ends"
  | "policy-unknown-field"
  | "policy-near-miss"
  | "policy-extension-value"
  | "version-missing"
  | "version-value"
  | "version-not-first"
  | "mode-missing"
  | "mode-value"
  | "mode-case"
  | "mode-report"
  | "max-age-missing"
  | "max-age-value"
  | "max-age-unit"
  | "max-age-too-long"
  | "max-age-zero"
  | "max-age-short"
  | "mx-missing"
  | "mx-missing-none"
  | "mx-value"
  | "mx-trailing-dot"
  | "mx-u-label"
  | "mx-address"
  | "mx-top-level"
  | "policy-duplicate-field"
  | "policy-repeated-field"
  | "mode-testing"
  | "mode-none"
  | "mx-lookup-failed"
  | "mx-domain-absent"
  | "mx-no-server"
  | "mx-null"
  | "mx-null-malformed"
  | "mx-implicit"
  | "mx-none-matches"
  | "mx-not-in-policy"
  | "mx-backup-not-in-policy"
  | "mx-wildcard-depth"
  | "mx-wildcard-missing"
  | "mx-wildcard-apex"
  | "mx-pattern-broad"
  | "mx-alias"
  | "mx-no-address"
  | "mx-private-address"
  | "mx-unreachable"
  | "mx-address-literal"
  | "mx-pattern-unused"
  | "mx-mismatch-in-testing"
  | "tlsrpt-absent"
  | "tlsrpt-absent-unused"
  | "tlsrpt-lookup-failed"
  | "tlsrpt-multiple"
  | "tlsrpt-other-txt"
  | "tlsrpt-nearly"
  | "tlsrpt-misplaced"
  | "testing-unheard"
  | "tlsrpt-space-before-semicolon"
  | "tlsrpt-field-syntax"
  | "tlsrpt-empty-field"
  | "tlsrpt-trailing-space"
  | "tlsrpt-not-ascii"
  | "rua-missing"
  | "rua-syntax"
  | "rua-scheme-missing"
  | "rua-external"
  | "rua-scheme"
  | "rua-unusable"
  | "tlsrpt-duplicate-field";

/**
 * One alias on the way to the answer.
 */
export type Alias = { 
/**
 * The alias, escaped for display.
 */
name: string, 
/**
 * What it stands for, escaped for display.
 */
target: string, 
/**
 * Seconds it may still be kept.
 */
ttl: number | null, };

/**
 * What came of one request.
 *
 * An answer is raw evidence. To a DNS question it is the DoH server's HTTP response; to the policy fetch it is the
 * helper's, whose body holds a `PolicyFetch`.
 */
export type Answer = { "kind": "response", 
/**
 * The status code.
 */
status: number, 
/**
 * The body.
 */
body: Octets, 
/**
 * From sending the request to the last byte, in milliseconds.
 */
elapsedMs: number, } | { "kind": "given", 
/**
 * The text.
 */
body: Octets, 
/**
 * From asking for it to having it, in milliseconds.
 */
elapsedMs: number, } | { "kind": "failed", 
/**
 * What stood in the way.
 */
reason: FailureReason, 
/**
 * Particulars, as the platform words them; may be empty.
 */
detail: string, 
/**
 * From sending the request to giving up, in milliseconds.
 */
elapsedMs: number, };

/**
 * A policy as senders applied it. Two texts of one meaning are one policy.
 */
export type AppliedPolicy = { 
/**
 * `policy-type` as it is written.
 */
policyType: string | null, 
/**
 * `policy-string` as the first report has it, line by line; empty where none does.
 */
lines: Array<string>, 
/**
 * `mx-host` as the first report has it.
 */
mxHost: Array<string>, 
/**
 * What it says, if it is an MTA-STS policy that a sender can use.
 */
sts: Policy | null, 
/**
 * Its sessions.
 */
sessions: Sessions, 
/**
 * Who applied it, the last to do so first.
 */
senders: Array<SenderSessions>, };

/**
 * A stretch of time in which one kind of sender does one thing.
 */
export type Band = { 
/**
 * The kind of sender.
 */
sender: SenderKind, 
/**
 * The place, in `senders` of the outlook, of the one that this is about.
 */
row: number, 
/**
 * Its first second, since 1970-01-01T00:00:00Z.
 */
from: number, 
/**
 * Its last second; `null` for an open end.
 */
until: number | null, 
/**
 * What it looks like.
 */
state: BandState, 
/**
 * What to write on it.
 */
label: string, };

/**
 * What a band looks like.
 */
export type BandState = "protected" | "unprotected" | "mail-waits" | "reported-only" | "no-mail" | "not-known";

/**
 * What a finding rests on.
 */
export type Basis = "rfc-must" | "rfc-should" | "sender-practice" | "advice";

/**
 * The facts of one X.509 certificate that matter here.
 */
export type Certificate = { 
/**
 * The subject's distinguished name, for display only: it is never matched (RFC 8461 §3.3 wants a DNS-ID).
 */
subject: string, 
/**
 * The issuer's distinguished name.
 */
issuer: string, 
/**
 * The DNS names (SAN dNSName), at most 50.
 */
dnsNames: Array<string>, 
/**
 * How many DNS names there are in all.
 */
dnsNameCount: number, 
/**
 * First second of validity, seconds since 1970-01-01T00:00:00Z.
 */
notBefore: number, 
/**
 * Last second of validity, seconds since 1970-01-01T00:00:00Z.
 */
notAfter: number, 
/**
 * Subject and issuer are the same name.
 */
selfIssued: boolean, 
/**
 * It may issue certificates (basic constraints, RFC 5280 §4.2.1.9); absent where the fetcher does not tell.
 */
isCa?: boolean, 
/**
 * Where its authority says that the issuer's certificate can be had (caIssuers, RFC 5280 §4.2.2.1), the first URL of these.
 * It is never fetched.
 */
caIssuers?: string, };

/**
 * What several resolvers say to one question.
 */
export type ComparedQuestion = { 
/**
 * The name asked for.
 */
name: string, 
/**
 * The record type asked for.
 */
recordType: RecordType, 
/**
 * Whether those that could answer say the same, whatever the order of the records, their time to live and DNSSEC
 * validation; `null` where fewer than two could answer.
 */
agree: boolean | null, 
/**
 * What each resolver says, in the order in which they were given.
 */
answers: Array<ResolverAnswer>, 
/**
 * What they say and what that means, in a few sentences.
 */
sentence: string, };

/**
 * What became of one address: a TCP connection to port 443, and a TLS handshake over it.
 *
 * `ConnectUnreachable` says that this fetcher has no route to the address; then it was not tested, and
 * nothing follows for the host. Likewise `Deadline`: there was no time left for it.
 */
export type Connection = { 
/**
 * The address dialled.
 */
address: string, 
/**
 * `null` when the connection stood.
 */
failure: FailureClass | null, 
/**
 * The handshake; absent where no connection stood, and in evidence of fetchers that shook hands with one address only.
 */
handshake?: Handshake, 
/**
 * The later stages went by this address: the first in order of trial whose TCP connection stood. An HTTP client does not
 * go on to another one after that, whatever becomes of the handshake. Over the others nothing was sent.
 */
used?: boolean, 
/**
 * The TCP connection, in milliseconds.
 */
elapsedMs: number, };

/**
 * A text with all mended that can only have been meant in one way.
 */
export type Correction = { 
/**
 * The corrected text: the given one after all edits. Its line ends are those of the given text.
 */
text: string, 
/**
 * What to replace in the given text, in its order; no two overlap. There is at least one.
 */
edits: Array<Edit>, 
/**
 * What the corrected text still has of errors and of findings about which senders differ: only the domain's owner
 * knows what to write. A finding that an edit mends in one place may be here because of another. Empty if the
 * corrected text is valid.
 */
unresolved: Array<FindingId>, };

/**
 * A number of sessions, exact whatever its size.
 *
 * In JSON it is a number up to 2^53 - 1, which every reader of JSON keeps, and above that its digits as a string (RFC 7493 §2.2).
 */
export type Count = number | string;

/**
 * The sessions of one day.
 */
export type DaySessions = { 
/**
 * The day (UTC) on which the report's range begins, as `2026-11-25`; `null` where it has no date.
 */
day: string | null, 
/**
 * Its sessions.
 */
sessions: Sessions, };

/**
 * What came of decoding a body.
 */
export type Decoding = "done" | "unsupported" | "broken" | "too-large";

/**
 * Where senders in use do otherwise.
 */
export type Difference = { 
/**
 * Their names.
 */
senders: Array<string>, 
/**
 * What they do.
 */
sentence: string, };

/**
 * One resource record of the type asked for.
 */
export type DnsRecord = { 
/**
 * Seconds it may still be kept; for a resolver's answer that is what is left, not what the zone says.
 */
ttl: number | null, 
/**
 * The data as the server spelled it, escaped for display.
 */
raw: string, };

/**
 * One document and what came of it.
 */
export type DocumentLine = { 
/**
 * The number of its file, from 0 on, in the order in which they were handed in.
 */
file: number, 
/**
 * Its name: that of the file, and inside of it the way to the document, such as `november.zip › google.com!….json.gz`.
 */
name: string, 
/**
 * `organization-name`.
 */
organization: string | null, 
/**
 * `report-id`.
 */
reportId: string | null, 
/**
 * The day of the report, as `2026-11-25`.
 */
day: string | null, 
/**
 * The first policy domain.
 */
domain: string | null, 
/**
 * What it counted.
 */
sessions: Sessions, 
/**
 * What became of it.
 */
state: DocumentState, 
/**
 * For what could not be read: why, and where. Else the first notice, if there is one.
 */
note: string | null, 
/**
 * How many notices.
 */
notices: number, };

/**
 * What became of a document.
 */
export type DocumentState = "counted" | "duplicate" | "unreadable";

/**
 * What a DoH server is asked in.
 */
export type DohFormat = "json" | "wire";

/**
 * What the reports say about one policy domain.
 */
export type DomainReports = { 
/**
 * The policy domain in lower case; `null` for reports that name none, and for those beyond the bound.
 */
domain: string | null, 
/**
 * All sessions.
 */
sessions: Sessions, 
/**
 * What they come to.
 */
outcome: SessionsOutcome, 
/**
 * Those that succeeded without a policy (`no-policy-found`).
 */
withoutPolicy: Count, 
/**
 * How many reports are about it.
 */
reports: number, 
/**
 * Each day of which there is a report, in order; last what has no date.
 */
days: Array<DaySessions>, 
/**
 * Each sender, that with most failures first, then that with most sessions.
 */
senders: Array<SenderSessions>, 
/**
 * Each policy that was applied, the last applied first.
 */
policies: Array<AppliedPolicy>, 
/**
 * Each way in which sessions failed, that with most sessions first.
 */
failures: Array<FailureSummary>, };

/**
 * A replacement in a text.
 */
export type Edit = { 
/**
 * The finding that it mends; the first, if one edit mends several.
 */
finding: FindingId, 
/**
 * First byte of what is replaced, counted from 0 in the given text.
 */
byteStart: number, 
/**
 * One past the last byte; the first byte itself where the edit only inserts.
 */
byteEnd: number, 
/**
 * What to put there; empty where the edit only deletes.
 */
replacement: string, };

/**
 * Another place that was looked at because a record is missing.
 */
export type Elsewhere = { 
/**
 * What kind of place.
 */
place: Place, 
/**
 * The lookup of its TXT records.
 */
lookup: Lookup, };

/**
 * The meaning of a string.
 */
export type Explanation = { 
/**
 * Stable kebab-case name.
 */
id: string, 
/**
 * What was recognised, as it is usually written.
 */
term: string, 
/**
 * Who prints it.
 */
from: string, 
/**
 * What it means.
 */
meaning: string, 
/**
 * Likely causes, the likeliest first.
 */
causes: Array<string>, 
/**
 * The findings of a check that would show the cause.
 */
findings: readonly FindingId[], 
/**
 * The section or the document it rests on.
 */
basis: string, };

/**
 * A field that the RFC leaves to extensions; senders ignore it.
 */
export type Extension = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its value.
 */
value: string, };

/**
 * How many sessions failed in one way.
 */
export type FailedByType = { 
/**
 * The result type as it is written; empty where it is missing.
 */
resultType: string, 
/**
 * The sum.
 */
sessions: Count, };

/**
 * The kinds of failure, each at the first stage that can show it.
 */
export type FailureClass = "dns-no-name" | "dns-no-address" | "dns-failed" | "dns-timeout" | "address-refused" | "connect-refused" | "connect-unreachable" | "connect-timeout" | "connect-failed" | "tls-timeout" | "tls-version" | "tls-alert" | "tls-name" | "tls-expired" | "tls-not-yet-valid" | "tls-self-signed" | "tls-untrusted" | "tls-failed" | "http-timeout" | "http-protocol" | "body-incomplete" | "body-timeout" | "deadline";

/**
 * One failure of `failure-details`.
 */
export type FailureDetail = { 
/**
 * `result-type`: one of RFC 8460 §4.3, or whatever else the sender wrote.
 */
resultType: string | null, 
/**
 * `sending-mta-ip`.
 */
sendingMtaIp: string | null, 
/**
 * `receiving-mx-hostname`.
 */
receivingMxHostname: string | null, 
/**
 * `receiving-mx-helo`.
 */
receivingMxHelo: string | null, 
/**
 * `receiving-ip`.
 */
receivingIp: string | null, 
/**
 * `failed-session-count`.
 */
failedSessions: Count | null, 
/**
 * `additional-information`: an address of more about it. Never follow it unseen.
 */
additionalInformation: string | null, 
/**
 * `failure-reason-code`: in the sender's own words.
 */
failureReasonCode: string | null, };

/**
 * Why a request brought no response.
 */
export type FailureReason = "network" | "timeout" | "too-large" | "not-dns" | "no-helper" | "not-fetched";

/**
 * Whether a failure is still there.
 */
export type FailureStanding = { 
/**
 * How it stands.
 */
state: FailureState, 
/**
 * The same in a sentence, with what was seen now.
 */
sentence: string, 
/**
 * The findings of the check that would cause it.
 */
findings: FindingId[], };

/**
 * How a failure stands now.
 */
export type FailureState = "still-there" | "fixed" | "gone" | "not-known";

/**
 * One way in which sessions failed.
 */
export type FailureSummary = { 
/**
 * The result type as it is written. `null`: the reports count failed sessions and say nothing about them.
 */
resultType: string | null, 
/**
 * Whether the registry of RFC 8460 §6.6 has it.
 */
isRegistered: boolean, 
/**
 * How many sessions.
 */
sessions: Count, 
/**
 * The first and the last day on which it was reported.
 */
firstDay: string | null, 
/**
 * See `first_day`.
 */
lastDay: string | null, 
/**
 * How many sessions on each day, in order.
 */
days: Array<SessionShare>, 
/**
 * At which MX hosts (`receiving-mx-hostname`), most sessions first, as in the other lists.
 */
mxHosts: Array<SessionShare>, 
/**
 * At which addresses of them (`receiving-ip`).
 */
receivingIps: Array<SessionShare>, 
/**
 * Who reported it.
 */
senders: Array<SessionShare>, 
/**
 * From which of their addresses (`sending-mta-ip`).
 */
sendingIps: Array<SessionShare>, 
/**
 * The reasons that senders gave (`failure-reason-code`).
 */
reasons: Array<SessionShare>, 
/**
 * What they wrote to it (`additional-information`).
 */
information: Array<SessionShare>, };

/**
 * How the lookup of one address family ended.
 */
export type FamilyLookup = { 
/**
 * How it ended.
 */
outcome: LookupOutcome, 
/**
 * One sentence with the particulars, for people; absent for `found` and `no-data`.
 */
detail?: string, };

/**
 * What becomes of mail.
 */
export type Fate = { 
/**
 * In a word.
 */
outcome: MailOutcome, 
/**
 * What it rests on and nobody has seen, as a clause: if this does not hold, the mail is not delivered; or, where it
 * rests on a policy text that was given, nobody knows what becomes of it. `null` where it rests on nothing more.
 */
provided: string | null, 
/**
 * In a sentence.
 */
sentence: string, 
/**
 * The deciding section, such as `RFC 8461 §5`.
 */
rfc: string, 
/**
 * What the domain learns of it.
 */
report: Reporting, };

/**
 * Why a fetch ended without a complete HTTP response.
 */
export type FetchFailure = { 
/**
 * What kind of failure it was.
 */
class: FailureClass, 
/**
 * One sentence with the particulars, for people.
 */
detail: string, };

/**
 * The policy host, as DNS shows it and as the helper met it.
 */
export type FetchObservation = { 
/**
 * `https://mta-sts.<domain>/.well-known/mta-sts.txt`.
 */
url: string, 
/**
 * IPv4 addresses of the policy host.
 */
ipv4: Lookup, 
/**
 * IPv6 addresses of the policy host.
 */
ipv6: Lookup, 
/**
 * Whether the fetch has been answered.
 */
state: FetchState, 
/**
 * Why nobody could look; `null` unless the state is `not-seen`.
 */
problem: string | null, 
/**
 * The helper's evidence.
 */
evidence: PolicyFetch | null, 
/**
 * From asking the helper to its answer, in milliseconds.
 */
elapsedMs: number, };

/**
 * Where the policy fetch stands.
 */
export type FetchState = "pending" | "seen" | "not-seen" | "given";

/**
 * A conclusion for the reader.
 */
export type Finding = { 
/**
 * Stable kebab-case name of the rule.
 */
id: FindingId, 
/**
 * How much it matters.
 */
severity: Severity, 
/**
 * What it rests on.
 */
basis: Basis, 
/**
 * Senders in use disagree about this.
 */
sendersDiffer: boolean, 
/**
 * The deciding section, such as `RFC 8461 §3.1`.
 */
rfc: string, 
/**
 * That section's address.
 */
rfcUrl: string, 
/**
 * What a TLS report would call it (RFC 8460 §4.3), where senders report it.
 */
resultType: ResultType | null, 
/**
 * What was seen, in one sentence that names the value.
 */
saw: string, 
/**
 * What follows from it.
 */
consequence: string, 
/**
 * What to do.
 */
fix: string, 
/**
 * Where in the text, if it is about a text.
 */
location: Location | null, };

/**
 * How the TLS handshake with one address ended.
 */
export type Handshake = { 
/**
 * `null` when it completed with an accepted certificate.
 */
failure: FetchFailure | null, 
/**
 * Milliseconds.
 */
elapsedMs: number, };

/**
 * One header field of the response.
 */
export type Header = { 
/**
 * Field name in lower case.
 */
name: string, 
/**
 * Field value.
 */
value: Octets, };

/**
 * What becomes of mail at one mail server.
 */
export type HostFate = { 
/**
 * The name in the MX record.
 */
host: HostName, 
/**
 * Lower is tried first; equal ones in any order (RFC 5321 §5.1).
 */
preference: number, 
/**
 * What becomes of mail here.
 */
fate: Fate, };

/**
 * A host name as it stands in an MX record: lower case, no trailing dot.
 *
 * DNS allows any octets in a name, so this is kept as text and compared label by label (RFC 8461 §4.1); names that
 * break the host name rules simply match nothing. Printed and in JSON, invisible characters of such names are escaped.
 */
export type HostName = string;

/**
 * One HTTP response, body capped at 65536 bytes (RFC 8461 §3.3).
 */
export type HttpResponse = { 
/**
 * The status code.
 */
status: number, 
/**
 * Header fields, names in lower case, fields of one name together in the order received.
 */
headers: Array<Header>, 
/**
 * The body as received; or as it was before the server encoded it, where `decoding` is `done`.
 */
body: Octets, 
/**
 * What came of decoding the body, where the server encoded it (`Content-Encoding`) although it was asked not to.
 */
decoding?: Decoding, 
/**
 * The body was longer than 65536 bytes, received or decoded; what was received is in `body` up to there.
 */
truncated: boolean, 
/**
 * For a 3xx status, the `Location` field as received. It was not followed (RFC 8461 §3.3).
 */
redirectTarget: string | null, 
/**
 * From sending the request to the last byte read, in milliseconds.
 */
elapsedMs: number, };

/**
 * Something worth telling the person who typed the domain; the check goes on.
 */
export type InputNote = "mail-address" | "converted" | "policy-host";

/**
 * A text that is not an `mx` pattern.
 */
export type InvalidPattern = { 
/**
 * The text, invisible characters escaped, shortened when long.
 */
pattern: string, 
/**
 * What is wrong, as a phrase.
 */
reason: string, };

/**
 * How something is known.
 */
export type KnownBy = "read-in-source" | "run" | "reported";

/**
 * A place in a text, for people and for editors.
 */
export type Location = { 
/**
 * Line, counted from 1; lines end with LF.
 */
line: number, 
/**
 * Column, counted from 1 in UTF-16 code units, as editors on the web count. An octet that is not UTF-8 is one.
 */
column: number, 
/**
 * First byte in the whole text, counted from 0.
 */
byteStart: number, 
/**
 * One past the last byte.
 */
byteEnd: number, 
/**
 * The text there, invisible and undecodable octets escaped, shortened when long.
 */
text: string, };

/**
 * What is known about one DNS question.
 */
export type Lookup = { 
/**
 * The name asked for.
 */
name: string, 
/**
 * The record type asked for.
 */
recordType: RecordType, 
/**
 * Where the question stands.
 */
state: LookupState, 
/**
 * The resolver whose answer counts.
 */
resolver: string | null, 
/**
 * That resolver says DNSSEC validated the answer (AD bit).
 */
authenticated: boolean, 
/**
 * The aliases followed, in order.
 */
aliases: Array<Alias>, 
/**
 * The records of the type asked for.
 */
records: Array<DnsRecord>, 
/**
 * The resolver's own words about the answer.
 */
comment: string | null, 
/**
 * Every request made for this question.
 */
tries: Array<LookupTry>, 
/**
 * All of them together, in milliseconds.
 */
elapsedMs: number, };

/**
 * The ways in which an address lookup ends.
 */
export type LookupOutcome = "found" | "no-data" | "no-name" | "servfail" | "refused" | "timeout" | "failed";

/**
 * Where a DNS question stands.
 */
export type LookupState = "pending" | "found" | "no-data" | "no-name" | "bogus" | "failed";

/**
 * One request made for a DNS question.
 */
export type LookupTry = { 
/**
 * Who was asked.
 */
resolver: string, 
/**
 * Asked with DNSSEC checking off.
 */
checkingDisabled: boolean, 
/**
 * What came of it, in words that follow the resolver's name.
 */
result: string, 
/**
 * Milliseconds.
 */
elapsedMs: number, };

/**
 * What becomes of mail, in a word.
 */
export type MailOutcome = "delivered-verified" | "delivered-unverified" | "may-go-in-clear" | "not-to-this-mx" | "waits-then-bounces" | "reported-only" | "no-mail" | "not-known";

/**
 * What senders are asked to do when a delivery would break the policy (RFC 8461 §5).
 */
export type Mode = "enforce" | "testing" | "none";

/**
 * One of the moments that matter.
 */
export type Moment = { 
/**
 * In seconds since 1970-01-01T00:00:00Z.
 */
at: number, 
/**
 * What it is.
 */
kind: MomentKind, 
/**
 * What happens then, in a sentence.
 */
sentence: string, };

/**
 * What a moment is.
 */
export type MomentKind = "now" | "refetch" | "record-everywhere" | "refresh" | "last-valid" | "first-contact" | "removal-safe";

/**
 * One host that mail goes to.
 */
export type MxHost = { 
/**
 * The name in the MX record, which is what the policy is matched with: not what it is an alias of, not a banner
 * (RFC 8461 §4.1).
 */
host: HostName, 
/**
 * Lower is tried first.
 */
preference: number, 
/**
 * Seconds the record may still be kept.
 */
ttl: number | null, 
/**
 * Tried only when all hosts of lower preference fail.
 */
isBackup: boolean, 
/**
 * The first pattern of the policy that matches; `null` where none does or there is no policy.
 */
matchedBy: MxPattern | null, 
/**
 * The lookups of its IPv4 and IPv6 addresses; empty where none were made: for the domain itself (see
 * `ownAddresses`), for names that no host can have, and beyond the tenth host.
 */
addresses: Array<Lookup>, };

/**
 * Whether a host is one that a list of `mx` patterns allows.
 */
export type MxMatch = { 
/**
 * The host as it is compared: in A-labels, lower case, without root dot; `null` where it has no such form.
 */
host: HostName | null, 
/**
 * The first pattern that matches, in lower case; `null` where none does.
 */
matched: MxPattern | null, 
/**
 * The patterns that are none, and so match nothing.
 */
invalid: Array<InvalidPattern>, };

/**
 * The MX records and what they come to.
 */
export type MxObservation = { 
/**
 * The lookup of the MX records.
 */
lookup: Lookup, 
/**
 * The lookups of the domain's own addresses, made only where there are no MX records.
 */
ownAddresses: Array<Lookup>, 
/**
 * Where mail goes.
 */
routing: Routing, 
/**
 * The hosts that mail goes to, in the order senders try them.
 */
hosts: Array<MxHost>, 
/**
 * Patterns of the policy that match no host.
 */
unusedPatterns: Array<MxPattern>, };

/**
 * An `mx` value of a policy: `["*."] Domain` (RFC 8461 §3.2), in lower case.
 */
export type MxPattern = string;

/**
 * Everything seen so far about a policy domain.
 */
export type Observations = { 
/**
 * The TXT records at `_mta-sts.<domain>`.
 */
record: RecordObservation, 
/**
 * The policy host and the fetch of the policy file.
 */
fetch: FetchObservation, 
/**
 * The text of the policy file; `null` while there is none.
 */
policy: PolicyObservation | null, 
/**
 * The MX records.
 */
mx: MxObservation, 
/**
 * The TXT records at `_smtp._tls.<domain>`.
 */
tlsrpt: TlsrptObservation, };

/**
 * Bytes exactly as they arrived.
 *
 * JSON form: a string when the bytes are UTF-8 (nearly always), else `{"hex": "fffe…"}`. Nothing is replaced or
 * dropped on the way, because a byte-order mark or a stray Latin-1 byte is itself a finding.
 */
export type Octets = string | { hex: string };

/**
 * The state of a domain's MTA-STS.
 */
export type Outcome = "pending" | "inconclusive" | "not-announced" | "undiscovered" | "dnssec-bogus" | "record-unusable" | "policy-unavailable" | "policy-unusable" | "senders-differ" | "mail-at-risk" | "protected" | "testing" | "none" | "no-mail";

/**
 * What senders do, now and later.
 */
export type Outlook = { 
/**
 * The time that it is seen from, in seconds since 1970-01-01T00:00:00Z.
 */
at: number, 
/**
 * All of it in one or two sentences.
 */
summary: string, 
/**
 * The record announces a policy that no sender can fetch: senders that know the domain keep their old policy, and
 * new ones are not protected.
 */
isWorseThanNone: boolean, 
/**
 * What to do first, second, third, where leaving things as they are, or taking MTA-STS away at once, does harm.
 */
firstSteps: Array<string>, 
/**
 * At first contact; holding a policy (once for each policy that may be held); after it has expired.
 */
senders: Array<SenderOutlook>, 
/**
 * The same as a picture.
 */
bands: Array<Band>, 
/**
 * The moments that matter, in order.
 */
timeline: Array<Moment>, 
/**
 * Where senders in use do otherwise.
 */
differs: Array<Difference>, };

/**
 * Where a record stands by mistake.
 */
export type Place = "domain" | "policy-host" | "doubled-zone" | "parent" | "draft-name";

/**
 * A policy that senders can use.
 */
export type Policy = { 
/**
 * The mode.
 */
mode: Mode, 
/**
 * How long a sender may keep the policy, in seconds, as published. Above 31557600 senders differ.
 */
maxAge: number, 
/**
 * The hosts allowed to receive mail.
 */
mx: Array<MxPattern>, 
/**
 * Unknown fields, the first of each name, in order.
 */
extensions: Array<Extension>, };

/**
 * A policy domain (RFC 8461 §1.1): the domain whose mail is to be protected, in A-labels.
 *
 * A value of this type is lower case, has no trailing dot, consists of labels of letters, digits and hyphens
 * (RFC 5321 §4.1.2 `Domain`), is not an IP address, and is short enough that
 * `_mta-sts.<domain>` is still a DNS name.
 */
export type PolicyDomain = string;

/**
 * Everything seen while fetching one policy file.
 *
 * The stages come in the order of the fetch; the first one that failed is named by `failure` and all
 * later ones are absent.
 */
export type PolicyFetch = { 
/**
 * The policy host, `mta-sts.` and the policy domain, as an A-label name.
 */
policyHost: string, 
/**
 * The one URL that was asked for: `https://<policy host>/.well-known/mta-sts.txt`.
 */
url: string, 
/**
 * When the fetch began, in seconds since 1970-01-01T00:00:00Z, by the fetcher's clock.
 */
startedAt: number, 
/**
 * How the policy host's name resolved.
 */
resolution: Resolution, 
/**
 * One entry per address that may be dialled, in order of trial. All are tried side by side; the later stages went by
 * the one that is `used`. Where none says so, it is an older fetcher's evidence: it dialled one after
 * the other, and the last one was used.
 */
connections: Array<Connection>, 
/**
 * The TLS handshake with the address that was used, also when it failed; then with the certificates that the server had shown until then, if any.
 */
tls: Tls | null, 
/**
 * The HTTP response, whatever its status.
 */
response: HttpResponse | null, 
/**
 * Why there is no complete response; `null` when there is one, even if it says 404.
 */
failure: FetchFailure | null, 
/**
 * Seconds since the fetch, when the helper answers from its memory; absent when it fetched for this request.
 */
age?: number, 
/**
 * The whole fetch, in milliseconds.
 */
elapsedMs: number, };

/**
 * The `id` of a policy: 1 to 32 ASCII letters and digits, compared for equality only. It has no order: there is no
 * older and no newer id (RFC 8461 §3.1).
 */
export type PolicyId = string;

/**
 * The policy that a sender goes by.
 */
export type PolicyInForce = { 
/**
 * Why it holds it.
 */
origin: PolicyOrigin, 
/**
 * Its mode.
 */
mode: Mode, 
/**
 * The last second in which it counts.
 */
until: number, };

/**
 * The text of the policy file and what it says.
 */
export type PolicyObservation = { 
/**
 * The lines, invisible and undecodable octets escaped, without line ends.
 */
lines: Array<string>, 
/**
 * Length in bytes.
 */
bytes: number, 
/**
 * The policy, if senders can use it.
 */
policy: Policy | null, 
/**
 * Whether senders use it.
 */
validity: Validity, 
/**
 * Violations beyond those listed as findings.
 */
omittedFindings: number, };

/**
 * Why a sender holds a policy.
 */
export type PolicyOrigin = "fetched-now" | "served-now" | "earlier" | "supposed";

/**
 * How named senders read a pasted policy file.
 */
export type PolicyReadings = { 
/**
 * Each sender, in a fixed order.
 */
readings: Array<SenderReading>, 
/**
 * Whether they do the same with mail.
 */
agree: boolean, };

/**
 * How a policy that senders applied stands to the one that is published now.
 */
export type PolicyStanding = { 
/**
 * How it stands.
 */
state: PolicyState, 
/**
 * The same in a sentence, with what differs.
 */
sentence: string, 
/**
 * Until when the last sender to apply it may go on, unless it fetches another: seconds since 1970-01-01T00:00:00Z.
 */
heldUntil: number | null, };

/**
 * How a policy of reports stands to the present one.
 */
export type PolicyState = "same" | "different" | "now-there" | "now-missing" | "not-sts" | "not-known";

/**
 * What a pasted policy file says.
 */
export type PolicyValidation = { 
/**
 * Whether senders use it.
 */
validity: Validity, 
/**
 * The policy, if senders can use it.
 */
policy: Policy | null, 
/**
 * What to know about it, each with its place.
 */
findings: Array<Finding>, 
/**
 * Violations beyond those listed.
 */
omittedFindings: number, };

/**
 * A policy that the domain served before.
 */
export type PreviousPolicy = { 
/**
 * Its mode.
 */
mode: Mode, 
/**
 * Its `max_age`, in seconds; the longest, if there were several.
 */
maxAge: number, 
/**
 * Its mail servers; `null` if nobody knows them.
 */
mx: Array<MxPattern> | null, 
/**
 * When it was served last, in seconds since 1970-01-01T00:00:00Z; `null` if nobody knows, and then it counts as
 * served until now. Where it was there at one time and gone at the next, the later one is the careful choice.
 */
lastServedAt: number | null, 
/**
 * Where it is known from.
 */
source: PreviousSource, };

/**
 * Where an earlier policy is known from.
 */
export type PreviousSource = "pasted" | "remembered" | "given";

/**
 * What stands at `_mta-sts.<domain>`.
 */
export type RecordObservation = { 
/**
 * The lookup.
 */
lookup: Lookup, 
/**
 * The TXT records.
 */
texts: Array<TxtText>, 
/**
 * The record, if exactly one counts and it is usable.
 */
record: StsRecord | null, 
/**
 * Other places where it may stand by mistake; looked at only when it is missing.
 */
elsewhere: Array<Elsewhere>, 
/**
 * Whether senders use the one that counts; `null` where there is none or more than one.
 */
validity: Validity | null, };

/**
 * A DNS record type by its number, and its name for people.
 */
export type RecordType = "A" | "AAAA" | "MX" | "TXT";

/**
 * What a pasted TXT record says: one of the two kinds, told apart by its version.
 */
export type RecordValidation = { 
/**
 * Whether senders use it.
 */
validity: Validity, 
/**
 * The MTA-STS record, if it is one and usable.
 */
sts: StsRecord | null, 
/**
 * The TLSRPT record, if it is one and usable.
 */
tlsrpt: TlsrptRecord | null, 
/**
 * What to know about it, each with its place.
 */
findings: Array<Finding>, 
/**
 * Violations beyond those listed.
 */
omittedFindings: number, };

/**
 * A recorded check.
 */
export type Recording = { 
/**
 * What it shows, for people.
 */
name: string, 
/**
 * The policy domain in A-labels.
 */
domain: string, 
/**
 * The time of the check, in seconds since 1970-01-01T00:00:00Z.
 */
now: number, 
/**
 * The resolvers, in the order in which they were asked; at most 8.
 */
resolvers: Array<Resolver>, 
/**
 * The answers by request id, such as `mx/1` or `policy`. Some may be missing: the check is then unfinished.
 */
answers: { [key in string]: Answer }, };

/**
 * What a check has found out so far.
 */
export type Report = { 
/**
 * The policy domain.
 */
domain: PolicyDomain, 
/**
 * The time of the check, in seconds since 1970-01-01T00:00:00Z.
 */
checkedAt: number, 
/**
 * Every request has its answer: this report is final.
 */
isComplete: boolean, 
/**
 * The verdict, for programs.
 */
outcome: Outcome, 
/**
 * The verdict in one or two sentences, for people.
 */
verdict: string, 
/**
 * The finding whose fix helps most; `null` where nothing needs to be done.
 */
doFirst: Finding | null, 
/**
 * The steps, in the order a sender takes them.
 */
steps: Array<Step>, 
/**
 * What every sender will do with mail, and until when.
 */
outlook: Outlook, 
/**
 * How named senders read the policy file; empty where there is none that was read.
 */
readings: Array<SenderReading>, 
/**
 * Whether they do the same with mail.
 */
readingsAgree: boolean, 
/**
 * What was seen, read but not judged.
 */
observed: Observations, };

/**
 * One document of a file.
 */
export type ReportDocument = { 
/**
 * The way to it inside the file, part by part, such as `["google.com!example.com!….json.gz"]`; empty where the file is the document.
 */
path: Array<string>, 
/**
 * What was made of its JSON. Where it could not be unpacked, the problem that says why is an error here.
 */
reading: ReportReading, };

/**
 * What was made of one file.
 */
export type ReportFile = { 
/**
 * What the file is.
 */
form: ReportForm, 
/**
 * The documents in it, in their order: one unless it is a message or an archive.
 */
documents: Array<ReportDocument>, 
/**
 * Problems of the file itself; those of a document are with it.
 */
problems: Array<ReportProblem>, };

/**
 * What a file or a part of one is.
 */
export type ReportForm = "json" | "gzip" | "mail" | "zip";

/**
 * A departure from the format of a report.
 */
export type ReportProblem = { 
/**
 * What kind it is.
 */
kind: ReportProblemKind, 
/**
 * What it does to the report.
 */
severity: ReportProblemSeverity, 
/**
 * The member it is about, such as `policies[0].summary.total-failure-session-count`; empty for the whole.
 */
member: string, 
/**
 * Where in the text, decompressed where it was compressed.
 */
location: Location | null, 
/**
 * What was seen.
 */
saw: string, 
/**
 * What was expected, and what is made of it.
 */
expected: string, 
/**
 * The section it rests on.
 */
basis: string, };

/**
 * How many problems of a kind there were.
 */
export type ReportProblemCount = { 
/**
 * Their kind.
 */
kind: ReportProblemKind, 
/**
 * How many.
 */
count: number, };

/**
 * The kinds of problems, the more basic first. Each says what it does to its report, what it means, and the section it rests on.
 */
export type ReportProblemKind = "not-json" | "not-utf8" | "not-object" | "too-deep" | "too-large" | "bad-gzip" | "bad-zip" | "bad-mail" | "no-report" | "trailing-data" | "media-type" | "name-mismatch" | "header-mismatch" | "missing-policies" | "bad-policies" | "missing" | "bad-type" | "bad-count" | "bad-datetime" | "datetime-no-offset" | "end-before-start" | "long-range" | "unknown-policy-type" | "unknown-result-type" | "policy-string-not-array" | "mx-host-not-array" | "placeholder-key" | "duplicate-key" | "lone-surrogate" | "bom" | "bad-uri" | "bad-ip" | "bad-contact" | "ulabel-domain" | "long-text" | "too-many";

/**
 * What a problem does to its report.
 */
export type ReportProblemSeverity = "error" | "notice";

/**
 * What was made of one JSON document.
 */
export type ReportReading = { 
/**
 * What was understood; `null` where the document is no JSON object at all.
 */
report: TlsReport | null, 
/**
 * Whether it counts: none of the problems is an error.
 */
isUsable: boolean, 
/**
 * The departures from the format, in the order of the text; at most 100.
 */
problems: Array<ReportProblem>, 
/**
 * Problems beyond those listed.
 */
omittedProblems: number, };

/**
 * How reports stand to what a check sees now.
 */
export type ReportStanding = { 
/**
 * The time of the check, in seconds since 1970-01-01T00:00:00Z.
 */
checkedAt: number, 
/**
 * For each failure of the summary, in its order.
 */
failures: Array<FailureStanding>, 
/**
 * For each policy of the summary, in its order.
 */
policies: Array<PolicyStanding>, };

/**
 * What many reports come to.
 */
export type ReportSummary = { 
/**
 * How many files were handed in.
 */
files: number, 
/**
 * How many reports were counted.
 */
reports: number, 
/**
 * Reports that had been counted before: the same sender, report id, dates and domains.
 */
duplicates: number, 
/**
 * Documents and files that could not be counted.
 */
unreadable: number, 
/**
 * All sessions.
 */
sessions: Sessions, 
/**
 * The first and the last day (UTC) of which there are reports, as `2026-11-25`.
 */
firstDay: string | null, 
/**
 * See `first_day`.
 */
lastDay: string | null, 
/**
 * Each policy domain, that with most failures first, then that with most sessions.
 */
domains: Array<DomainReports>, 
/**
 * Every document, in the order in which they came; at most 10,000, and up to 1,000 more that could not be read.
 */
documents: Array<DocumentLine>, 
/**
 * Documents beyond those.
 */
omittedDocuments: number, 
/**
 * How many problems of each kind there were.
 */
problems: Array<ReportProblemCount>, 
/**
 * Whether the rows reached their bound, so that some are counted under one without a name.
 */
isFull: boolean, };

/**
 * A time of a report.
 */
export type ReportTime = { 
/**
 * As it is written.
 */
text: string, 
/**
 * Seconds since 1970-01-01T00:00:00Z; without an offset it is taken for UTC. `null` where it is no date-time (RFC 3339 §5.6).
 */
seconds: number | null, };

/**
 * One policy that the sender applied, and how its sessions went.
 */
export type ReportedPolicy = { 
/**
 * `policy-type`: `sts`, `tlsa`, `no-policy-found`, or whatever else the sender wrote.
 */
policyType: string | null, 
/**
 * `policy-string`: of an MTA-STS policy its lines, of DANE the TLSA records.
 */
policyString: Array<string>, 
/**
 * `policy-domain`.
 */
policyDomain: string | null, 
/**
 * `mx-host`: the patterns of the policy, or the MX hosts.
 */
mxHost: Array<string>, 
/**
 * `total-successful-session-count`.
 */
successful: Count | null, 
/**
 * `total-failure-session-count`.
 */
failed: Count | null, 
/**
 * `failure-details`.
 */
failures: Array<FailureDetail>, 
/**
 * The sum of `failed-session-count` for every result type, in the order of their first use. It may differ from `failed`: a session may
 * fail in several ways (RFC 8460 §4.4). At most 100.
 */
failedByType: Array<FailedByType>, };

/**
 * What senders that send TLS reports would report.
 */
export type Reporting = { 
/**
 * The failure; `null` where none would be sent, or nobody can tell which.
 */
resultType: ResultType | null, 
/**
 * The same in a sentence, and why where there is none.
 */
sentence: string, };

/**
 * The address lookup of the policy host.
 */
export type Resolution = { 
/**
 * The addresses found (A and AAAA), in the order they would be dialled; at most 32.
 */
addresses: Array<ResolvedAddress>, 
/**
 * How the lookup of A records (IPv4) ended; absent where the fetcher does not tell.
 */
a?: FamilyLookup, 
/**
 * How the lookup of AAAA records (IPv6) ended; absent where the fetcher does not tell.
 */
aaaa?: FamilyLookup, 
/**
 * Milliseconds.
 */
elapsedMs: number, };

/**
 * One address of the policy host.
 */
export type ResolvedAddress = { 
/**
 * IPv4 or IPv6 in text form.
 */
address: string, 
/**
 * Why the fetcher will not dial it (`"loopback"`, `"private use (RFC 1918)"`, …); `null` when it may.
 */
refused: string | null, };

/**
 * A DoH server.
 */
export type Resolver = { 
/**
 * What people call it: `Cloudflare`.
 */
name: string, 
/**
 * The URL without query: `https://cloudflare-dns.com/dns-query`.
 */
url: string, 
/**
 * What it is asked in; DoH JSON if nothing is said.
 */
format?: DohFormat, };

/**
 * What one resolver says to one question.
 */
export type ResolverAnswer = { 
/**
 * Its name.
 */
resolver: string, 
/**
 * What came of the lookup; where it failed, the resolver counts neither for nor against agreement.
 */
state: LookupState, 
/**
 * It says that DNSSEC validated the answer (AD bit).
 */
authenticated: boolean, 
/**
 * How long it may still keep these records, in seconds: the longest, if there are several; `null` without records.
 */
ttl: number | null, 
/**
 * The records in one form and order whoever gives them: the strings of a TXT record joined, names in lower case
 * without final dot, invisible characters escaped.
 */
records: Array<string>, 
/**
 * Its own words about the answer.
 */
comment: string | null, 
/**
 * From the question to the answer, in milliseconds; of two questions together, where DNSSEC made it ask twice.
 */
elapsedMs: number, };

/**
 * What several resolvers say about one domain.
 */
export type ResolverComparison = { 
/**
 * The policy domain.
 */
domain: PolicyDomain, 
/**
 * The time of the comparison, in seconds since 1970-01-01T00:00:00Z.
 */
checkedAt: number, 
/**
 * Whether they agree about every question: `false` as soon as they disagree about one; `null` where that is not
 * known, because fewer than two could answer one of them.
 */
agree: boolean | null, 
/**
 * The questions, the MTA-STS record first.
 */
questions: Array<ComparedQuestion>, 
/**
 * All of it in a sentence or two.
 */
sentence: string, };

/**
 * The result types of TLS reports (RFC 8460 §4.3).
 */
export type ResultType = "starttls-not-supported" | "certificate-host-mismatch" | "certificate-expired" | "certificate-not-trusted" | "tlsa-invalid" | "dnssec-invalid" | "sts-policy-fetch-error" | "sts-policy-invalid" | "sts-webpki-invalid" | "validation-failure";

/**
 * Where DNS sends a domain's mail (RFC 5321 §5.1, RFC 7505).
 */
export type Routing = "pending" | "unknown" | "mx-records" | "implicit" | "null-mx" | "no-server" | "no-domain";

/**
 * A kind of sender.
 */
export type SenderKind = "first-contact" | "holds-policy" | "policy-expired";

/**
 * What one kind of sender does.
 */
export type SenderOutlook = { 
/**
 * Which kind.
 */
sender: SenderKind, 
/**
 * The policy that it goes by: `null` for none, or if nobody can tell.
 */
policy: PolicyInForce | null, 
/**
 * Which policy that is and why, in a sentence.
 */
why: string, 
/**
 * From when on, in seconds since 1970-01-01T00:00:00Z.
 */
from: number, 
/**
 * The last second in which it does so; `null` for an open end.
 */
until: number | null, 
/**
 * What becomes of a message.
 */
message: Fate, 
/**
 * What becomes of it at each mail server, in the order in which they are tried.
 */
hosts: Array<HostFate>, };

/**
 * What one sender makes of a policy.
 */
export type SenderReading = { 
/**
 * The sender's name.
 */
sender: string, 
/**
 * Which version is meant, in a few words.
 */
version: string, 
/**
 * What becomes of mail.
 */
verdict: SenderVerdict, 
/**
 * The mode that counts for it; `null` if it refuses the policy.
 */
mode: Mode | null, 
/**
 * The seconds that it will really keep the policy; `null` if it refuses it.
 */
maxAge: number | null, 
/**
 * The patterns that it keeps, in order, in the form in which it keeps them; invisible characters escaped, shortened
 * when long.
 */
mx: Array<string>, 
/**
 * The given MX hosts that are in its policy; `null` where that is not known, since it hands the patterns to Postfix.
 */
matched: Array<HostName> | null, 
/**
 * Why, in one sentence for mail administrators.
 */
reason: string, 
/**
 * The finding that says the same, where there is one.
 */
finding: FindingId | null, 
/**
 * Where in the text the sender stopped, if it refuses the text.
 */
location: Location | null, 
/**
 * How this is known.
 */
basis: KnownBy, };

/**
 * The sessions of one sender.
 */
export type SenderSessions = { 
/**
 * `organization-name`; `null` where it is missing, or beyond the bound.
 */
organization: string | null, 
/**
 * Its sessions.
 */
sessions: Sessions, 
/**
 * How many reports it sent.
 */
reports: number, 
/**
 * The first and the last day of its reports.
 */
firstDay: string | null, 
/**
 * See `first_day`.
 */
lastDay: string | null, };

/**
 * What becomes of mail to a domain whose policy a sender has read.
 */
export type SenderVerdict = "applied" | "refused" | "matches-nothing" | "not-enforced";

/**
 * A part of the sessions that failed.
 */
export type SessionShare = { 
/**
 * What they have in common; `null` where reports do not tell, or beyond the bound.
 */
name: string | null, 
/**
 * How many.
 */
sessions: Count, };

/**
 * Sessions that succeeded and that failed.
 */
export type Sessions = { 
/**
 * Sessions over TLS as the policy wants it.
 */
successful: Count, 
/**
 * Sessions that failed.
 */
failed: Count, };

/**
 * What the sessions of a domain come to. Only one of them is good news.
 */
export type SessionsOutcome = "failed" | "failed-uncounted" | "succeeded" | "no-policy" | "none";

/**
 * How much a finding matters to the reader's mail.
 */
export type Severity = "note" | "warning" | "error";

/**
 * One step of the check.
 */
export type Step = { 
/**
 * Which step.
 */
id: StepId, 
/**
 * Where it stands.
 */
status: StepStatus, 
/**
 * What was found, in one line.
 */
summary: string, 
/**
 * From the first request to the last answer of this step, in milliseconds.
 */
elapsedMs: number, 
/**
 * What to know about it, in the order of the evidence.
 */
findings: Array<Finding>, };

/**
 * The steps of a check.
 */
export type StepId = "record" | "fetch" | "policy" | "mx" | "tlsrpt";

/**
 * Where a step stands.
 */
export type StepStatus = "pending" | "passed" | "warned" | "failed" | "inconclusive" | "skipped";

/**
 * A valid MTA-STS record.
 */
export type StsRecord = { 
/**
 * Changes when the policy changes.
 */
id: PolicyId, 
/**
 * Unknown fields, the first of each name, in order.
 */
extensions: Array<Extension>, };

/**
 * What the TLS handshake showed.
 */
export type Tls = { 
/**
 * `"TLSv1.3"` or `"TLSv1.2"`; `null` when the handshake did not complete.
 */
version: string | null, 
/**
 * The application protocol agreed (ALPN): `"http/1.1"`; absent when the server chose none.
 */
alpn?: string, 
/**
 * The chain as presented, leaf first; at most the first 10 certificates.
 */
certificates: Array<Certificate>, 
/**
 * Milliseconds.
 */
elapsedMs: number, };

/**
 * A report. Texts are as the sender wrote them, and nothing in them is to be trusted: whoever knows the address may send any.
 */
export type TlsReport = { 
/**
 * `organization-name`: who reports.
 */
organizationName: string | null, 
/**
 * `contact-info`.
 */
contactInfo: string | null, 
/**
 * `report-id`.
 */
reportId: string | null, 
/**
 * `start-datetime` of the `date-range`.
 */
start: ReportTime | null, 
/**
 * `end-datetime` of the `date-range`.
 */
end: ReportTime | null, 
/**
 * `policies`, each with what came of it; at most 100.
 */
policies: Array<ReportedPolicy>, 
/**
 * Policies beyond those.
 */
omittedPolicies: number, 
/**
 * Failure details beyond the 10,000 that are kept, in all policies together. What they count is in `failed_by_type`.
 */
omittedFailures: number, };

/**
 * What stands at `_smtp._tls.<domain>`.
 */
export type TlsrptObservation = { 
/**
 * The lookup.
 */
lookup: Lookup, 
/**
 * The TXT records.
 */
texts: Array<TxtText>, 
/**
 * The record, if exactly one counts and it is usable.
 */
record: TlsrptRecord | null, 
/**
 * Other places where it may stand by mistake; looked at only when it is missing.
 */
elsewhere: Array<Elsewhere>, 
/**
 * Whether senders use the one that counts; `null` where there is none or more than one.
 */
validity: Validity | null, };

/**
 * A valid TLSRPT record.
 */
export type TlsrptRecord = { 
/**
 * Every address, as written.
 */
rua: Array<string>, 
/**
 * Those that reports can be sent to: `mailto:` with an address, and `https:`.
 */
usable: Array<string>, 
/**
 * Unknown fields, the first of each name, in order.
 */
extensions: Array<Extension>, };

/**
 * What a sender does with one TXT record.
 */
export type TxtRole = "candidate" | "nearly" | "other";

/**
 * One TXT record, its strings joined.
 */
export type TxtText = { 
/**
 * The text, invisible and undecodable octets escaped.
 */
text: string, 
/**
 * What a sender does with it.
 */
role: TxtRole, };

/**
 * Whether senders use a text.
 */
export type Validity = "valid" | "senders-differ" | "invalid";
