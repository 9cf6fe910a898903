/**
 * What makes two findings the same one: the id, and the names and values that its sentence quotes. The words around them
 * may change from version to version, and a date that comes nearer is no news.
 */

import type { Finding } from "../types.ts";

export function findingKey({ id, saw }: Finding): string {
  const quoted = [...saw.matchAll(/`([^`]*)`/g)].map(([, value]) => value);
  return [id, ...quoted.sort()].join(" ");
}
