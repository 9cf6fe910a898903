/**
 * The history in this browser's storage, a key for each domain: so two tabs that check two domains do not take each other's
 * results away. Storage that is full, broken or forbidden is an answer, never an exception.
 */

import { text } from "../words.ts";
import type { Entry } from "./entry.ts";
import { readEntry } from "./read.ts";

const PREFIX = "mta-sts.history.";
const SWITCH = "mta-sts.history";
const OFF = "off";
/** More domains than most people look after; the one checked longest ago makes room. */
export const MOST_DOMAINS = 200;

const listeners: (() => void)[] = [];

/** Calls back whenever something was kept or forgotten, in this tab or another. */
export function onKept(listener: () => void): void {
  listeners.push(listener);
}

let isQuiet = false;

function tell(): void {
  if (!isQuiet) listeners.forEach((listener) => listener());
}

/** Of whatever is kept and forgotten during this work, listeners hear once: they may read all that is kept. */
export async function asOne<T>(work: () => Promise<T>): Promise<T> {
  isQuiet = true;
  try {
    return await work();
  } finally {
    isQuiet = false;
    tell();
  }
}

addEventListener("storage", ({ key }) => {
  if (key === null || key === SWITCH || key.startsWith(PREFIX)) tell();
});

/** `null` in a browser that lets no page store anything. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function parse(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return null;
  }
}

const keys = (store: Storage): string[] => Object.keys(store).filter((key) => key.startsWith(PREFIX));

/** Whether results are kept: yes, until somebody says no. */
export function isOn(): boolean {
  const store = storage();
  return store !== null && store.getItem(SWITCH) !== OFF;
}

/** Keeps results from now on, or keeps none and forgets all. Gives a sentence where that cannot be. */
export function turn(on: boolean): string | null {
  const store = storage();
  if (store === null) return text.historyForbidden;
  if (on) store.removeItem(SWITCH);
  else {
    for (const key of keys(store)) store.removeItem(key);
    if (!put(store, SWITCH, OFF)) return text.historyForbidden;
  }
  tell();
  return null;
}

/** What is kept of a domain. What cannot be read back counts as never seen. */
export async function load(domain: string): Promise<Entry | null> {
  const value = parse(storage()?.getItem(PREFIX + domain) ?? null);
  const entry = value === null ? null : await readEntry(value);
  return typeof entry === "string" || entry?.domain !== domain ? null : entry;
}

/** All that is kept, the last check first. */
export async function loadAll(): Promise<Entry[]> {
  const store = storage();
  if (store === null) return [];
  const found = await Promise.all(keys(store).map((key) => load(key.slice(PREFIX.length))));
  return found.filter((entry) => entry !== null).sort((a, b) => b.last.checkedAt - a.last.checkedAt);
}

function put(store: Storage, key: string, value: string): boolean {
  try {
    store.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/** Of what is stored, unread: when the domain was checked. */
function checkedAt(value: unknown): number {
  const { last } = (value ?? {}) as { last?: { checkedAt?: unknown } };
  return typeof last?.checkedAt === "number" ? last.checkedAt : 0;
}

/** The keys of the others, the one checked longest ago first. */
function oldestFirst(store: Storage, key: string): string[] {
  const others = keys(store).filter((other) => other !== key);
  const times = new Map(others.map((other) => [other, checkedAt(parse(store.getItem(other)))]));
  return others.sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0));
}

/** Keeps what is known of a domain. Gives a sentence where it cannot be. */
export function save(entry: Entry): string | null {
  const store = storage();
  if (store === null) return text.historyForbidden;
  if (!isOn()) return null;
  const key = PREFIX + entry.domain;
  const value = JSON.stringify(entry);
  if (keys(store).length >= MOST_DOMAINS) {
    const others = oldestFirst(store, key);
    for (const other of others.slice(0, others.length - MOST_DOMAINS + 1)) store.removeItem(other);
  }
  const isKept = put(store, key, value) || makeRoom(store, key, value) || put(store, key, JSON.stringify(bare(entry)));
  tell();
  return isKept ? null : text.historyFull;
}

/** Without the last check, by far the largest part. */
const bare = (entry: Entry): Entry => ({ ...entry, last: { ...entry.last, packed: null } });

/** Lets the checks of other domains go, the oldest first; then what else is kept of them. */
function makeRoom(store: Storage, key: string, value: string): boolean {
  const others = oldestFirst(store, key);
  for (const other of others) {
    const kept = parse(store.getItem(other)) as Entry | null;
    if (!kept?.last?.packed) continue;
    put(store, other, JSON.stringify(bare(kept)));
    if (put(store, key, value)) return true;
  }
  for (const other of others) {
    store.removeItem(other);
    if (put(store, key, value)) return true;
  }
  return false;
}

/** Forgets a domain, or all. */
export function forget(domain: string | null): void {
  const store = storage();
  if (store === null) return;
  for (const key of domain === null ? keys(store) : [PREFIX + domain]) store.removeItem(key);
  tell();
}

// What earlier versions of this page kept knew neither id nor file, by which policies are told apart.
storage()?.removeItem("mta-sts.policies");
