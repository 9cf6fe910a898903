/** Whether two values say the same: frameworks make an object anew whenever they render, and that is no change. */

// Functions cannot be compared by what they do; where one stands in for another, nothing has changed.
const said = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "function" ? "function" : part));

export function isAlike(one: unknown, other: unknown): boolean {
  return one === other || said(one) === said(other);
}
