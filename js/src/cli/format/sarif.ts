/** SARIF 2.1.0 (OASIS), the form in which code hosts and editors take findings. */

import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";

import type { Finding, Severity } from "../../types.ts";
import type { Change } from "../baseline/drift.ts";
import { findingKey } from "../baseline/finding-key.ts";
import { units } from "../terminal/visible.ts";
import { version } from "../version.ts";

/** A place in a file, counted as SARIF counts: from 1, the end exclusive. */
interface Region {
  startLine: number;
  startColumn?: number;
  endLine?: number;
  endColumn?: number;
  byteOffset?: number;
  byteLength?: number;
}

/** What a result is about. */
export interface Subject {
  /** The domain, or the name of the file. */
  name: string;
  /** The file that it stands in; `null` for none. */
  path: string | null;
  region: Region | null;
}

interface Rule {
  id: string;
  level: Severity;
  helpUri: string | null;
}

interface Found extends Rule {
  subject: Subject;
  message: string;
  key: string;
  /** Whether a baseline has it; `null` without a baseline. */
  isKnown: boolean | null;
}

function uriOf(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}

/** `RFC 8461 §3.1` as a link. */
function rfcUrl(rfc: string | null): string | null {
  const parts = /^RFC (?<number>\d+) §(?<section>[\d.]+)$/.exec(rfc ?? "")?.groups;
  return parts ? `https://www.rfc-editor.org/rfc/rfc${parts["number"]}#section-${parts["section"]}` : null;
}

/** Where a finding is in the bytes of its file. */
export function regionOf(bytes: Uint8Array, { location }: Finding): Region | null {
  if (location === null) return null;
  const { line, column, byteStart, byteEnd } = location;
  let endLine = line;
  let endColumn = column;
  for (const unit of units(bytes.subarray(byteStart, byteEnd))) {
    endLine += unit.isLineEnd ? 1 : 0;
    endColumn = unit.isLineEnd ? 1 : endColumn + unit.columns;
  }
  return {
    startLine: line,
    startColumn: column,
    endLine,
    endColumn,
    byteOffset: byteStart,
    byteLength: byteEnd - byteStart,
  };
}

export class SarifLog {
  readonly #rules = new Map<string, { index: number; rule: object }>();
  readonly #results: object[] = [];
  readonly #notifications: object[] = [];
  #couldTell = true;

  addFinding(finding: Finding, subject: Subject, isKnown: boolean | null): void {
    const { id, severity, saw, consequence, fix } = finding;
    const message = `${saw} ${consequence} ${fix}`;
    this.#add({ id, level: severity, helpUri: finding.rfcUrl, subject, message, key: findingKey(finding), isKnown });
  }

  addChange({ id, severity, sentence, rfc }: Change, subject: Subject): void {
    const rule = `since-baseline/${id}`;
    this.#add({
      id: rule,
      level: severity,
      helpUri: rfcUrl(rfc),
      subject,
      message: sentence,
      key: rule,
      isKnown: false,
    });
  }

  /** Something that fails the run and is no finding of the core, such as an unmet demand. */
  addFailure(id: string, sentence: string, subject: Subject): void {
    this.#add({ id, level: "error", helpUri: null, subject, message: sentence, key: id, isKnown: null });
  }

  /** Something that could not be looked at: the run as a whole has not succeeded. */
  addUnknown(sentence: string): void {
    this.#couldTell = false;
    this.#notifications.push({ level: "error", message: { text: sentence } });
  }

  #ruleIndex({ id, level, helpUri }: Rule): number {
    const known = this.#rules.get(id);
    if (known) return known.index;
    const index = this.#rules.size;
    const words = id.replaceAll(/[-/]/g, " ");
    const rule = {
      id,
      shortDescription: { text: `${words.charAt(0).toUpperCase()}${words.slice(1)}` },
      ...(helpUri !== null && { helpUri }),
      defaultConfiguration: { level },
    };
    this.#rules.set(id, { index, rule });
    return index;
  }

  #add({ id, level, helpUri, subject, message, key, isKnown }: Found): void {
    const { name, path, region } = subject;
    this.#results.push({
      ruleId: id,
      ruleIndex: this.#ruleIndex({ id, level, helpUri }),
      level,
      message: { text: message },
      locations: [
        {
          ...(path !== null && {
            physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...(region !== null && { region }) },
          }),
          logicalLocations: [{ name, fullyQualifiedName: name, kind: "resource" }],
        },
      ],
      partialFingerprints: { "findingOf/v1": createHash("sha256").update(`${name}\n${key}`).digest("hex") },
      ...(isKnown !== null && { baselineState: isKnown ? "unchanged" : "new" }),
    });
  }

  log(): object {
    const driver = {
      name: "mta-sts",
      semanticVersion: version(),
      rules: [...this.#rules.values()].map(({ rule }) => rule),
    };
    return {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: { driver },
          // The core counts columns as editors on the web do.
          columnKind: "utf16CodeUnits",
          invocations: [{ executionSuccessful: this.#couldTell, toolExecutionNotifications: this.#notifications }],
          results: this.#results,
        },
      ],
    };
  }
}
