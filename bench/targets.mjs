/** What the benchmark wants: the ratios T1 to T5 of docs/performance.md. */

/** At least this often faster than mailauth (T1), and than a parser written by hand (T2). */
const THAN_MAILAUTH = { small: 3, typical: 4, invalid: 15, medium: 15, large: 300 };
const THAN_BY_HAND = { small: 1, typical: 1, invalid: 1, medium: 1.5, large: 1.5 };

/** `[{ target, what, measured, wanted, reached }]` */
export function ratioRows(nanoseconds) {
  const rows = [];
  const of = (subject, kind) => nanoseconds[subject]?.[kind] ?? NaN;
  const atLeast = (target, what, measured, wanted) => {
    if (!Number.isNaN(measured))
      rows.push({ target, what, measured, wanted: `≥ ${wanted}`, reached: measured >= wanted });
  };
  const atMost = (target, what, measured, wanted) => {
    if (!Number.isNaN(measured))
      rows.push({ target, what, measured, wanted: `≤ ${wanted}`, reached: measured <= wanted });
  };

  for (const [kind, wanted] of Object.entries(THAN_MAILAUTH)) {
    atLeast("T1", `mailauth / validatePolicy, ${kind}`, of("mailauth", kind) / of("validatePolicy", kind), wanted);
  }
  for (const [kind, wanted] of Object.entries(THAN_BY_HAND)) {
    atLeast("T2", `by hand / validatePolicy, ${kind}`, of("by hand", kind) / of("validatePolicy", kind), wanted);
  }
  for (const kind of Object.keys(THAN_MAILAUTH)) {
    atMost("T3", `parse_policy / memchr2, ${kind}`, of("parse_policy", kind) / of("memchr2", kind), 3);
  }
  const growth = (subject) => of(subject, "1740 mx") / of(subject, "40 mx");
  atMost("T4", "parse_policy: an mx line of 1740 / one of 40", growth("parse_policy"), 1.2);
  atMost("T4", "match: a pattern of 1740 / one of 40", growth("match"), 1.2);
  atLeast("T5", "match: mailauth / native, typical", of("match: mailauth", "typical") / of("match", "typical"), 50);
  atLeast(
    "T5",
    "match: checkdmarc / native, typical",
    of("match: checkdmarc", "typical") / of("match", "typical"),
    1000,
  );
  return rows;
}
