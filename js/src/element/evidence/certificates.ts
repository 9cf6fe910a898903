/** The certificates that the policy host presented: who they name, who issued them, how long they still count. */

import type { Certificate } from "../../types.ts";
import { date, daysUntil } from "../../show/format.ts";
import { el } from "../dom.ts";
import { text } from "../text.ts";
import { code } from "./parts.ts";

const SVG = "http://www.w3.org/2000/svg";

function rectangle(kind: string, width: string): SVGElement {
  const shape = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ class: kind, width, height: "100%" })) shape.setAttribute(name, value);
  return shape;
}

/** How much of the time is left for which it was issued. Decorative: the days stand beside it. */
function bar({ notBefore, notAfter }: Certificate, now: number): SVGElement {
  const left = Math.min(1, Math.max(0, (notAfter - now) / Math.max(1, notAfter - notBefore)));
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "days-left");
  svg.setAttribute("aria-hidden", "true");
  svg.append(rectangle("whole", "100%"), rectangle("left", `${left * 100}%`));
  return svg;
}

/** The leaf is what is matched, by its DNS names (RFC 8461 §3.3); of the others the subject says who they are. */
function names(found: Certificate, isLeaf: boolean): (Node | string)[] {
  if (!isLeaf) return [code(found.subject)];
  const rest = found.dnsNameCount - found.dnsNames.length;
  if (found.dnsNames.length === 0) return [text.noNames, ", ", code(found.subject)];
  return [code(found.dnsNames.join(", ")), rest > 0 ? ` ${text.moreNames(rest)}` : ""];
}

function item(found: Certificate, isLeaf: boolean, now: number): HTMLElement {
  const days = daysUntil(found.notAfter, now);
  const issuer = found.selfIssued ? text.selfIssued : [`${text.issuedBy} `, code(found.issuer)];
  const authority = found.isCa === true ? `, ${text.authority}` : "";
  return el(
    "li",
    null,
    el("div", null, ...names(found, isLeaf)),
    el("div", { class: "quiet" }, ...[issuer].flat(), authority),
    found.caIssuers === undefined ? null : el("div", { class: "quiet" }, `${text.issuerAt} `, code(found.caIssuers)),
    el("div", { class: "quiet" }, text.validity(date(found.notBefore), date(found.notAfter))),
    el("div", { class: days < 0 ? "ended" : "" }, bar(found, now), text.daysLeft(days)),
  );
}

/** Leaf first, as presented. */
export function certificates(list: readonly Certificate[], now: number): HTMLElement | null {
  if (list.length === 0) return null;
  return el("ol", { class: "certificates" }, ...list.map((found, index) => item(found, index === 0, now)));
}
