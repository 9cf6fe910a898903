/**
 * What happens to a domain over three months; over fewer days it all comes sooner. Days count from 0, here of 92:
 *
 * - until 9: no policy is published
 * - from 10: `testing`; from 38: `enforce`, which each sender notices in its own time (`late`)
 * - 16 to 18: one MX host offers no STARTTLS
 * - 27, 28: the policy host answers with errors; those who fetch on these days say so
 * - 52 to 55: the certificate of the second MX host has expired
 * - 62 to 64: one sender reports in a word of its own
 * - 71 to 74: the certificate of the first MX host is for another name; who goes by DANE does not mind
 * - now and then a session fails for no reason that lasts
 */

const DAYS = 92;
const FETCH_ERROR = "sts-policy-fetch-error";

/** Whether the day is in that part of the story. */
function isIn(day, first, last) {
  const scale = day.days / DAYS;
  const start = Math.floor(first * scale);
  // However short the time, nothing is left out.
  return day.number >= start && day.number <= Math.max(start, Math.floor(last * scale));
}

const since = (day, first) => day.number >= Math.floor((first * day.days) / DAYS);

/** The policy that the sender applies on that day, as the member `policy` of RFC 8460 §4.4. Who could not fetch it has no text. */
export function policyOf(sender, day, details) {
  const { domain, mx } = day;
  if (details.some((detail) => detail["result-type"] === FETCH_ERROR))
    return { "policy-type": "sts", "policy-domain": domain };
  if (day.story && !since(day, 10)) {
    return { "policy-type": "no-policy-found", "policy-domain": domain };
  }
  const isEnforced = !day.story || since(day, 38 + sender.late);
  return {
    "policy-type": "sts",
    "policy-string": [
      "version: STSv1",
      `mode: ${isEnforced ? "enforce" : "testing"}`,
      ...mx.map((host) => `mx: ${host}`),
      `max_age: ${isEnforced ? 604_800 : 86_400}`,
    ],
    "policy-domain": domain,
    "mx-host": mx,
  };
}

/** The member `failure-details`, and with it how many of the sessions failed. */
export function failuresOf(sender, day, sessions, random) {
  if (!day.story) return [];
  const [first, second = first] = day.mx;
  const isBig = sender.volume > 500;
  if (isIn(day, 16, 18)) return spread("starttls-not-supported", first, 0.12, sender, sessions, random);
  if (isIn(day, 27, 28) && (sender.host === "mail.ru" || random.chance(15))) return fetchErrors(sender, sessions);
  if (isIn(day, 52, 55)) {
    return spread("certificate-expired", second, 0.3, sender, sessions, random, "X509_V_ERR_CERT_HAS_EXPIRED");
  }
  if (isIn(day, 62, 64) && sender.host.startsWith("lantern")) {
    return spread("certificate-revoked", second, 0.1, sender, sessions, random);
  }
  if (isIn(day, 71, 74) && !sender.dane) {
    return spread("certificate-host-mismatch", first, 0.5, sender, sessions, random);
  }
  if (random.chance(isBig ? 4 : 1))
    return spread("validation-failure", first, 0.004, sender, sessions, random, "timeout");
  return [];
}

/** A share of the sessions, over a few of the sender's addresses. */
function spread(type, host, share, sender, sessions, random, reason) {
  const addresses = 1 + random.below(sender.volume > 500 ? 14 : 3);
  const failed = Math.max(1, Math.floor(sessions * share));
  const each = Math.max(1, Math.floor(failed / addresses));
  return Array.from({ length: Math.min(addresses, failed) }, () => ({
    "result-type": type,
    "sending-mta-ip": random.pick(sender.addresses) + random.from(1, 250),
    "receiving-mx-hostname": host,
    "receiving-ip": "203.0.113.25",
    "failed-session-count": each,
    ...(reason === undefined ? {} : { "failure-reason-code": reason }),
  }));
}

/** One session failed in two ways, as Mail.ru has it: the sum of the details is more than the total (RFC 8460 §4.4). */
function fetchErrors(sender, sessions) {
  const count = Math.ceil(sessions / 2);
  return [404, 500].map((status) => ({
    "failed-session-count": count,
    "failure-reason-code": `bad https response code: ${status}`,
    "result-type": FETCH_ERROR,
  }));
}
