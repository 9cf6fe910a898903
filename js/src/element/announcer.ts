/** What is said aloud, a little later and together: a live region that is filled again at once forgets what it had to say. */

import { el, setText } from "./dom.ts";

const GATHERED_MS = 500;

export interface Announcer {
  element: HTMLElement;
  say(news: string): void;
  /** Says this, and nothing of what was about to be said. */
  sayInstead(news: string): void;
  /** Says nothing more, so that the same may be said again. */
  clear(): void;
}

export function createAnnouncer(attributes: Readonly<Record<string, string>>): Announcer {
  const element = el("p", { class: "visually-hidden", attributes: { ...attributes, role: "status" } });
  let gathered: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (news: string): void => {
    gathered.push(news);
    timer ??= setTimeout(() => {
      setText(element, gathered.join(" "));
      gathered = [];
      timer = undefined;
    }, GATHERED_MS);
  };
  return {
    element,
    say,
    sayInstead(news) {
      gathered = [];
      say(news);
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
      gathered = [];
      setText(element, "");
    },
  };
}
