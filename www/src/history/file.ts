/** The history as a file, and back. */

import { downloadJson } from "../download.ts";
import { now } from "../time.ts";
import { text } from "../words.ts";
import { merge, type Entry } from "./entry.ts";
import { readEntry } from "./read.ts";
import { asOne, isOn, load, loadAll, MOST_DOMAINS, save } from "./store.ts";

const FORMAT = "mta-sts history";
const VERSION = 1;
const LARGEST = 5 * 1024 * 1024;

export async function exportHistory(): Promise<void> {
  const domains = await loadAll();
  downloadJson(`mta-sts-history-${new Date().toISOString().slice(0, 10)}`, {
    format: FORMAT,
    version: VERSION,
    exportedAt: now(),
    domains,
  });
}

/** The list in the file, or a sentence about the file. */
async function entriesOf(file: File): Promise<unknown[] | string> {
  if (file.size > LARGEST) return text.importTooLarge;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()));
  } catch {
    return text.importNoJson;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return text.importOther;
  const own = (name: string): unknown => (Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined);
  if (own("format") !== FORMAT) return text.importOther;
  if (own("version") !== VERSION) return text.importVersion;
  const domains = own("domains");
  return Array.isArray(domains) ? domains : text.importOther;
}

/** Merges a file into what is kept; gives the sentence to say about it. */
export async function importHistory(file: File): Promise<string> {
  if (!isOn()) return text.importOff;
  const values = await entriesOf(file);
  return typeof values === "string" ? values : asOne(() => take(values));
}

async function take(values: readonly unknown[]): Promise<string> {
  let taken = 0;
  let fault: string | null = null;
  for (const [index, value] of values.slice(0, MOST_DOMAINS).entries()) {
    const entry: Entry | string = await readEntry(value);
    const refusal = typeof entry === "string" ? entry : save(await merged(entry));
    if (refusal === null) taken += 1;
    else fault ??= text.importFault(index + 1, refusal);
  }
  if (values.length > MOST_DOMAINS) fault ??= text.importTooMany(MOST_DOMAINS);
  return [text.imported(taken, values.length), fault].filter(Boolean).join(" ");
}

async function merged(entry: Entry): Promise<Entry> {
  const known = await load(entry.domain);
  return known === null ? entry : merge(known, entry);
}
