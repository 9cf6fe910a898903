/**
 * Senders of TLS reports, each with the manner of a kind that is met: which members it leaves out, in what order it writes, how it
 * names its reports. Names and addresses of Google, Microsoft and Mail.ru are theirs; the others are made up.
 *
 * `volume` is how many sessions a busy weekday brings, `weekend` the share of them on Saturday and Sunday, `late` how many
 * days after a change of the policy the sender still goes by the old one, `silent` how many days of a hundred it does not report.
 */

const second = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 19);
const compact = (report) => JSON.stringify(report);
const hex = (random, digits) => Array.from({ length: digits }, () => random.pick("0123456789abcdef")).join("");
const uuid = (random) => [8, 4, 4, 4, 12].map((digits) => hex(random, digits)).join("-");

/** In the order of RFC 8460 §4.4. A range of a day ends with its last second, as in the RFC's example. */
function inOrder(sender, day, policies, random) {
  return {
    "organization-name": sender.organization,
    "date-range": { "start-datetime": `${second(day.start)}Z`, "end-datetime": `${second(day.end)}Z` },
    "contact-info": sender.contact,
    "report-id": sender.reportId(day, random),
    policies,
  };
}

const withoutMxHost = ({ policy: { "mx-host": _, ...policy }, ...rest }) => ({ policy, ...rest });
const withoutEmptyDetails = ({ "failure-details": details, ...rest }) =>
  details.length > 0 ? { ...rest, "failure-details": details } : rest;

/** Members in the order of the alphabet. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}

const google = {
  organization: "Google Inc.",
  host: "google.com",
  contact: "smtp-tls-reporting@google.com",
  addresses: ["209.85.128.", "209.85.208.", "209.85.219.", "209.85.222."],
  volume: 900,
  weekend: 0.45,
  late: 1,
  silent: 0,
  reportId: (day) => `${second(day.start)}Z_${day.domain}`,
  // Of some policies it names the hosts, of others it does not.
  write(day, policies, random) {
    const kept = day.domain.length % 2 === 0 ? policies : policies.map(withoutMxHost);
    return compact(inOrder(this, day, kept.map(withoutEmptyDetails), random));
  },
};

const microsoft = {
  organization: "Microsoft Corporation",
  host: "microsoft.com",
  contact: "tlsrpt-noreply@microsoft.com",
  addresses: ["40.107.20.", "40.107.104.", "52.101.65.", "52.101.128."],
  volume: 640,
  weekend: 0.15,
  late: 3,
  silent: 1,
  reportId: (day, random) =>
    `${133_600_000 + random.below(900_000)}${100_000_000 + random.below(800_000_000)}+${day.domain}`,
  // No `mx-host`, no empty `failure-details`; at times no offset.
  write(day, policies, random) {
    const report = inOrder(this, day, policies.map(withoutMxHost).map(withoutEmptyDetails), random);
    if (random.chance(20)) {
      const range = report["date-range"];
      for (const name of Object.keys(range)) range[name] = range[name].replace("Z", "");
    }
    return compact(report);
  },
};

const mailRu = {
  organization: "Mail.ru",
  host: "mail.ru",
  contact: "tls_support@corp.mail.ru",
  addresses: ["217.69.139.", "94.100.181."],
  volume: 70,
  weekend: 0.6,
  late: 7,
  silent: 12,
  reportId: (_, random) => `${uuid(random)}@mail.ru`,
  // In the order of the alphabet, indented; a range up to the next midnight.
  write(day, policies, random) {
    const report = inOrder(this, { ...day, end: day.start + 86_400 }, policies.map(withoutMxHost), random);
    report.policies = report.policies.map(withoutEmptyDetails);
    return JSON.stringify(sorted(report), null, 1);
  },
};

const lantern = {
  organization: "Lantern Mail",
  host: "lantern-mail.example",
  contact: "postmaster@lantern-mail.example",
  addresses: ["192.0.2."],
  volume: 45,
  weekend: 0.7,
  late: 24,
  silent: 20,
  reportId: (day, random) => `${day.start}.${hex(random, 8)}`,
  write(day, policies, random) {
    return JSON.stringify(inOrder(this, day, policies, random), null, 2) + "\n";
  },
};

/** Goes by DANE where it can, and says so of both. */
const posthaus = {
  organization: "Posthaus Nord eG",
  host: "posthaus-nord.example",
  contact: "tls-berichte@posthaus-nord.example",
  addresses: ["198.51.100.", "2001:db8:460:1::"],
  volume: 160,
  weekend: 0.3,
  late: 2,
  silent: 3,
  dane: true,
  reportId: (day, random) => `${hex(random, 16)}@${day.domain}`,
  write(day, policies, random) {
    return compact(inOrder(this, day, policies, random));
  },
};

const university = {
  organization: "Example University",
  host: "uni.example",
  contact: "mailto:tls-reports@uni.example",
  addresses: ["203.0.113.", "2001:db8:8460::"],
  volume: 30,
  weekend: 0.1,
  late: 5,
  silent: 30,
  reportId: (_, random) => uuid(random),
  // `mx-host` as in the example of the RFC (erratum 6241), and times in its own zone.
  write(day, policies, random) {
    const report = inOrder(this, day, policies, random);
    for (const { policy } of report.policies) if (policy["mx-host"]) policy["mx-host"] = policy["mx-host"][0];
    report["date-range"]["start-datetime"] = `${second(day.start + 7200)}+02:00`;
    report["date-range"]["end-datetime"] = `${second(day.end + 7200)}+02:00`;
    return JSON.stringify(report, null, 4);
  },
};

export const SENDERS = [google, microsoft, posthaus, mailRu, lantern, university];

/** More senders, each like one of those, until there are `count`. What is odd about the university's reports stays with it. */
export function manySenders(count) {
  const manners = [google, posthaus, lantern, microsoft];
  return Array.from({ length: count }, (_, number) => {
    if (number < SENDERS.length) return SENDERS[number];
    const host = `mta${number}.sender${number}.example`;
    const organization = `Sender No. ${number}`;
    const manner = manners[number % manners.length];
    return { ...manner, organization, host, contact: `tls@${host}`, volume: 40, silent: number % 10 };
  });
}
