/** The sessions of each sender. */

import type { SenderSessions } from "../../../js/src/browser.ts";
import { barTable, largest } from "./bars.ts";
import { shortDay, shortShare, total } from "./figures.ts";
import { name } from "./raw.ts";
import { words } from "./words.ts";

export function senderTable(senders: readonly SenderSessions[]): HTMLElement {
  const most = largest(senders.map(({ sessions }) => total(sessions)));
  const mostFailed = largest(senders.map(({ sessions }) => sessions.failed));
  return barTable(
    words.bySender,
    [words.sender, words.failedSessions, words.share, words.all],
    senders.map(({ organization, sessions, reports, lastDay }) => ({
      name: [organization === null ? words.noName : name(organization)],
      note: [
        lastDay === null
          ? words.senderBare(words.reports(reports))
          : words.senderNote(words.reports(reports), shortDay(lastDay)),
      ],
      cells: [
        { kind: "failed", value: sessions.failed, most: mostFailed },
        shortShare(sessions.failed, total(sessions)),
        { kind: "all", value: total(sessions), most },
      ],
    })),
  );
}
