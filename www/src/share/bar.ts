/** What can be done with a finished result: links, text for a ticket, files, paper. */

import type { Report } from "../../../js/src/browser.ts";
import { onResult, type Result } from "../check/run.ts";
import { canCopy, copy } from "../copy.ts";
import { byId, setText } from "../dom.ts";
import { downloadJson } from "../download.ts";
import { domainFragment, LONGEST_PACKED, packedFragment } from "../place.ts";
import { iso } from "../time.ts";
import { text } from "../words.ts";
import { packWhole } from "./slim.ts";

const bar = byId("share", HTMLElement);
const message = byId("share-message", HTMLParagraphElement);
const button = (name: string): HTMLButtonElement => byId(`share-${name}`, HTMLButtonElement);
const frozen = button("frozen");

let shown: Result | null = null;
/** Made ahead: a browser lets a page copy only while the click is fresh. */
let frozenLink: string | null = null;

const link = (fragment: string): string => `${location.origin}${location.pathname}${fragment}`;

const texts = () => import("./texts.ts");

function onClick(name: string, act: (result: Result, button: HTMLButtonElement) => void | Promise<void>): void {
  const pressed = button(name);
  const press = async (): Promise<void> => {
    if (shown !== null) await act(shown, pressed);
  };
  pressed.addEventListener("click", () => void press().catch((error: unknown) => setText(message, text.failed(error))));
}

/** `example.com-20270303T1405`: what a file of this report is called. */
const fileName = ({ domain, checkedAt }: Report): string =>
  [domain, iso(checkedAt)?.slice(0, 16).replaceAll(/[-:]/g, "")].filter(Boolean).join("-");

async function offerFrozen(result: Result): Promise<void> {
  const packed = await packWhole(result);
  if (shown !== result) return;
  const fragment = packed === null ? "" : packedFragment(packed);
  const fits = packed !== null && fragment.length <= LONGEST_PACKED;
  frozenLink = fits ? link(fragment) : null;
  frozen.hidden = !fits || !canCopy;
  setText(message, fits ? "" : packed === null ? text.notFrozen : text.frozenTooLong);
}

/** Shows the bar below each finished result. */
export function offerToShare(): void {
  for (const name of ["link", "markdown", "text"]) button(name).hidden = !canCopy;
  onResult((result) => {
    shown = result;
    frozenLink = null;
    frozen.hidden = true;
    setText(message, "");
    bar.hidden = result === null;
    if (result !== null) offerFrozen(result).catch((error: unknown) => setText(message, text.failed(error)));
  });
  onClick("link", ({ report }, pressed) => copy(link(domainFragment(report.domain)), pressed));
  onClick("frozen", (_, pressed) => {
    if (frozenLink !== null) return copy(frozenLink, pressed);
  });
  onClick("markdown", async ({ report }, pressed) => copy((await texts()).reportAsMarkdown(report), pressed));
  onClick("text", async ({ report }, pressed) => copy((await texts()).reportAsText(report), pressed));
  onClick("report", ({ report }) => downloadJson(`${fileName(report)}-report`, report));
  onClick("recording", ({ report, recording }) => downloadJson(`${fileName(report)}-recording`, recording));
  onClick("print", () => print());
}
