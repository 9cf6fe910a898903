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

  // With only the validity asked for, and with everything read out that a parser written by hand gives as well.
  for (const ours of ["parse", "parse, read out"]) {
    for (const [kind, wanted] of Object.entries(THAN_MAILAUTH)) {
      atLeast("T1", `${kind}: mailauth / ${ours}`, of("mailauth", kind) / of(ours, kind), wanted);
    }
  }
  for (const ours of ["parse", "parse, read out"]) {
    for (const [kind, wanted] of Object.entries(THAN_BY_HAND)) {
      atLeast("T2", `${kind}: by hand / ${ours}`, of("by hand", kind) / of(ours, kind), wanted);
    }
  }
  atLeast("T2", "the whole corpus: by hand / parse", of("by hand", "all") / of("parse", "all"), 2);
  for (const ours of ["locate_policy", "parse_policy"]) {
    for (const kind of Object.keys(THAN_MAILAUTH)) {
      atMost("T3", `${kind}: ${ours} / memchr2`, of(ours, kind) / of("memchr2", kind), 3);
    }
  }
  const growth = (subject) => of(subject, "1740 mx") / of(subject, "40 mx");
  atMost("T4", "parse_policy: an mx line of 1740 / one of 40", growth("parse_policy"), 1.2);
  atMost("T4", "match: a pattern of 1740 / one of 40", growth("match"), 1.2);
  const match = (other, ours) => of(`match: ${other}`, "typical") / of(ours, "typical");
  atLeast("T5", "a typical policy's host: mailauth / native", match("mailauth", "match"), 50);
  atLeast("T5", "a typical policy's host: mailauth / allows", match("mailauth", "match: allows"), 3);
  atLeast("T5", "a typical policy's host: checkdmarc / native", match("checkdmarc", "match"), 1000);
  atLeast("T5", "a typical policy's host: checkdmarc / allows", match("checkdmarc", "match: allows"), 90);
  return rows;
}
