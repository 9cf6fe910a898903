/** How a check asks, as the options say: who fetches the policy file, which resolvers, how long to wait. */

import type { CheckOptions } from "../node.ts";
import { numberIn, type Arguments } from "./arguments.ts";
import { readResolvers, requireHttp } from "./resolvers.ts";

export const ASKING_OPTIONS = {
  helper: { type: "string" },
  resolver: { type: "string", multiple: true },
  timeout: { type: "string" },
} as const;

export function readAsking({
  helper,
  resolver,
  timeout: given,
}: Arguments<typeof ASKING_OPTIONS>["values"]): CheckOptions {
  const timeout = numberIn("timeout", given, { least: 0.1, most: 300, whole: false, unit: "seconds" });
  if (helper !== undefined) requireHttp("helper", helper, "the URL of a helper");
  return {
    helper: helper ?? "direct",
    resolvers: resolver && readResolvers(resolver, helper),
    timeoutMs: timeout === undefined ? undefined : Math.round(timeout * 1000),
  };
}
