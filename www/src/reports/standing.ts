/** “Is it still so?”: holds what reports say against a check of the domain, when the reader asks for it. */

import type { DomainReports, FailureState, ReportStanding } from "../../../js/src/browser.ts";
import { OUTCOME_LOOKS, OUTCOME_WORDS, glyph } from "../../../js/src/element.ts";
import { el, prose } from "../../../js/src/element/dom.ts";
import { api } from "../engine.ts";
import { domainFragment } from "../place.ts";
import { moment } from "../time.ts";
import { checkNow, recordedCheck, type Checked } from "./check-now.ts";
import { words } from "./words.ts";

const ORDER: FailureState[] = ["still-there", "gone", "not-known", "fixed"];

function summed({ failures, checkedAt }: ReportStanding): string {
  const parts = ORDER.flatMap((state) => {
    const count = failures.filter((failure) => failure.state === state).length;
    return count === 0 ? [] : [words.standingCounts[state](count)];
  });
  return words.standingSays(parts, moment(checkedAt));
}

function shown({ report }: Checked, standing: ReportStanding, isExample: boolean): Node[] {
  const look = OUTCOME_LOOKS[report.outcome];
  const link = el("a", { class: "button is-quiet" }, words.fullCheck(report.domain));
  link.href = domainFragment(report.domain);
  return [
    el("p", { class: "standing-says" }, summed(standing)),
    el(
      "p",
      { class: "standing-verdict", attributes: { "data-look": look } },
      glyph(look),
      el(
        "span",
        null,
        el("strong", null, OUTCOME_WORDS[report.outcome]),
        ". ",
        ...prose(words.checkVerdict(report.verdict)),
      ),
    ),
    ...(isExample ? [] : [el("p", null, link)]),
  ];
}

/** The section; `tell` hears of what came of it. */
export function standingSection(
  domain: DomainReports,
  isExample: boolean,
  tell: (standing: ReportStanding) => void,
): HTMLElement {
  const section = el("section", { class: "part standing" }, el("h2", null, words.standing));
  if (domain.domain === null) {
    section.append(el("p", { class: "quiet" }, words.standingNone));
    return section;
  }
  const name = domain.domain;
  const label = isExample ? words.checkRecorded : words.checkNow(name);
  const button = el("button", { attributes: { type: "button" } }, label);
  const message = el("p", { class: "standing-message", attributes: { role: "status" } });
  const output = el("div", { class: "standing-output" });
  let running: AbortController | null = null;

  async function start(): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    output.replaceChildren();
    message.replaceChildren(words.checking(name));
    try {
      const checked = isExample ? await recordedCheck() : await checkNow(name, mine.signal);
      const standing = await api.standing(domain, checked.recording);
      // Something else may be shown by now.
      if (running !== mine || !section.isConnected) return;
      tell(standing);
      message.replaceChildren();
      output.replaceChildren(...shown(checked, standing, isExample));
      message.append(...output.querySelectorAll(".standing-says"));
    } catch (error) {
      if (running === mine) message.replaceChildren(...prose(words.standingFailed(error)));
    }
  }

  button.addEventListener("click", () => void start());
  section.append(
    el("p", { class: "quiet" }, isExample ? words.standingExample : words.standingWhy(name)),
    el("div", { class: "tools" }, button),
    message,
    output,
  );
  return section;
}
