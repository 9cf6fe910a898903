/** What standard output and error can show: as the terminal and the environment say. */

import type { Surface } from "../../show/text/style.ts";

type Environment = Record<string, string | undefined>;

/** At most this many columns, because longer lines are hard to read. */
const MOST_COLUMNS = 100;

/** See https://no-color.org and https://force-color.org. */
export function surfaceOf(stream: { isTTY?: boolean; columns?: number }, env: Environment): Surface {
  const isTerminal = stream.isTTY === true;
  const isDumb = env["TERM"] === "dumb";
  const forced = env["FORCE_COLOR"];
  const isForced = forced !== undefined && forced !== "" && forced !== "0" && forced !== "false";
  const isForbidden = (env["NO_COLOR"] ?? "") !== "" || forced === "0" || forced === "false";
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return {
    redraws: isTerminal && !isDumb,
    colours: isForced || (isTerminal && !isDumb && !isForbidden),
    // Windows names no locale, and its terminals show UTF-8.
    signs: isTerminal && !isDumb && (/utf-?8/i.test(locale) || process.platform === "win32"),
    columns: isTerminal && stream.columns ? Math.max(20, Math.min(stream.columns - 1, MOST_COLUMNS)) : MOST_COLUMNS,
  };
}
