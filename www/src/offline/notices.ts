/** What the page says of itself, above all else: that a newer version is there, or that this one is old. */

import { byId } from "../dom.ts";
import { text } from "../words.ts";
import { builtAt, isOld } from "./age.ts";
import { onNewVersion } from "./new-version.ts";

const notices = byId("notices", HTMLDivElement);

function notice(sentence: string): HTMLParagraphElement {
  const paragraph = document.createElement("p");
  paragraph.append(sentence);
  notices.append(paragraph);
  return paragraph;
}

export function showNotices(): void {
  if (isOld()) notice(text.old(builtAt()));
  let isSaid = false;
  onNewVersion((reload) => {
    if (isSaid) return;
    isSaid = true;
    const button = document.createElement("button");
    button.type = "button";
    button.append(text.reload);
    button.addEventListener("click", reload);
    notice(text.newVersion).append(" ", button);
  });
}
