/** Headings that fit the outline of the page around the element. */

import { el, type Child } from "./dom.ts";

/** How much deeper than the sections of the view each kind lies. */
const DEPTH = { section: 0, title: 1, label: 2 } as const;

/** Makes a heading of a kind. Its class says how it looks, its level only where it stands. */
export type Heading = (kind: keyof typeof DEPTH, ...children: Child[]) => HTMLHeadingElement;

/** Headings whose sections are at `level`, `<h1>` to `<h6>`. HTML has none below the sixth. */
export function headings(level: number): Heading {
  return (kind, ...children) => {
    const tag = `h${Math.min(level + DEPTH[kind], 6)}` as "h1" | "h2" | "h3" | "h4" | "h5" | "h6";
    return el(tag, { class: `heading heading-${kind}`, part: "heading" }, ...children);
  };
}
