/** Every English word of the element that does not come from the core. */

import type {
  BandState,
  MailOutcome,
  Mode,
  Outcome,
  SenderKind,
  SenderVerdict,
  Severity,
  StepId,
  StepStatus,
} from "../types.ts";

export const STEP_TITLES: Record<StepId, string> = {
  record: "DNS record",
  fetch: "Policy host",
  policy: "Policy text",
  mx: "Mail servers",
  tlsrpt: "Reports",
};

export const STATUS_WORDS: Record<StepStatus, string> = {
  pending: "waiting",
  passed: "passed",
  warned: "warning",
  failed: "failed",
  inconclusive: "not known",
  skipped: "not reached",
};

export const SEVERITY_WORDS: Record<Severity, string> = { error: "Error", warning: "Warning", note: "Note" };

/** How a verdict looks: like the status of a step. */
export const OUTCOME_LOOKS: Record<Outcome, StepStatus> = {
  pending: "pending",
  inconclusive: "inconclusive",
  "not-announced": "skipped",
  undiscovered: "failed",
  "dnssec-bogus": "failed",
  "record-unusable": "failed",
  "policy-unavailable": "failed",
  "policy-unusable": "failed",
  "senders-differ": "warned",
  "mail-at-risk": "failed",
  protected: "passed",
  testing: "warned",
  none: "warned",
  "no-mail": "warned",
};

/** The verdict in a word or two, before its sentence. */
export const OUTCOME_WORDS: Record<Outcome, string> = {
  pending: "Checking",
  inconclusive: "Not known",
  "not-announced": "Not used",
  undiscovered: "Not protected",
  "dnssec-bogus": "DNSSEC broken",
  "record-unusable": "Not protected",
  "policy-unavailable": "Worse than none",
  "policy-unusable": "Not protected",
  "senders-differ": "Senders disagree",
  "mail-at-risk": "Mail at risk",
  protected: "Protected",
  testing: "Testing",
  none: "Switched off",
  "no-mail": "No mail",
};

/** The kinds of senders. */
export const SENDER_TITLES: Record<SenderKind, string> = {
  "first-contact": "First contact",
  "holds-policy": "Holds your policy",
  "policy-expired": "Policy expired",
};

/** What becomes of a message, in a few words. */
export const MAIL_WORDS: Record<MailOutcome, string> = {
  "delivered-verified": "Delivered over verified TLS",
  "delivered-unverified": "Delivered, TLS not verified",
  "may-go-in-clear": "Delivered, may go in the clear",
  "not-to-this-mx": "Not to this server",
  "waits-then-bounces": "Waits, then bounces",
  "reported-only": "Delivered, failures only reported",
  "no-mail": "No mail",
  "not-known": "Not known",
};

export const MAIL_LOOKS: Record<MailOutcome, StepStatus> = {
  "delivered-verified": "passed",
  "delivered-unverified": "warned",
  "may-go-in-clear": "warned",
  "not-to-this-mx": "failed",
  "waits-then-bounces": "failed",
  "reported-only": "warned",
  "no-mail": "skipped",
  "not-known": "inconclusive",
};

/** The bands of the timeline. */
export const BAND_WORDS: Record<BandState, string> = {
  protected: "protected",
  unprotected: "not protected",
  "mail-waits": "mail waits",
  "reported-only": "only reported",
  "no-mail": "no mail",
  "not-known": "not known",
};

/** What a named sender makes of the policy. */
export const READING_WORDS: Record<SenderVerdict, string> = {
  applied: "applies it",
  refused: "refuses it",
  "matches-nothing": "applies it, and no server matches",
  "not-enforced": "does not enforce it",
};

export const READING_LOOKS: Record<SenderVerdict, StepStatus> = {
  applied: "passed",
  refused: "failed",
  "matches-nothing": "failed",
  "not-enforced": "warned",
};

export const text = {
  senders: "What senders do",
  now: "now",
  from: (day: string) => `from ${day}`,
  ended: (day: string) => `until ${day}`,
  untilAtLatest: (day: string) => `until at the latest ${day}`,
  provided: (clause: string) => `(if ${clause})`,
  eachServer: "Each mail server",
  timelineLabel: "What each kind of sender does, from now on",
  asTable: "The timeline as a table",
  openEnd: "no end",
  sender: "Sender",
  state: "State",
  fromDate: "From",
  untilDate: "Until",
  meaning: "Meaning",
  dates: "The dates that matter",
  firstSteps: "What to do, in this order",
  someDiffer: "Some senders do otherwise",
  readings: "How senders read your policy",
  allAgree: (count: number, verdict: string, mode: Mode | null) =>
    `All ${count} that we know read it alike: each ${verdict}${mode === null ? "" : `, mode ${mode}`}.`,
  disagree: "They do not agree on this text, on what it was served with, or on your mail servers.",
  seeFinding: "See the finding",
  whatItMakes: "What it makes of it",
  keptFor: "Kept for",
  why: "Why",
  readingsBasis: "By how each program reads a policy, as its source shows it; not by asking it.",
  recalled: (mode: Mode, seen: string) => `An earlier check in this browser found a policy with mode ${mode}. ${seen}`,
  stillThere: "When it went is not known, so it counts as served until now.",
  goneSince: (day: string) => `By ${day} it was gone.`,
  saw: "What we saw",
  means: "What it means",
  fine: "Nothing to remark.",
  doFirst: "Do this first",
  path: "The path of a message",
  verdict: "Verdict",
  stop: "Stop",
  stopped: "Stopped. What had arrived is shown below.",
  failed: (reason: string) => `The check could not run: ${reason}`,
  elapsed: (time: string) => `running for ${time}`,
  sendersDiffer: "senders differ",
  reportedAs: (type: string) => `in TLS reports: ${type}`,
  place: (line: number, column: number) => `line ${line}, column ${column}`,
  stepDone: (title: string, word: string) => `${title}: ${word}.`,

  asked: "Asked for",
  answeredBy: "Answered by",
  dnssec: "DNSSEC",
  validated: (resolver: string) => `${resolver} says validated (AD)`,
  notValidated: (resolver: string) => `${resolver} does not say validated (no AD)`,
  alias: "Alias",
  aliasOf: "alias of",
  alsoLookedAt: "Looked for at",
  foundThere: (count: number) => (count === 1 ? "1 TXT record" : `${count} TXT records`),
  resolverSays: "Its words",
  tries: "Asked in turn",
  checkingOff: "(DNSSEC checking off)",
  ttlLeft: "TTL left",
  ttl: (left: string) => `kept ${left} more`,
  noRecords: {
    pending: "No answer yet.",
    found: "",
    "no-data": "No such records (NODATA).",
    "no-name": "The name does not exist (NXDOMAIN).",
    bogus: "Refused by DNSSEC validation.",
    failed: "No answer.",
  },
  roles: {
    candidate: "counts",
    nearly: "discarded: does not begin as it must",
    other: "discarded: another kind of record",
  },
  id: "id",
  extension: "unknown field",

  url: "URL",
  addresses: "Addresses",
  refused: (why: string) => `not dialled: ${why}`,
  connected: (time: string) => `connected in ${time}`,
  connectionFailed: (kind: string) => `no connection: ${kind}`,
  tls: "TLS",
  noTls: "The handshake did not complete.",
  certificate: "Certificate",
  issuedBy: "issued by",
  noNames: "no DNS names",
  moreNames: (count: number) => `and ${count} more`,
  validity: (from: string, to: string) => `valid ${from} to ${to}`,
  daysLeft: (days: number) => (days < 0 ? `ended ${-days} days ago` : `${days} days left`),
  redirectTo: "Points to",
  headers: "Response headers",
  body: "Response body, as far as it was read",
  notSeen: "Not seen",

  policyText: "Policy text",
  noPolicy: "There is no policy text to show.",
  length: "Length",
  bytes: (count: number) => `${count} bytes`,
  mode: "mode",
  maxAge: "max_age",
  mx: "mx",
  seconds: (count: number) => `${count} s`,

  mxTable: "Mail servers and the pattern that matches each",
  preference: "Preference",
  host: "Host",
  role: "Role",
  pattern: "Matched by",
  primary: "tried first",
  backup: "backup",
  noPattern: "no pattern",
  noMatch: "–",
  unused: "Patterns that match no host",
  ownAddresses: "No MX record; the domain’s own addresses",
  nullMx: "0 .   (null MX)",

  rua: "Reports go to",
} as const;
