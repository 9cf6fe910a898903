/**
 * The last policy that a check found of each domain, kept in this browser if its user wants that: so a later check knows
 * what senders may still hold.
 */

import type { Mode, Outcome, PreviousPolicy, Report } from "../../js/src/browser.ts";
import { byId, setText } from "./dom.ts";
import { text } from "./text.ts";

const KEY = "mta-sts.policies";
/** More domains than most people look after; beyond it the one found longest ago makes room. */
const MOST = 50;
/** The verdicts that say for certain: senders can no longer fetch it. */
const GONE: readonly Outcome[] = ["not-announced", "record-unusable", "policy-unavailable", "policy-unusable"];

/** Times are seconds since 1970. */
interface Remembered {
  mode: Mode;
  maxAge: number;
  mx: string[];
  /** The last check that found it. */
  seenAt: number;
  /** The first check that found it gone; `null` while none has. */
  goneAt: number | null;
}

const box = byId("remember", HTMLInputElement);
const message = byId("remember-message", HTMLParagraphElement);
let latest: Report | null = null;

function isRemembered(value: unknown): value is Remembered {
  if (typeof value !== "object" || value === null) return false;
  const { mode, maxAge, mx, seenAt, goneAt } = value as Record<string, unknown>;
  return (
    ["enforce", "testing", "none"].includes(mode as string) &&
    Array.isArray(mx) &&
    mx.every((pattern) => typeof pattern === "string") &&
    [maxAge, seenAt, goneAt ?? 0].every((number) => Number.isSafeInteger(number) && (number as number) >= 0)
  );
}

/** What is kept, by domain; `null` if nothing may be. What cannot be read back counts as never seen. */
function load(): Map<string, Remembered> | null {
  try {
    const stored = localStorage.getItem(KEY);
    if (stored === null) return null;
    try {
      const entries = Object.entries(JSON.parse(stored) as object);
      return new Map(entries.filter((entry): entry is [string, Remembered] => isRemembered(entry[1])));
    } catch {
      return new Map();
    }
  } catch {
    // A browser that lets no page store anything.
    return null;
  }
}

function save(memory: Map<string, Remembered>): void {
  const newest = [...memory].sort(([, a], [, b]) => b.seenAt - a.seenAt).slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(newest)));
    setText(message, "");
  } catch (error) {
    setText(message, text.notRemembered(error));
  }
}

/** The policy of a domain that an earlier check found. */
export function recall(domain: string): PreviousPolicy | null {
  const found = load()?.get(domain);
  if (!found) return null;
  // Where it was there at one time and gone at the next, it may have been served until the next.
  return { mode: found.mode, maxAge: found.maxAge, mx: found.mx, lastServedAt: found.goneAt, source: "remembered" };
}

/** Takes a finished report into account, if the user wants that now or later. */
export function remember(report: Report): void {
  latest = report;
  const memory = load();
  if (memory === null) return;
  const { domain, checkedAt, outcome, observed } = report;
  const policy = observed.policy?.policy;
  const known = memory.get(domain);
  if (policy && observed.record.record) {
    // A policy that no record announces is fetched by no new sender (RFC 8461 §3.1).
    const { mode, maxAge, mx } = policy;
    memory.set(domain, { mode, maxAge, mx, seenAt: checkedAt, goneAt: null });
  } else if (!policy && known?.goneAt === null && GONE.includes(outcome)) {
    memory.set(domain, { ...known, goneAt: checkedAt });
  } else {
    return;
  }
  save(memory);
}

/** Lets the checkbox say whether anything is kept; without it, all of it is forgotten. */
export function rememberIfWanted(): void {
  box.checked = load() !== null;
  box.addEventListener("change", () => {
    if (box.checked) {
      save(new Map());
      box.checked = load() !== null;
      if (latest) remember(latest);
    } else {
      localStorage.removeItem(KEY);
      setText(message, text.forgotten);
    }
  });
}
