/**
 * What the fragment of the address names. It may come from anybody: it fills a form or shows something, but starts nothing,
 * and what is in it is only ever read as one of these.
 */

/** The views of the page, each with an address of its own. */
export const VIEWS = ["check", "validate", "reports", "history", "help"] as const;
export type View = (typeof VIEWS)[number];

export type Place =
  /** `#d=example.com`: the form, filled. `domain` is what stands there, not yet a domain. */
  | { view: "check"; domain: string | null }
  /** `#r=…`: a check that was packed into the address. */
  | { view: "check"; packed: string }
  /** `#x=<name>`: an example. `#h=example.com`: the last report of a domain in the history. Neither need be there. */
  | { view: "check"; example: string }
  | { view: "check"; kept: string }
  | { view: "validate" | "reports" | "history" }
  /** `#help`, or `#help-<id>` for one answer. */
  | { view: "help"; answer: string | null }
  /** Nothing that this page has made. */
  | { view: "check"; unread: true };

/** More than any domain has, e-mail addresses and U-labels in per cent signs included. */
const LONGEST_DOMAIN = 2_000;
/** What fits into the fragment of an address everywhere, and into a mail. */
export const LONGEST_PACKED = 8_192;

const UNREAD: Place = { view: "check", unread: true };

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    // A per cent sign without two digits, or octets that are not UTF-8.
    return null;
  }
}

/** Reads the fragment of an address, with or without its `#`. It never throws. */
export function readPlace(fragment: string): Place {
  const text = fragment.replace(/^#/, "");
  if (text === "" || text === "check") return { view: "check", domain: null };
  if (text === "validate" || text === "reports" || text === "history") return { view: text };
  if (text === "help") return { view: "help", answer: null };
  const answer = /^help-([a-z]{1,20})$/.exec(text)?.[1];
  if (answer !== undefined) return { view: "help", answer };
  const [, key, value] = /^([dh])=(.+)$/s.exec(text.slice(0, LONGEST_DOMAIN + 1)) ?? [];
  if (key !== undefined && value !== undefined && text.length <= LONGEST_DOMAIN) {
    const domain = decode(value);
    if (domain === null) return UNREAD;
    return key === "d" ? { view: "check", domain } : { view: "check", kept: domain };
  }
  const example = /^x=([a-z0-9-]{1,40})$/.exec(text)?.[1];
  if (example !== undefined) return { view: "check", example };
  const packed = /^r=([\w.-]+)$/.exec(text.slice(0, LONGEST_PACKED + 1))?.[1];
  return packed === undefined || text.length > LONGEST_PACKED ? UNREAD : { view: "check", packed };
}

/** The fragment of a domain: `#d=example.com`. */
export const domainFragment = (domain: string): string => `#d=${encodeURIComponent(domain)}`;

/** The fragment of the last report in the history: `#h=example.com`. */
export const keptFragment = (domain: string): string => `#h=${encodeURIComponent(domain)}`;

/** The fragment of a packed report. */
export const packedFragment = (packed: string): string => `#r=${packed}`;
