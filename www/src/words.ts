/**
 * Every English word of the page that does not come from the package: what index.html names as `{{name}}` in `page` and
 * `help`, and what the modules say in `text`; what the view of reports says comes with it, from `reports/words.ts`. `Quoted
 * parts` become code. A translation is another pair of files like these.
 */

import type { ExampleName } from "./examples/list.ts";

const count = (amount: number): string => amount.toLocaleString("en-GB");
const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const helperWords = (helper: string): string => (helper === "" ? "this site’s helper" : helper);

/**
 * Who learns what: the names of those who are asked for DNS, `null` for the helper; and the helper's address: empty for this
 * site's own, `null` for none.
 */
export function privacy(resolvers: readonly string[] | null, helper: string | null): string {
  const kept = "Results stay in this browser, under History.";
  if (resolvers === null) {
    return `Your browser asks ${helperWords(helper ?? "")} for DNS and for the policy file, and no public resolver. ${kept}`;
  }
  const dns = `Your browser asks ${resolvers.join(" or ")} for DNS`;
  const policy =
    helper === null
      ? ", and nobody for the policy file: you paste it"
      : `, and ${helperWords(helper)} for the policy file`;
  return `${dns}${policy}. ${kept}`;
}

/** What index.html is filled with when the page is built. */
export const page = {
  title: "MTA-STS check: what senders do with mail to your domain",
  description:
    "Checks the MTA-STS of a mail domain step by step, and says what every kind of sender does with its mail, and until when. Validates policy text offline.",
  skip: "Skip to the content",
  views: "Views",
  check: "Check",
  validate: "Validate",
  reports: "Reports",
  history: "History",
  helpView: "Help",

  checkHeading: "Is mail to your domain protected?",
  lede: "MTA-STS tells sending servers to deliver only over verified TLS, only to your mail servers. When it breaks, your own logs show nothing. Here you see what senders see.",
  domain: "Mail domain",
  placeholder: "example.com",
  start: "Check",
  privacy: (resolvers: readonly string[], helper: string | null) => privacy(resolvers, helper),
  askHelper: (_: readonly string[], helper: string | null) =>
    `Ask DNS through ${helperWords(helper ?? "")}: your browser then asks no public resolver.`,
  examples: "Examples",
  examplesLede: "Or look at an example. Each was recorded, and is replayed here: nobody is asked.",
  wayHeading: "What a check looks at",
  wayRecord: "DNS record",
  wayRecordDoes: "At `_mta-sts.example.com` the domain announces that it has a policy.",
  wayHost: "Policy host",
  wayHostDoes: "`mta-sts.example.com` serves it over HTTPS, with a certificate that is valid.",
  wayText: "Policy text",
  wayTextDoes: "It says how strict senders have to be, and for how long they keep it.",
  wayServers: "Mail servers",
  wayServersDo: "Each that takes mail for the domain has to be named in it.",
  wayReports: "Reports",
  wayReportsDo: "At `_smtp._tls.example.com` the domain asks senders to tell what failed.",
  result: "Result",

  bannerLabel: "Where this report comes from",
  share: "Keep or share this result",
  shareLink: "Copy link to the domain",
  shareFrozen: "Copy link with this report",
  shareMarkdown: "Copy as Markdown",
  shareText: "Copy as text",
  shareReport: "Download report",
  shareRecording: "Download recording",
  print: "Print",
  shareWhy:
    "The link with this report holds all of it, and shows it without asking anybody. A recording replays in every version of this checker.",

  pasteHeading: "Go on with the text of the policy file",
  pasteWhy: "Nobody could fetch the policy file for this page. You can: this line prints it as a sender gets it.",
  pasteCopy: "Copy the line",
  pasteLabel: "What it printed",
  pasteStart: "Check again with it",
  pasteFile: "or take it from a file",

  compareHeading: "Do all resolvers say the same?",
  compareWhy:
    "Asks each resolver every question of this check, and puts their answers side by side. All of them then learn the domain: the public ones, too.",
  compareStart: "Compare resolvers",

  previousHeading: "Was another policy served before?",
  previousWhy:
    "Senders may still hold it. Paste its text, or give its mode and max_age, and the check tells what they do until it expires.",
  previousText: "Its text",
  previousMode: "Or its mode",
  previousMaxAge: "and its max_age, in seconds",
  previousDate: "Last served on (empty: until now)",
  previousStart: "Check again with it",

  validateHeading: "Validate a policy or a record",
  validateLede:
    "Paste a policy file or a TXT record, or drop a file here. It is read in this browser, sent nowhere and not kept; this works without a network.",
  validateKind: "What it is",
  validatePolicy: "Policy file",
  validateRecord: "TXT record",
  samples: "Begin with",
  samplesHint: "Begin with",
  samplePolicy: "a valid policy",
  sampleFaults: "a policy with usual faults",
  sampleRecord: "a record",
  validateFile: "a file of yours",
  validateMx: "Mail servers, if they are to be matched",
  validateMxHint: "The names in the MX records, or the lines that `dig MX` prints.",
  validateEmptyHeading: "What you will see here",
  validateEmptyFaults: "Each fault at its place: what follows from it, and what to do.",
  validateEmptyCorrection: "The corrected text, which one click puts into the editor.",
  validateEmptySenders: "How eight senders in use read the policy.",
  validateEmptyMx: "Which mail servers it allows, if you name them.",

  publishedHeading: "Compare with what the domain publishes now",
  publishedWhy:
    "This asks the same as a check does, for DNS and for the policy file. Whoever is asked learns the domain; the text stays here.",
  publishedStart: "Compare",

  reportsHeading: "Read TLS reports",
  reportsLede:
    "Senders mail them once a day to the address in your record at `_smtp._tls`. Only there a policy shows that keeps mail away: what failed, for whom, why, and whether it is still so.",
  reportsDrop: "Drop reports here",
  reportsForms: "As they came: JSON, `.json.gz`, whole messages (`.eml`), `.zip` files, folders of them.",
  reportsPick: "Choose files",
  reportsFolder: "Choose a folder",
  reportsExample: "Show an example",
  reportsPrivacy:
    "They are read in this browser and sent nowhere; this works without a network. Nothing is kept: what is shown goes when this tab is closed.",
  reportsPaste: "Or paste one",
  reportsPasteLabel: "The text of a report, a whole message, or base64",
  reportsPasteStart: "Read it",
  reportsProgress: "Reading",
  reportsCancel: "Stop",

  historyHeading: "Earlier checks",
  historyLede: "The last results of each domain, kept in this browser and nowhere else.",
  historyKeep: "Keep results in this browser",
  historyKeepNote: "The next check of a domain then says what changed. Turned off, all of it is forgotten.",
  historyExport: "Export as a file",
  historyImport: "Import a file",
  historyImportNote: "A file may also be dropped here.",
  historyForget: "Delete all",
  historyCancel: "Cancel",
  historyConfirm: "Delete all",
  historyAgain: "Check again",
  historyThen: "Show that report",
  historyDelete: "Delete",

  helpHeading: "Help",
  helpLede: "Short answers about setting MTA-STS up, and about what breaks.",
  explainHeading: "What does this message mean?",
  explainLabel:
    "A result type of a TLS report, a line of a bounce or of a log, such as `sts-policy-fetch-error` or `5.4.8`",
  explainStart: "Explain",
  explainCauses: "Likely causes",

  rfcs: "By the letter of the standards for MTA-STS and for TLS reports:",
  rfc8461: "RFC 8461",
  rfc8460: "RFC 8460",
  notTested: "Not tested here: the certificates of the mail servers, because a browser cannot open port 25.",
  builtOn: "This copy of the page was built on",
  licenses: "Licences of what it is made of",
  noScript:
    "This page does its work in the browser: to check anything it needs JavaScript and WebAssembly. The answers can be read without.",
} as const;

/** The titles of the examples. */
export const exampleTitles: Record<ExampleName, string> = {
  healthy: "All is well",
  testing: "Still in testing",
  "missing-file": "The file is gone",
  "wrong-certificate": "The wrong certificate",
  "same-id": "Servers moved, same id",
  "microsoft-365": "Microsoft 365, no wildcard",
  "web-page": "A web page, not a policy",
  "media-type": "Served as a download",
  "no-answer": "Name servers are silent",
  nothing: "No MTA-STS at all",
};

/** Short answers, in the order of the questions that people ask. A line of `sample` stands on its own. */
export const help: readonly {
  /** The anchor: `#help-…`. */
  id: string;
  question: string;
  answer: readonly string[];
  sample?: string;
  /** The section that the answer rests on. */
  rfc: string;
}[] = [
  {
    id: "file",
    question: "What is the file called, and where does it have to be?",
    answer: [
      "`mta-sts.txt`, at exactly this address, on a host whose name is `mta-sts.` and your mail domain:",
      "It has to answer with status 200 over HTTPS. Senders follow no redirect, not even from one path to another on the same host.",
    ],
    sample: "https://mta-sts.example.com/.well-known/mta-sts.txt",
    rfc: "RFC 8461 §3.3",
  },
  {
    id: "format",
    question: "What stands in the file?",
    answer: [
      "One field on each line, `version` first. Every mail server in your MX records has to match one of the `mx` lines; `*.` stands for exactly one label. `max_age` is in seconds, without a unit; a week or more is usual.",
      "Serve it as `text/plain`, without a byte order mark, without empty lines or comments: several senders refuse the whole file otherwise.",
    ],
    sample: "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmx: *.mail.example.net\nmax_age: 604800",
    rfc: "RFC 8461 §3.2",
  },
  {
    id: "record",
    question: "Which DNS records are needed?",
    answer: [
      "A TXT record that announces the policy, at `_mta-sts.` and your domain, and an address (A, AAAA or CNAME) for the policy host. Change the `id`, to anything new of 1 to 32 letters and digits, whenever the file changes: many senders do not look at the file again before it does.",
      "A second TXT record, at `_smtp._tls.` and your domain, asks for reports. Nothing else tells you when senders fail.",
    ],
    sample:
      '_mta-sts.example.com.   TXT  "v=STSv1; id=20260101T1200;"\n_smtp._tls.example.com. TXT  "v=TLSRPTv1; rua=mailto:tls-reports@example.com"',
    rfc: "RFC 8461 §3.1",
  },
  {
    id: "port",
    question: "Which ports are involved?",
    answer: [
      "443 for the policy file: no other, and plain HTTP on port 80 is never asked. 25 for the mail itself, with STARTTLS; port 465 and 587 are for your own users and have nothing to do with it.",
    ],
    rfc: "RFC 8461 §3.3",
  },
  {
    id: "server",
    question: "Is a server of its own needed for the file?",
    answer: [
      "No. Any web host that serves a static file will do, also one of a provider, and one host can serve the files of many domains. What it needs is a certificate for the name `mta-sts.` and your domain, by an authority that senders trust; a certificate for your domain alone, or for `*.` of another, does not count.",
    ],
    rfc: "RFC 8461 §3.3",
  },
  {
    id: "steps",
    question: "What does a sender do, step by step?",
    answer: [
      "1. It looks up the TXT record at `_mta-sts.` and the domain. If it holds a policy with the same `id`, it goes by that one.",
      "2. Otherwise it fetches the policy file and keeps it for `max_age` seconds.",
      "3. It looks up the MX records, and goes by those hosts that the policy names.",
      "4. It connects to one on port 25 and asks for STARTTLS. The certificate has to be valid, trusted, and for the name in the MX record.",
      "5. If that fails and the mode is `enforce`, it tries the next host, and keeps the message for later if none is left. If the mode is `testing`, it delivers all the same, and reports.",
      "If step 1 or 2 fails, a sender that holds an earlier policy goes by that until it expires; any other delivers without protection.",
    ],
    rfc: "RFC 8461 §5",
  },
  {
    id: "modes",
    question: "What do `enforce`, `testing` and `none` do?",
    answer: [
      "`enforce`: mail that cannot be delivered to a verified server waits, and bounces in the end. `testing`: mail is delivered as before; senders that send TLS reports tell what would have failed. `none`: senders act as if there were no policy; it is the way to take one away.",
      "Begin with `testing`, read the reports for some weeks, then change to `enforce`.",
    ],
    rfc: "RFC 8461 §5",
  },
  {
    id: "logs",
    question: "Why does nothing show in my logs?",
    answer: [
      "The sender decides. It reads your record and your file before it connects, and where a certificate does not verify, it ends the connection after the handshake; the message waits in its queue, not in yours. Your web server sees requests for a file, your mail server at most connections without a message.",
      "What tells you are the daily TLS reports of senders, which you ask for with the record at `_smtp._tls.`, and bounces that reach the people who wrote to you.",
    ],
    rfc: "RFC 8460 §1",
  },
  {
    id: "removal",
    question: "How do I take MTA-STS away again?",
    answer: [
      "Serve a policy with `mode: none`, keep its `mx` lines, and change the `id`. Wait as long as the longest `max_age` that you ever served. Only then remove the TXT record, and after it the policy host. Who removes the file first leaves senders with an old policy that they go on enforcing.",
    ],
    rfc: "RFC 8461 §8.3",
  },
];

/** What the modules say. */
export const text = {
  title: (domain: string, word: string) => `${domain}: ${word} · MTA-STS check`,
  viewTitle: (view: string) => `${view} · MTA-STS check`,
  stopped: "Stopped",
  failed: (error: unknown) => `This could not be done: ${reason(error)}`,
  badAddress: "The address of this page does not name anything that it can show.",
  copied: "Copied.",
  notCopied: (error: unknown) => `This browser does not let the page copy: ${reason(error)}`,
  previousUnread: "Senders could not use this text, so none of them holds it.",
  previousMissing: "Paste the text of the earlier policy, or give its mode and its max_age in seconds.",
  pasteMissing: "Paste what the line printed, or choose a file.",
  comparing: "Asking …",
  comparison: "The answers of each resolver",
  question: "Question",
  agreement: "Do they agree?",
  agree: "yes",
  ttlLeft: (left: string) => `kept ${left} more`,
  validated: "DNSSEC validated (AD)",
  notValidated: "not validated (no AD)",
  states: {
    pending: "no answer yet",
    found: "",
    "no-data": "no such records (NODATA)",
    "no-name": "the name does not exist (NXDOMAIN)",
    bogus: "refused by DNSSEC validation",
    failed: "no answer",
  },
  newVersion: "A new version is ready.",
  reload: "Reload",
  old: (builtAt: Date) =>
    `This copy of the page is from ${builtAt.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" })}, more than 90 days ago. What senders do may have changed since: look for a newer copy.`,

  changedSince: (when: string) => `What changed since ${when}`,
  unchangedSince: (when: string) => `Nothing changed since ${when}.`,
  notWholeSince: (when: string) => `Not all could be looked at; in the rest nothing changed since ${when}.`,
  changesAnnounced: (count: number, when: string) => `${counted(count, "change")} since ${when}.`,

  checkNow: (domain: string) => `Check ${domain} now`,
  packedBanner: (when: string) =>
    `This is a report from ${when}, packed into the link by whoever made it. Nothing was checked now.`,
  keptBanner: (when: string) => `This is the report of ${when}, as this browser kept it. Nothing was checked now.`,
  exampleBanner: (when: string) => `An example, recorded on ${when}. Nobody was asked now.`,
  packedVersion:
    "This link holds a report that this version of the page cannot read. Ask for a new link, or check the domain.",
  packedBroken: "This link should hold a report, but it is damaged or cut off. Ask for it again, or check the domain.",
  packedTooLong: "What this link holds is far larger than any report, so it was not read.",
  exampleMissing: "The example could not be loaded. Try again when there is a network.",
  frozenTooLong: "This report is too long for a link. Download the recording instead.",
  notFrozen:
    "This version of the page would make another report of it, so there is no link with this one. Download it instead.",

  now: "now",
  noState: "No check has seen all of this domain yet.",
  sinceDay: (from: string) => `since ${from}`,
  fromTo: (from: string, until: string) => (from === until ? from : `${from} to ${until}`),
  factId: (id: string) => `id \`${id}\``,
  factMode: (mode: string) => `mode ${mode}`,
  factMaxAge: (time: string) => `max_age ${time}`,
  lastChecked: (when: string) => `Last checked on ${when}.`,
  historyEmpty: "Nothing yet. Each domain that you check is listed here, with what changes from check to check.",
  historyOff: "Nothing is kept. Turn this on, and each domain that you check is listed here.",
  historyForbidden: "This browser does not let the page store anything, so no result is kept.",
  historyFull:
    "The storage that this browser gives the page is full: this result was not kept. Delete some under History.",
  notKept: (error: unknown) => `This result could not be kept: ${reason(error)}`,
  notInHistory: "The history of this browser holds no report of this domain.",
  forgetAll: (count: number) =>
    `The results of ${counted(count, "domain")} will be deleted from this browser. What you have not exported is lost.`,
  forgotten: "All results were deleted from this browser.",
  keptAgain: "Results are kept from now on.",
  historyNoEntry: "This is no entry of a history.",
  historyField: (name: string, expected: string) => `“${name}” has to be ${expected}.`,
  imported: (taken: number, all: number) => `${taken} of ${counted(all, "domain")} taken from the file.`,
  importFault: (number: number, fault: string) => `The first that was not, entry ${number}: ${fault}`,
  importTooMany: (most: number) => `At most ${most} domains are read from a file.`,
  importTooLarge: "This file is larger than 5 MiB, so it is none that this page exported.",
  importNoJson: "This file is no JSON. Choose one that this page exported.",
  importOther: "This file is no history. Choose one that this page exported.",
  importVersion: "This history was exported by another version of the page, which this one cannot read.",
  importOff: "Results are not kept now. Turn that on, then import the file.",

  explainFrom: (from: string) => `Printed by ${from}`,
  explainNothing: "Nothing in this text is known here.",

  viewMissing: (error: unknown) => `This view could not be loaded. Reload the page to try again. (${reason(error)})`,
  editorLabel: "Text to validate",
  editorHint: "Tab leaves the editor. F8 and Shift-F8 lead to the next and the previous finding.",
  editorPlaceholder: "Paste here, or drop a file",
  plainBox: "The editor could not be loaded. This is a plain box: findings are listed, and not underlined.",
  character: (codePoint: string) => `${codePoint}, not ASCII`,
  corrected: "The corrected text is in the editor. Ctrl-Z takes it back.",
  textTooLong: (length: number, most: number) =>
    `This text has ${count(length)} characters, too many to look at here: at most ${count(most)} in all. A policy file has at most 65,536 bytes. Nothing was pasted.`,
  fileTooLarge: (name: string, bytes: number, most: number) =>
    `${name} has ${count(bytes)} bytes; files of up to ${count(most)} are read here, and a policy file has at most 65,536. It was not read.`,
  fileTaken: (name: string, bytes: number) => `${name}, ${count(bytes)} bytes, read as it is.`,
  oneFile: (name: string, files: number) => `Of the ${files} files only the first was read: ${name}.`,
  fileUnread: (name: string, error: unknown) => `${name} could not be read: ${reason(error)}`,
  tooManyNames: (names: number, most: number) => `These are ${count(names)} names; only the first ${most} are matched.`,

  nothingGiven: "Put a text into the editor first.",
  lookingUp: (domain: string) => `Looking up what ${domain} publishes…`,
  compared: (domain: string) => `Compared with what ${domain} publishes.`,
  nothingToCompare: (domain: string) => `Nothing that ${domain} publishes could be compared with this text.`,
  identical: (bytes: number) => `Identical, octet for octet: ${count(bytes)} bytes.`,
  otherLineEnds: (isOurs: boolean, isTheirs: boolean) =>
    isOurs === isTheirs
      ? "Only line ends differ."
      : `Only line ends differ: ${isOurs ? "yours has CRLF, the published text LF" : "yours has LF, the published text CRLF"}.`,
  otherEnd: (isOurs: boolean) =>
    `Only the end differs: ${isOurs ? "yours ends with a line end, the published text without" : "the published text ends with a line end, yours without"}.`,
  different: (ours: number, theirs: number) =>
    `Not the same: yours has ${count(ours)} bytes, the published text ${count(theirs)}.`,
  readAlike: (senders: number) => `All ${senders} senders known here make the same of both.`,
  readOtherwise: "Senders do not make the same of both:",
  readsOtherwise: (ours: string, theirs: string) => `yours, ${ours}; the published one, ${theirs}.`,
  checkSays: (domain: string, summary: string) => `The check of ${domain} says: ${summary}`,
  diffLabel: "Line by line: − stands only in yours, + only in the published text.",
  whose: { same: "", removed: "Only in yours: ", added: "Only in the published text: " },
  noLineEnd: "no line end",
  moreLines: (lines: number) => `${count(lines)} more lines are not shown.`,
} as const;
