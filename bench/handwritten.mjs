/**
 * A comparator, not a part of the product: the policy parser that a careful person would write by hand in JavaScript. It
 * makes the checks of `crates/core/src/policy.rs` and gives the same shape, so that target T2 compares like with like. It
 * names no slips (`Enforce` is a `mode-value` here) and looks for no near misses, so it does a little less.
 */

const LETTER_OR_DIGIT = 1;
const HYPHEN = 2;
const DOT = 3;
const UNDERSCORE = 4;

const CLASS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  if (/[0-9A-Za-z]/.test(String.fromCharCode(code))) CLASS[code] = LETTER_OR_DIGIT;
}
CLASS[0x2d] = HYPHEN;
CLASS[0x2e] = DOT;
CLASS[0x5f] = UNDERSCORE;

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const isSpace = (code) => code === 0x20 || code === 0x09;

/** Whether `text` from `start` to `end` is `["*."] Domain`. */
function isPattern(text, start, end) {
  let at = text.startsWith("*.", start) ? start + 2 : start;
  if (end - at > 253) return false;
  let label = 0;
  let last = DOT;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? CLASS[code] : 0;
    if (kind === LETTER_OR_DIGIT) label++;
    else if (kind === HYPHEN && last !== DOT) label++;
    else if (kind === DOT && last === LETTER_OR_DIGIT) label = 0;
    else return false;
    if (label > 63) return false;
    last = kind;
  }
  return last === LETTER_OR_DIGIT;
}

/** Whether `text` from `start` to `end` is the name of a field. */
function isName(text, start, end) {
  if (end === start || end - start > 32) return false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 128 || CLASS[code] === 0 || (at === start && CLASS[code] !== LETTER_OR_DIGIT)) return false;
  }
  return true;
}

/** `{ validity, mode, maxAge, mx, findings: [{ id, start, end }] }`; mode and maxAge are `null` in an invalid policy. */
export function parse(text) {
  const mx = [];
  const findings = [];
  let isVoid = false;
  let differs = false;
  let version;
  let mode;
  let maxAge;
  let hasMx = false;
  let lf = false;
  let crlf = false;
  const find = (id, start, end, effect) => {
    findings.push({ id, start, end });
    if (effect === "void") isVoid = true;
    if (effect === "differs") differs = true;
  };

  let first = 0;
  while (first < text.length && (isSpace(text.charCodeAt(first)) || text.charCodeAt(first) === LF)) first++;
  const opening = text[first];
  if (opening === undefined || opening === "<" || opening === "{") {
    find(opening === undefined ? "policy-empty" : opening === "<" ? "policy-html" : "policy-json", 0, first, "void");
    return { validity: "invalid", mode: null, maxAge: null, mx, findings };
  }
  let next = 0;
  if (text.charCodeAt(0) === 0xfeff) {
    find("policy-bom", 0, 1, "void");
    next = 1;
  }
  for (let number = 0; next < text.length; number++) {
    const start = next;
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    next = end + 1;
    if (end < text.length) {
      if (end > start && text.charCodeAt(end - 1) === CR) {
        end--;
        crlf = true;
      } else {
        lf = true;
      }
    }
    let from = start;
    while (from < end && isSpace(text.charCodeAt(from))) from++;
    if (from === end) {
      find("policy-blank-line", start, end, "differs");
      continue;
    }
    if (text[from] === "#") {
      find("policy-comment", start, end, "differs");
      continue;
    }
    let colon = from;
    let isBroken = false;
    while (colon < end && text.charCodeAt(colon) !== COLON) isBroken = text.charCodeAt(colon++) === CR || isBroken;
    let nameEnd = colon;
    while (nameEnd > from && isSpace(text.charCodeAt(nameEnd - 1))) nameEnd--;
    if (isBroken || colon === end || !isName(text, from, nameEnd)) {
      find(isBroken ? "policy-bare-cr" : "policy-not-a-field", start, end, isBroken ? "void" : "differs");
      continue;
    }
    if (from > start) find("policy-leading-space", start, from, "differs");
    if (nameEnd < colon) find("policy-space-before-colon", nameEnd, colon, "differs");
    let value = colon + 1;
    while (value < end && isSpace(text.charCodeAt(value))) value++;
    let valueEnd = end;
    while (valueEnd > value && isSpace(text.charCodeAt(valueEnd - 1))) valueEnd--;

    const name = text.slice(from, nameEnd);
    if (name === "mx") {
      hasMx = true;
      if (isPattern(text, value, valueEnd)) mx.push(text.slice(value, valueEnd).toLowerCase());
      else find("mx-value", value, valueEnd, "differs");
    } else if (name === "version") {
      if (version !== undefined) {
        find("policy-duplicate-field", from, nameEnd, "differs");
        continue;
      }
      version = text.slice(value, valueEnd) === "STSv1";
      if (!version) find("version-value", value, valueEnd, "void");
      else if (number > 0) find("version-not-first", from, nameEnd, "");
    } else if (name === "mode") {
      if (mode !== undefined) {
        find("policy-duplicate-field", from, nameEnd, "differs");
        continue;
      }
      mode = text.slice(value, valueEnd);
      if (mode !== "enforce" && mode !== "testing" && mode !== "none") find("mode-value", value, valueEnd, "void");
    } else if (name === "max_age") {
      if (maxAge !== undefined) {
        find("policy-duplicate-field", from, nameEnd, "differs");
        continue;
      }
      maxAge = 0;
      let isNumber = valueEnd > value && valueEnd - value <= 10;
      for (let at = value; isNumber && at < valueEnd; at++) {
        const digit = text.charCodeAt(at) - 0x30;
        isNumber = digit >= 0 && digit <= 9;
        maxAge = maxAge * 10 + digit;
      }
      if (!isNumber) find("max-age-value", value, valueEnd, "void");
      else if (maxAge === 0) find("max-age-zero", value, valueEnd, "differs");
      else if (maxAge > 31_557_600) find("max-age-too-long", value, valueEnd, "differs");
    } else if (value === valueEnd) {
      find("policy-extension-value", value, valueEnd, "differs");
    } else {
      find("policy-unknown-field", from, nameEnd, "");
    }
  }
  const end = text.length;
  if (version === undefined) find("version-missing", end, end, "void");
  if (mode === undefined) find("mode-missing", end, end, "void");
  if (maxAge === undefined) find("max-age-missing", end, end, "void");
  if (!hasMx && mode !== undefined)
    find(mode === "none" ? "mx-missing-none" : "mx-missing", end, end, mode === "none" ? "differs" : "void");
  if (lf && crlf) find("policy-mixed-line-ends", end, end, "");
  if (mode === "enforce" && maxAge > 0 && maxAge < 86_400) find("max-age-short", end, end, "");
  if (isVoid) return { validity: "invalid", mode: null, maxAge: null, mx: [], findings };
  return { validity: differs ? "senders-differ" : "valid", mode, maxAge, mx, findings };
}
