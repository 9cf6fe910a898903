/** SARIF 2.1.0 (OASIS), the form in which code hosts and editors take findings. */

import { createHash } from "node:crypto";

import type { Finding, Severity } from "../../types.ts";
import type { Change } from "../../drift/change.ts";
import { findingKey } from "../../drift/finding-key.ts";
import { version } from "../version.ts";
import { rfcUrl, uriOf, type Region } from "./sarif-place.ts";

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
