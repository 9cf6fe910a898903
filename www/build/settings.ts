/** What the environment says of a build: see docs/page.md. */

import { execFileSync } from "node:child_process";

import { readHelper, readResolvers, type Configuration } from "../src/configuration.ts";

export interface Settings extends Configuration {
  /** `false` for a page without a service worker, which removes the one of an earlier copy. */
  hasServiceWorker: boolean;
  /** What goes for the time of the build. The same sources give the same page, so it is not the clock's. */
  builtAt: Date;
}

/** @throws {Error} with a sentence about the first value that is none. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { MTA_STS_HELPER = "", MTA_STS_RESOLVERS = "cloudflare,google" } = environment;
  return {
    helper: naming("MTA_STS_HELPER", () => readHelper(MTA_STS_HELPER)),
    resolvers: naming("MTA_STS_RESOLVERS", () => readResolvers(MTA_STS_RESOLVERS)),
    hasServiceWorker: !readSwitch("MTA_STS_NO_SERVICE_WORKER", environment),
    builtAt: readDate(environment.SOURCE_DATE_EPOCH ?? lastCommit()),
  };
}

function naming<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw sentence(`${name}: ${(error as Error).message}`);
  }
}

function readSwitch(name: string, environment: NodeJS.ProcessEnv): boolean {
  const text = environment[name] ?? "";
  if (!["", "0", "1"].includes(text)) throw sentence(`${name} is 1, or 0 or not set, not “${text}”.`);
  return text === "1";
}

function readDate(seconds: string): Date {
  const date = new Date(Number(seconds) * 1000);
  if (!/^\d+$/.test(seconds) || Number.isNaN(date.getTime())) {
    throw sentence(`SOURCE_DATE_EPOCH is a time in seconds since 1970, not “${seconds}”.`);
  }
  return date;
}

/** In seconds since 1970. */
function lastCommit(): string {
  try {
    return execFileSync("git", ["log", "-1", "--format=%ct"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    throw sentence(
      "There is no git history to take the date of the page from: give it as SOURCE_DATE_EPOCH=$(date +%s).",
    );
  }
}

/** An error that a build prints without the places in its own code, which help nobody. */
function sentence(text: string): Error {
  return Object.assign(new Error(text), { stack: text });
}
