/** JSON that may be printed on a terminal: what is invisible or reorders text is written as `\uXXXX`, which means the same. */

// All that `visible` writes out and that JSON.stringify leaves as it is.
const RISKY =
  /[\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff]/g;

export function json(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(
    RISKY,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
