/** How long the check has been running, and the button that ends it; afterwards, if it came to no end, why. */

import { el, setText } from "./dom.ts";
import type { Problem } from "./events.ts";
import { elapsed } from "../show/format.ts";
import { text } from "./text.ts";

export interface Progress {
  element: HTMLElement;
  start(): void;
  /** Ends the wait. What stood in the way stays to be read; without it there is nothing more to show. */
  end(problem: Problem | null): void;
}

export function createProgress(onStop: () => void): Progress {
  const line = el("span", { part: "progress-text", attributes: { tabindex: "-1" } });
  const stop = el("button", { part: "stop", attributes: { type: "button" } }, text.stop);
  stop.addEventListener("click", onStop);
  const element = el("p", { class: "progress", part: "progress" }, line, stop);
  let clock: ReturnType<typeof setInterval> | undefined;

  return {
    element,
    start() {
      const started = performance.now();
      const tick = (): void => setText(line, text.elapsed(elapsed(performance.now() - started)));
      tick();
      clearInterval(clock);
      clock = setInterval(tick, 100);
      element.classList.remove("is-error");
      stop.hidden = false;
      element.hidden = false;
    },
    end(problem) {
      clearInterval(clock);
      const hadFocus = stop.matches(":focus");
      stop.hidden = true;
      setText(line, problem?.message ?? "");
      // To have been stopped is none.
      element.classList.toggle("is-error", problem !== null && problem.kind !== "stopped");
      element.hidden = problem === null;
      // A button that hides takes the focus with it, and the reader would be back at the top of the page.
      if (hadFocus) line.focus();
    },
  };
}
