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

/** In milliseconds: how often the time is told anew; more seldom where somebody wants less to move. */
const TICK = 100;
const CALM_TICK = 1000;

/** `onTick` gets the milliseconds since the start, from the one clock that there is. */
export function createProgress(onStop: () => void, onTick: (milliseconds: number) => void): Progress {
  const line = el("span", { part: "progress-text", attributes: { tabindex: "-1" } });
  const stop = el("button", { part: "stop", attributes: { type: "button" } }, text.stop);
  stop.addEventListener("click", onStop);
  const element = el("p", { class: "progress", part: "progress" }, line, stop);
  let clock: ReturnType<typeof setInterval> | undefined;

  return {
    element,
    start() {
      const started = performance.now();
      const tick = (): void => {
        const milliseconds = performance.now() - started;
        setText(line, text.elapsed(elapsed(milliseconds)));
        onTick(milliseconds);
      };
      tick();
      clearInterval(clock);
      clock = setInterval(tick, matchMedia("(prefers-reduced-motion: reduce)").matches ? CALM_TICK : TICK);
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
