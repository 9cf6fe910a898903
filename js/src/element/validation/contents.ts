/** What the text says, where senders can use it, and which mail servers it allows. */

import type { MxMatch } from "../../types.ts";
import { duration } from "../../show/format.ts";
import { el, type Child } from "../dom.ts";
import { code, facts, type Fact } from "../evidence/parts.ts";
import type { Heading } from "../heading.ts";
import { text } from "../text.ts";
import type { Validation } from "./events.ts";

function said(validation: Validation): Fact[] {
  if ("policy" in validation) {
    const { policy } = validation;
    if (policy === null) return [];
    return [
      [text.mode, code(policy.mode)],
      [text.maxAge, `${text.seconds(policy.maxAge)} = ${duration(policy.maxAge)}`],
      [text.mx, ...policy.mx.slice(0, 40).map(code)],
      ...policy.extensions.map(({ name, value }) => [text.extension, code(`${name}: ${value}`)] as const),
    ];
  }
  const { sts, tlsrpt } = validation;
  return [
    [text.id, sts && code(sts.id)],
    [text.rua, ...(tlsrpt?.rua ?? []).map(code)],
    ...(sts?.extensions ?? tlsrpt?.extensions ?? []).map(
      ({ name, value }) => [text.extension, code(`${name}=${value}`)] as const,
    ),
  ];
}

export function contents(validation: Validation, heading: Heading): HTMLElement | null {
  const list = said(validation);
  if (list.every(([, ...values]) => values.filter(Boolean).length === 0)) return null;
  return el("section", { class: "contents", part: "contents" }, heading("title", text.says), facts(list));
}

function row({ host, matched }: MxMatch, given: string): HTMLElement {
  const match = matched === null ? el("span", { class: "no-match" }, text.noPattern) : code(matched);
  const attributes = { "data-matched": String(matched !== null) };
  return el(
    "tr",
    { attributes },
    el("th", { attributes: { scope: "row" } }, code(host ?? given)),
    el("td", null, match),
  );
}

function table(matches: readonly MxMatch[], given: readonly string[]): HTMLElement {
  const heads = [text.host, text.pattern].map((head) => el("th", { attributes: { scope: "col" } }, head));
  return el(
    "div",
    { class: "table", attributes: { tabindex: "0", role: "group", "aria-label": text.yourMx } },
    el(
      "table",
      null,
      el("thead", null, el("tr", null, ...heads)),
      el("tbody", null, ...matches.map((match, index) => row(match, given[index] ?? ""))),
    ),
  );
}

/** In mode none senders match nothing (RFC 8461 §5). */
function matched({ policy, mxMatches }: Extract<Validation, { mxMatches: unknown }>, given: readonly string[]): Child {
  if (policy === null) return el("p", null, text.noneMatched);
  return policy.mode === "none" ? el("p", null, text.modeNone) : table(mxMatches, given);
}

export function mailServers(validation: Validation, given: readonly string[], heading: Heading): HTMLElement | null {
  if (!("mxMatches" in validation) || given.length === 0) return null;
  return el(
    "section",
    { class: "matches", part: "matches" },
    heading("title", text.yourMx),
    matched(validation, given),
  );
}
