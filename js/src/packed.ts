/**
 * Policies in bulk. What the core finds stays packed as numbers, and becomes strings and objects only when it is asked
 * for. `crates/packed` is the other side of the border and describes the numbers.
 */

import { PolicyReader, findingIds, type Patterns } from "../pkg/mta_sts.js";
import type { Engine } from "./engine.ts";
import { MtaStsError, kind } from "./error.ts";
import type { Extension, FindingId, Mode, Validity } from "./types.ts";

const VALIDITIES: readonly Validity[] = ["valid", "senders-differ", "invalid"];
const MODES: readonly (Mode | null)[] = [null, "enforce", "testing", "none"];

/** How many words come before the first pattern. */
const HEAD = 9;
const PATTERN = 2;
const EXTENSION = 4;
const FINDING = 3;

/** A finding without its words: `validatePolicy` has the whole of it. */
export interface PackedFinding {
  /** Its stable name. */
  id: FindingId;
  /** Where it begins in the text, in UTF-16 code units as `text.slice` counts; the text's length if it has no place. */
  start: number;
  /** Where it ends. */
  end: number;
}

/**
 * What a policy file says: the same as `validatePolicy` finds, without sentences. Lists are made anew on each access, so
 * keep one that is needed twice.
 */
export class PackedPolicy {
  /** The text of the file. */
  readonly text: string;
  readonly #words: ArrayLike<number>;
  readonly #ids: readonly FindingId[];

  /** @internal */
  constructor(text: string, words: ArrayLike<number>, ids: readonly FindingId[]) {
    this.text = text;
    this.#words = words;
    this.#ids = ids;
  }

  /** Whether senders use it. */
  get validity(): Validity {
    return VALIDITIES[this.#word(1)]!;
  }

  /** The mode; `null` if no sender can use the policy. */
  get mode(): Mode | null {
    return MODES[this.#word(2)]!;
  }

  /** How long a sender may keep the policy, in seconds, as published; `null` if no sender can use it. */
  get maxAge(): number | null {
    return this.#word(2) === 0 ? null : this.#word(3) + this.#word(4) * 2 ** 32;
  }

  /** How many `mx` patterns it has; 0 if no sender can use it. */
  get mxCount(): number {
    return this.#word(5);
  }

  /** The `mx` patterns, in lower case; none if no sender can use it. */
  get mx(): string[] {
    // One change of case for all is cheap, and moves no place unless it makes the text longer, as that of `İ` does.
    const lower = this.text.toLowerCase();
    const isInPlace = lower.length === this.text.length;
    return this.#list(this.#word(5), PATTERN, HEAD, (at) =>
      isInPlace ? lower.slice(this.#word(at), this.#word(at + 1)) : this.#slice(at).toLowerCase(),
    );
  }

  /** Unknown fields as written, the first of each name, in order; none if no sender can use it. */
  get extensions(): Extension[] {
    const at = HEAD + this.#word(5) * PATTERN;
    return this.#list(this.#word(6), EXTENSION, at, (at) => ({ name: this.#slice(at), value: this.#slice(at + 2) }));
  }

  /** How many findings there are, without those left out. */
  get findingCount(): number {
    return this.#word(7);
  }

  /** What to know about it, in the order of the text. */
  get findings(): PackedFinding[] {
    return this.#list(this.#word(7), FINDING, this.#firstFinding(), (at) => ({
      id: this.#id(at),
      start: this.#word(at + 1),
      end: this.#word(at + 2),
    }));
  }

  /** The names of the findings, in the order of the text. */
  get findingIds(): FindingId[] {
    return this.#list(this.#word(7), FINDING, this.#firstFinding(), (at) => this.#id(at));
  }

  /** Findings beyond those listed. */
  get omittedFindings(): number {
    return this.#word(8);
  }

  #word(index: number): number {
    return this.#words[index]!;
  }

  #id(index: number): FindingId {
    return this.#ids[this.#word(index)]!;
  }

  #slice(index: number): string {
    return this.text.slice(this.#word(index), this.#word(index + 1));
  }

  #firstFinding(): number {
    return HEAD + this.#word(5) * PATTERN + this.#word(6) * EXTENSION;
  }

  #list<T>(count: number, size: number, at: number, item: (at: number) => T): T[] {
    const list: T[] = [];
    for (let n = 0; n < count; n++) list.push(item(at + n * size));
    return list;
  }
}

/** What a parser holds of one instance of the module. */
interface Held {
  /** Of which instance: after a trap there is a fresh one. */
  generation: number;
  memory: WebAssembly.Memory;
  reader: PolicyReader;
}

/**
 * Reads policies at once, without a promise each. `policyParser()` gives one. Each method throws an {@link MtaStsError} of
 * code `engine` when the module breaks down; the parser may be used again after it.
 */
export class PolicyParser {
  readonly #engine: Engine;
  readonly #ids: readonly FindingId[];
  readonly #encoder = new TextEncoder();
  #held: Held;
  /** Where the module wants its input, and all of its memory as numbers. */
  #input = new Uint8Array();
  #words = new Uint32Array();

  /** @internal */
  constructor(engine: Engine) {
    this.#engine = engine;
    this.#ids = engine.call(findingIds) as FindingId[];
    this.#held = engine.call(() => this.#hold());
  }

  /** Reads the text of a policy file. */
  parse(text: string): PackedPolicy {
    try {
      return this.#parse(text);
    } catch (error) {
      return this.#engine.recover(error, () => this.#parse(text));
    }
  }

  /** Reads many texts, in their order. */
  parseAll(texts: readonly string[]): PackedPolicy[] {
    return this.#engine.call(() => texts.map((text) => this.#parse(text)));
  }

  /** What matches hosts with the policy in a text. A policy that no sender can use allows none. */
  matcher(text: string): HostMatcher {
    let patterns: Patterns | null = null;
    let generation = 0;
    return new HostMatcher(
      (hosts) =>
        this.#engine.call(() => {
          const { reader } = this.#fresh();
          if (patterns === null || generation !== this.#held.generation) {
            patterns = reader.readPatterns(this.#write(text));
            generation = this.#held.generation;
          }
          const at = reader.matchHosts(patterns, this.#writeAll(hosts)) >>> 2;
          const words = this.#output();
          return hosts.map((_, number) => words[at + number] === 1);
        }),
      () => {
        if (generation === this.#engine.generation) patterns?.free();
        patterns = null;
      },
    );
  }

  #parse(text: string): PackedPolicy {
    const { reader } = this.#fresh();
    const octets = this.#write(text);
    const at = reader.read(octets) >>> 2;
    const words = this.#output();
    return new PackedPolicy(text, copy(words, at, words[at]!), this.#ids);
  }

  /** What is held of the present instance. */
  #fresh(): Held {
    if (this.#held.generation !== this.#engine.generation) {
      this.#held = this.#hold();
      this.#input = new Uint8Array();
      this.#words = new Uint32Array();
    }
    return this.#held;
  }

  #hold(): Held {
    return { generation: this.#engine.generation, memory: this.#engine.memory, reader: new PolicyReader() };
  }

  /** Writes texts one after the other, with an octet between them; gives the number of octets of each. */
  #writeAll(texts: readonly string[]): Uint32Array {
    for (const text of texts) requireText("A host", text);
    const lengths = new Uint32Array(texts.length);
    const joined = texts.join("\n");
    if (this.#write(joined) === joined.length) {
      // All of it is ASCII: octets are as many as UTF-16 code units.
      for (let n = 0; n < texts.length; n++) lengths[n] = texts[n]!.length;
      return lengths;
    }
    let at = 0;
    for (let n = 0; n < texts.length; n++) {
      lengths[n] = this.#encoder.encodeInto(texts[n]!, this.#input.subarray(at)).written;
      at += lengths[n]! + 1;
    }
    return lengths;
  }

  /** Writes a text into the module's memory, as UTF-8; gives the number of octets. */
  #write(text: string): number {
    requireText("A policy", text);
    // No UTF-16 code unit takes more than three octets. A view of memory that has grown since has no length.
    const most = text.length * 3;
    if (this.#input.length < most) {
      const address = this.#held.reader.input(most) >>> 0;
      this.#input = new Uint8Array(this.#held.memory.buffer, address, most);
    }
    return this.#encoder.encodeInto(text, this.#input).written;
  }

  /** The module's memory. When that grows, views of what it was have no length any more. */
  #output(): Uint32Array {
    if (this.#words.length === 0) this.#words = new Uint32Array(this.#held.memory.buffer);
    return this.#words;
  }
}

/** Tells which hosts a policy allows; `PolicyParser.matcher` makes one. It may be used as long as its parser. */
export class HostMatcher {
  readonly #match: (hosts: readonly string[]) => boolean[];
  readonly #free: () => void;

  /** @internal */
  constructor(match: (hosts: readonly string[]) => boolean[], free: () => void) {
    this.#match = match;
    this.#free = free;
  }

  /** Whether the policy allows each of these hosts, named as MX records name them (RFC 8461 §4.1). */
  allows(hosts: readonly string[]): boolean[] {
    if (!Array.isArray(hosts)) throw new MtaStsError("argument", `allows() takes a list of hosts, not ${kind(hosts)}.`);
    return this.#match(hosts);
  }

  /** Gives its memory back now; otherwise that happens some time after it is out of use. */
  free(): void {
    this.#free();
  }
}

/** A copy of some words: up to a few hundred as an ordinary array, which is made faster than a typed one. */
function copy(words: Uint32Array, at: number, count: number): ArrayLike<number> {
  if (count > 512) return words.slice(at, at + count);
  const copied = new Array<number>(count);
  for (let n = 0; n < count; n++) copied[n] = words[at + n]!;
  return copied;
}

function requireText(what: string, value: unknown): void {
  if (typeof value !== "string") throw new MtaStsError("argument", `${what} is given as a string, not ${kind(value)}.`);
}
