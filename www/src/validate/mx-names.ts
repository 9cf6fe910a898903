/** The names of mail servers, as people have them at hand. */

/** More than any domain has; each is matched with each pattern. */
export const MOST_NAMES = 100;

/** A line of `dig MX` or of a zone file: what follows the preference is the name (RFC 1035 §3.3.9). */
function namesIn(line: string): string[] {
  const words = line.split(/[\s,]+/).filter((word) => word !== "");
  return /^\d+$/.test(words.at(-2) ?? "") ? words.slice(-1) : words;
}

/** The names in a text: separated by spaces, commas or line ends, or in lines of `dig MX`. */
export function mxNames(typed: string): string[] {
  const lines = typed.split(/\r\n?|\n/).filter((line) => !line.trimStart().startsWith(";"));
  return [...new Set(lines.flatMap((line) => line.split(",").flatMap(namesIn)))];
}
