/** Every English word of the page that does not come from the core or stand in index.html. */

import type { Outcome, Severity, StepId, StepStatus } from "../../js/src/browser.ts";

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

export const text = {
  saw: "What we saw",
  means: "What it means",
  fine: "Nothing to remark.",
  doFirst: "Do this first",
  path: "The path of a message",
  stop: "Stop",
  stopped: "Stopped. What had arrived is shown below.",
  failed: (reason: string) => `The check could not run: ${reason}`,
  elapsed: (time: string) => `running for ${time}`,
  sendersDiffer: "senders differ",
  reportedAs: (type: string) => `in TLS reports: ${type}`,
  place: (line: number, column: number) => `line ${line}, column ${column}`,
  title: (domain: string, word: string) => `${domain}: ${word} · MTA-STS check`,
  stepDone: (title: string, word: string) => `${title}: ${word}.`,

  asked: "Asked for",
  answeredBy: "Answered by",
  dnssec: "DNSSEC",
  validated: (resolver: string) => `${resolver} says validated (AD)`,
  notValidated: (resolver: string) => `${resolver} does not say validated (no AD)`,
  alias: "Alias",
  resolverSays: "Its words",
  tries: "Asked in turn",
  checkingOff: "(DNSSEC checking off)",
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
  parsed: "Read as",
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
  response: "Response",
  redirectTo: "Points to",
  headers: "Response headers",
  body: "Response body, as far as it was read",
  notSeen: "Not seen",
  helperTook: (time: string) => `${time} for the whole fetch`,

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
