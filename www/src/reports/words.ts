/** What the view of reports says. It comes with the view, so that a check does not wait for it. */

import type { DocumentState, FailureState, PolicyState, ReportForm } from "../../../js/src/browser.ts";

const counted = (count: string, thing: string): string => `${count} ${thing}${count === "1" ? "" : "s"}`;
const plain = (count: number): string => count.toLocaleString("en-GB");
/** So that nothing is said to be nothing, or all, that is not. */
const LEAST = "less than 0.01%";
const MOST = "more than 99.9%";
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const words = {
  failed: (error: unknown) => `This could not be done: ${reason(error)}`,

  nothingTaken: "There was no file in what was dropped.",
  nothingPasted: "Paste the text of a report first.",
  pastedName: (number: number) => `pasted text ${number}`,
  progress: (files: number, all: number, reports: number, unreadable: number) =>
    `${plain(files)} of ${plain(all)} files, ${counted(plain(reports), "report")}` +
    (unreadable > 0 ? `, ${plain(unreadable)} unreadable` : ""),
  listing: "Looking for files…",
  begun: (files: number) => `Reading ${counted(plain(files), "file")}.`,
  stopped: "Stopped. Of these files nothing is shown.",
  stoppedBefore: "Stopped. What is shown is from before.",
  cleared: "All is cleared.",
  exampleMissing: "The example could not be loaded. Try again when there is a network.",

  result: "What the reports say",
  more: "Add more files",
  anew: "Start anew",
  domain: "Policy domain",
  noDomain: "No policy domain given",
  domainOption: (domain: string, failed: string, sessions: string) => `${domain}: ${failed} of ${sessions} failed`,
  domains: (count: number) => `These reports are about ${plain(count)} domains. That with most failures comes first.`,
  exampleBanner:
    "An example: three months of an invented domain. Its reports were made up, and read here like any others.",

  nothingRead: "Nothing could be read as a TLS report, so this says nothing about any domain.",
  nothingCounted: "The reports count no sessions, so nothing is known of any.",
  allSucceeded: (sessions: string, senders: string, time: string) =>
    `All ${sessions} from ${senders} ${time} succeeded.`,
  someFailed: (sessions: string, senders: string, time: string, failed: string, share: string) =>
    `Of ${sessions} from ${senders} ${time}, ${failed} failed: ${share}.`,
  failedUncounted: (sessions: string, senders: string, time: string) =>
    `Of ${sessions} from ${senders} ${time}, none is counted as failed, yet the reports tell of failures.`,
  nothingCountedYetFailed: "The reports count no sessions, yet they tell of failures.",
  noPolicyAtAll: (sessions: string, senders: string, time: string) =>
    `Of ${sessions} from ${senders} ${time}, none was held to a policy: the senders found none.`,
  someUnheld: (sessions: string) =>
    `Of these, ${sessions} went by no policy, since the senders found none: whether they could have been verified nobody knows.`,
  asFarAsRead: "That is so as far as they could be read: not all could be.",
  leastShare: LEAST,
  mostShare: MOST,
  /** In a column. */
  shortShare: (share: string) => share.replace(LEAST, "<0.01%").replace(MOST, ">99.9%"),
  until: " to ",
  sessions: (count: string) => counted(count, "session"),
  senders: (count: number) => counted(plain(count), "sender"),
  reports: (count: number) => counted(plain(count), "report"),
  onDays: (days: number) => `on ${counted(plain(days), "day")}`,
  inDays: (days: number) => `in ${counted(plain(days), "day")}`,
  onDay: (day: string) => `on ${day}`,
  withoutDate: "without a date",
  lastFailure: (day: string, type: string, where: string) => `Last failure on ${day}: ${type}${where}.`,
  atHost: (host: string) => ` at ${host}`,
  reportedBy: " Reported by ",
  andOthers: (count: number) => (count === 0 ? "." : ` and ${counted(plain(count), "other sender")}.`),
  toDo: (remedy: string) => `What to do: ${remedy}`,
  atHosts: (count: number) => ` at ${counted(plain(count), "host")}`,
  counts: (reports: string, from: string, to: string) =>
    from === to ? `${reports}, of ${from}.` : `${reports}, from ${from} to ${to}.`,
  duplicates: (count: number) =>
    count === 1
      ? "One report had come before, and was counted once."
      : `${plain(count)} reports had come before, and were counted once.`,
  full: "So many different names were in these reports that the rest is counted together, without a name.",

  unreadable: (unreadable: number, all: number) =>
    unreadable === 1 && all === 1
      ? "What you gave could not be read as a report, and is not counted."
      : `${plain(unreadable)} of ${counted(plain(all), "document")} could not be read as reports, and ${unreadable === 1 ? "is" : "are"} not counted.`,
  moreUnreadable: (count: number) => `${plain(count)} more are in the list of documents.`,
  showUnreadable: "Show them in the list",

  timeline: "Day by day",
  succeeded: "Succeeded",
  failedSessions: "Failed",
  failedScale: "Failed, on a scale of its own",
  noReports: "no reports",
  legendGap: "No report",
  chart: "Sessions by day",
  chartHint: "Arrow keys go from day to day.",
  slot: (when: string, succeeded: string, failed: string) => `${when}: ${succeeded} succeeded, ${failed} failed.`,
  slotGap: (when: string) => `${when}: no report.`,
  chartSays: (days: string, gaps: string, failing: string) => [days, gaps, failing].filter(Boolean).join(" "),
  daysSay: (days: number) => `${counted(plain(days), "day")} from the first report to the last.`,
  gapsSay: (gaps: number) =>
    gaps === 0 ? "" : `Of ${counted(plain(gaps), "day")} there is no report: a gap, and not a day without mail.`,
  failingSay: (days: number, most: string, when: string) =>
    days === 0
      ? "No day has a failure."
      : days === 1
        ? `Failures on one day: ${most}, on ${when}.`
        : `Failures on ${plain(days)} days, most on ${when}: ${most}.`,
  undated: (succeeded: string, failed: string) =>
    `Reports without a date count ${succeeded} sessions that succeeded and ${failed} that failed; they are in no chart.`,
  asTable: "Show as table",
  day: "Day",

  far: (days: string, succeeded: string, failed: string) =>
    `Far from all others, and so not drawn: ${days}, ${succeeded} succeeded, ${failed} failed. A sender’s clock may have been wrong.`,
  moreFar: (days: number, succeeded: string, failed: string) =>
    `And ${counted(plain(days), "more day")} like these: ${succeeded} succeeded, ${failed} failed.`,

  why: "Why sessions failed",
  whyLede:
    "A session is one attempt of a sender to deliver. One that failed under a policy in mode `enforce` or under DANE delivered nothing there: the mail goes to another host, waits, or bounces in the end. In mode `testing` it was delivered all the same.",
  type: "Result type",
  shareOfFailed: "Of all failures",
  lastSeen: "Last",
  noType: "no reason given",
  countedOnly: "Senders counted these failed sessions and gave no details about them.",
  unregistered:
    "This result type is not in the registry of RFC 8460 §6.6, and not known here. It stands here as the sender wrote it.",
  notExplained: "What this means is not known here.",
  means: "What it means",
  causes: "Likely causes, the likeliest first",
  todo: "What to do",
  now: "Now",
  occurred: (sessions: string, senders: string, when: string) => `${sessions}, reported by ${senders}, ${when}.`,
  firstLast: (first: string, last: string) => (first === last ? `on ${first}` : `from ${first} to ${last}`),
  sparkline: (days: number) => `on ${counted(plain(days), "day")}`,
  mxHosts: "Mail servers",
  receivingIps: "Their addresses",
  reporters: "Reported by",
  sendingIps: "Sent from",
  reasons: "Reasons, as they were written",
  information: "Further information, as it was written",
  notLinked: "Of unknown origin, so not a link.",
  reasonMeans: (from: string, meaning: string) => `${from} means by it: ${meaning}`,
  noName: "not given",
  noFailures: "No report tells of a failure.",

  bySender: "By sender",
  sender: "Sender",
  share: "Share",
  all: "Sessions",
  senderNote: (reports: string, last: string) => `${reports}, last ${last}`,
  senderBare: (reports: string) => reports,
  showAll: (count: number) => `Show all ${plain(count)}`,
  showNext: (count: number, left: number) => `Show ${plain(count)} more of ${plain(left)}`,

  byPolicy: "By policy",
  byPolicyLede: "What senders went by, the last applied first. Two texts that say the same are one policy.",
  policy: "Policy",
  policyTypes: {
    sts: "MTA-STS",
    tlsa: "DANE (TLSA)",
    "no-policy-found": "No policy found",
  } as Record<string, string>,
  noPolicyType: "type not given",
  mode: (mode: string) => `mode ${mode}`,
  maxAge: (time: string) => `max_age ${time}`,
  policyText: "The text, as a sender gave it",
  policyHosts: "Mail servers that were named with it",
  noText: "its text is not given",
  unusable: "As an MTA-STS policy this text cannot be used.",
  appliedBy: "Applied by",
  appliedNote: (last: string) => `last ${last}`,
  knownId: (id: string, when: string) => `The policy with id \`${id}\`, as a check of ${when} found it.`,

  standing: "Is it still so?",
  standingWhy: (domain: string) =>
    `A check of ${domain} now says which failures are still there, and which policy senders hold. It asks as every check does: the domain’s name leaves this browser, and nothing of the reports.`,
  standingExample: "For the example, a recorded check of 3 February 2026 stands in for one of now: nobody is asked.",
  standingNone: "These reports name no domain that could be checked.",
  checkNow: (domain: string) => `Check ${domain} now`,
  checkRecorded: "Hold it against the recorded check",
  checking: (domain: string) => `Checking ${domain}…`,
  standingFailed: (error: unknown) =>
    `The check could not be made: ${reason(error)} What the reports say stays as it is.`,
  standingSays: (parts: readonly string[], when: string) =>
    parts.length === 0 ? `Checked on ${when}.` : `Checked on ${when}: ${parts.join(", ")}.`,
  standingCounts: {
    "still-there": (count: number) => `${plain(count)} still there`,
    fixed: (count: number) => `${plain(count)} fixed`,
    gone: (count: number) => (count === 1 ? "1 of a host that is gone" : `${plain(count)} of hosts that are gone`),
    "not-known": (count: number) => `${plain(count)} that cannot be seen from here`,
  } satisfies Record<FailureState, (count: number) => string>,
  checkVerdict: (verdict: string) => `The check says: ${verdict}`,
  fullCheck: (domain: string) => `Go to the full check of ${domain}`,
  failureStates: {
    "still-there": "Still there",
    fixed: "Fixed",
    gone: "Host is gone",
    "not-known": "Cannot be seen from here",
  } satisfies Record<FailureState, string>,
  policyStates: {
    same: "Same as now",
    different: "Different from now",
    "now-there": "There is a policy now",
    "now-missing": "No policy now",
    "not-sts": "Nothing to compare",
    "not-known": "Cannot be seen from here",
  } satisfies Record<PolicyState, string>,
  heldUntil: (when: string) => `Senders may go by it until ${when}, unless they fetch another.`,

  documents: "Documents",
  documentCounts: (all: number, unreadable: number) =>
    unreadable === 0 ? `${plain(all)}, all readable` : `${plain(all)}, ${plain(unreadable)} not readable`,
  document: "Document",
  state: "State",
  documentStates: {
    counted: "counted",
    duplicate: "counted before",
    unreadable: "not readable",
  } satisfies Record<DocumentState, string>,
  onlyUnreadable: (count: number) => `Only what could not be read (${plain(count)})`,
  rows: (from: number, to: number, all: number) => `${plain(from)} to ${plain(to)} of ${plain(all)}`,
  noRows: "None.",
  previous: "Previous",
  next: "Next",
  omitted: (count: number) => `${plain(count)} more documents were read, and are not listed.`,
  notices: (count: number) => counted(plain(count), "notice"),
  openingDocument: "Reading…",
  fileGone: "This file is not at hand any more.",
  forms: {
    json: "JSON",
    gzip: "compressed with gzip",
    mail: "a message",
    zip: "a zip archive",
  } satisfies Record<ReportForm, string>,
  fileIs: (form: string) => `The file is ${form}.`,
  problems: "What departs from the format",
  noProblems: "It keeps to the format.",
  moreProblems: (count: number) => `${plain(count)} more are not listed.`,
  severity: { error: "Error", notice: "Notice" },
  place: (line: number, column: number, byte: number) => `line ${line}, column ${column}, byte ${plain(byte)}`,
  understood: "What was understood",
  nothingUnderstood: "Nothing was understood of it.",
  whole: "the whole",
  fields: {
    organization: "Sender",
    contact: "Contact",
    id: "Report id",
    range: "Time",
    policies: "Policies",
  },
  policyLine: (type: string, domain: string, succeeded: string, failed: string, details: number) =>
    `${type} for ${domain}: ${succeeded} succeeded, ${failed} failed, ${counted(plain(details), "failure detail")}`,
  moreOf: (count: number) => `${plain(count)} more are not shown.`,

  keep: "Keep or share this",
  csvSessions: "Sessions (CSV)",
  csvFailures: "Failures (CSV)",
  csvDocuments: "Documents (CSV)",
  json: "All of it (JSON)",
  print: "Print",
  keepWhy: "This page keeps nothing of the reports: what you do not save here is gone when this tab is closed.",
} as const;

/** What to do about each result type of RFC 8460 §4.3; causes and meanings come from the package. */
export const remedies: Readonly<Record<string, string>> = {
  "starttls-not-supported":
    "Offer STARTTLS on port 25 of this mail server, and let no firewall that rewrites SMTP take it away.",
  "certificate-host-mismatch":
    "Give the mail server a certificate for the name in the MX record, or name the host in the MX record as its certificate does.",
  "certificate-expired":
    "Renew the certificate of this mail server and reload the server, which may still show the old one. Let renewal run by itself, and be told when it fails.",
  "certificate-not-trusted":
    "Use a certificate of an authority that senders trust, and let the mail server send the intermediate certificates along.",
  "validation-failure":
    "Go by the reason below. Without one: see that the policy names every MX host, and that each shows a valid certificate for its name.",
  "tlsa-invalid":
    "Publish TLSA records that fit the certificate in use. At a change of keys publish the new record first, and change only after the old one’s TTL.",
  "dnssec-invalid": "Mend DNSSEC for the zone of the mail server: a DS record that fits, and signatures in their time.",
  "dane-required":
    "This sender insists on DANE. Publish TLSA records under DNSSEC for the MX hosts, or ask it to lift the rule for you.",
  "sts-policy-fetch-error":
    "Serve the policy file with status 200, without a redirect or a challenge page, and reachable from everywhere. The check tells how it stands now.",
  "sts-policy-invalid":
    "Correct the text of the policy file: the view Validate shows each fault, and the text without.",
  "sts-webpki-invalid":
    "Give the policy host a certificate for `mta-sts.` and your domain, by an authority that senders trust, with its intermediate certificates.",
};
