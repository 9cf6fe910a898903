/** Lists of hosts and patterns, compared and told. */

export const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

/** What is in one list and not in the other, once. */
export const missingFrom = (all: readonly string[], others: readonly string[]): string[] =>
  [...new Set(all)].filter((name) => !others.includes(name));
