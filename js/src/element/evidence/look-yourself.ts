/** What nobody looked at, the certificates of the mail servers, and the lines with which to look. */

import type { MxHost } from "../../types.ts";
import { copyButton } from "../copy.ts";
import { el, prose } from "../dom.ts";
import { text } from "../text.ts";
import { raw } from "./parts.ts";

/**
 * The line is meant for a shell, and DNS allows any octet in a name: one that is not the name of a host (RFC 1123 §2.1) gets
 * none.
 */
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
/** Beyond so many they are alike. */
const MOST = 10;

const command = (host: string): string =>
  `openssl s_client -starttls smtp -connect ${host}:25 -servername ${host} -verify_hostname ${host} -verify_return_error`;

export function lookYourself(list: readonly MxHost[]): HTMLElement | null {
  const lines = [...new Set(list.map(({ host }) => host))]
    .filter((host) => HOST.test(host))
    .slice(0, MOST)
    .map(command);
  if (lines.length === 0) return null;
  return el(
    "details",
    { class: "look-yourself", attributes: { "data-fold": "look-yourself" } },
    el("summary", null, text.lookYourself),
    el("p", null, ...prose(text.howToLook)),
    ...lines.map((line) => el("div", { class: "copyable" }, raw(text.commandLine, [line]), copyButton(line))),
  );
}
