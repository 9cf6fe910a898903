/** Places as SARIF wants them: regions of files, and URIs. */

import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";

import type { Finding } from "../../types.ts";
import { units } from "../../show/visible.ts";

/** A place in a file, counted as SARIF counts: from 1, the end exclusive. */
export interface Region {
  startLine: number;
  startColumn?: number;
  endLine?: number;
  endColumn?: number;
  byteOffset?: number;
  byteLength?: number;
}

export function uriOf(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}

/** `RFC 8461 §3.1` as a link. */
export function rfcUrl(rfc: string | null): string | null {
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
