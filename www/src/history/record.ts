/** Keeps each finished check, and hands what is known of a domain to its next one. */

import type { PreviousPolicy } from "../../../js/src/browser.ts";
import { previousPolicyOf } from "../../../js/src/remote.ts";
import { onResult, type Result } from "../check/run.ts";
import { byId, setText } from "../dom.ts";
import { api } from "../engine.ts";
import { packWhole } from "../share/slim.ts";
import { ago, moment } from "../time.ts";
import { text } from "../words.ts";
import { hideChanges, showChanges } from "./changes.ts";
import { withCheck } from "./entry.ts";
import { load, save } from "./store.ts";

const message = byId("kept-message", HTMLParagraphElement);
let shown: Result | null = null;

/** The policy of a domain that an earlier check found. */
export async function recall(domain: string): Promise<PreviousPolicy | null> {
  const state = (await load(domain))?.states[0]?.state;
  return state === undefined ? null : previousPolicyOf(state);
}

async function keep(result: Result): Promise<void> {
  const { report } = result;
  const entry = await load(report.domain);
  const before = entry?.states[0]?.state;
  const found = before === undefined ? null : await api.changesBetween(before, report);
  if (shown === result && before !== undefined && found !== null) {
    showChanges(`${moment(before.checkedAt)} (${ago(before.checkedAt)})`, found);
  }
  const packed = await packWhole(result);
  const refusal = save(await withCheck(entry, report, found?.changes ?? [], packed));
  if (shown === result) setText(message, refusal ?? "");
}

/** Keeps every check that this page makes, and says what changed since the one before. */
export function keepResults(): void {
  onResult((result) => {
    shown = result;
    hideChanges();
    setText(message, "");
    if (result?.isLive) keep(result).catch((error: unknown) => setText(message, text.notKept(error)));
  });
}
