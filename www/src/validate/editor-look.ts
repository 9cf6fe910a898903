/**
 * How the editor looks: in the page's colours, whatever the theme. The library's own marks are images in data: URLs, which
 * the page's Content-Security-Policy refuses; shapes of text and wavy lines take their place.
 */

import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const MONO = "0.95rem/1.6 var(--mta-sts-mono)";

const severity = (name: string, colour: string, shape: string) => ({
  [`.cm-lintRange-${name}`]: {
    backgroundImage: "none",
    textDecoration: `underline wavy ${colour}`,
    textDecorationSkipInk: "none",
    textUnderlineOffset: "0.2em",
  },
  [`.cm-lintPoint-${name}:after`]: { borderBottomColor: `${colour} !important` },
  [`.cm-lint-marker-${name}`]: { content: "normal", color: colour },
  [`.cm-lint-marker-${name}::before`]: { content: `"${shape}"` },
  [`.cm-diagnostic-${name}`]: { borderLeft: `4px solid ${colour}` },
});

export const editorLook: Extension = EditorView.theme({
  "&": {
    minHeight: "13rem",
    maxHeight: "min(34rem, 60vh)",
    border: "1.5px solid var(--mta-sts-ink-soft)",
    borderRadius: "4px",
    backgroundColor: "var(--mta-sts-sheet)",
    color: "var(--mta-sts-ink)",
  },
  "&.cm-focused": { outline: "3px solid var(--mta-sts-accent)", outlineOffset: "2px" },
  ".cm-scroller": { overflow: "auto", font: MONO, minHeight: "inherit" },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--mta-sts-ink)" },
  ".cm-cursor": { borderLeftColor: "var(--mta-sts-ink)" },
  // Written from left to right in the order of its octets, as a sender reads it: no letter reorders its neighbours.
  ".cm-line": {
    padding: "0 0.75rem 0 0.4rem",
    direction: "ltr",
    unicodeBidi: "bidi-override",
    overflowWrap: "anywhere",
  },
  ".cm-placeholder": { color: "var(--mta-sts-ink-soft)" },
  ".cm-gutters": {
    border: "0",
    backgroundColor: "transparent",
    color: "var(--mta-sts-ink-soft)",
  },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.4ch", padding: "0 0.4rem 0 0" },
  ".cm-gutter-lint": { width: "1.5rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0", textAlign: "center" },
  ".cm-lint-marker": { width: "auto", height: "auto", font: "700 0.85rem/1.79 var(--mta-sts-sans)", cursor: "default" },
  ...severity("error", "var(--mta-sts-failed)", "✕"),
  ...severity("warning", "var(--mta-sts-warned)", "▲"),
  ...severity("info", "var(--mta-sts-accent)", "●"),
  ".cm-lintRange-active": { backgroundColor: "transparent" },
  ".cm-written-out": {
    margin: "0 1px",
    padding: "0 2px",
    border: "1px solid var(--mta-sts-unknown)",
    borderRadius: "3px",
    color: "var(--mta-sts-unknown)",
    fontSize: "0.8em",
    unicodeBidi: "isolate",
  },
  ".cm-not-ascii": { color: "var(--mta-sts-unknown)", borderBottom: "2px dotted var(--mta-sts-unknown)" },
  ".cm-tooltip": {
    maxWidth: "min(30rem, 86vw)",
    border: "1px solid var(--mta-sts-ink-soft)",
    borderRadius: "3px",
    backgroundColor: "var(--mta-sts-sheet)",
    color: "var(--mta-sts-ink)",
    boxShadow: "0 2px 10px rgb(0 0 0 / 25%)",
  },
  ".cm-tooltip-lint": { maxHeight: "14rem", overflow: "auto" },
  ".cm-diagnostic": {
    margin: "0",
    padding: "0.4rem 0.7rem",
    font: "0.9rem/1.45 var(--mta-sts-sans)",
    whiteSpace: "normal",
    overflowWrap: "anywhere",
  },
  ".cm-diagnostic code": { font: "0.92em var(--mta-sts-mono)" },
  ".cm-diagnostic p": { margin: "0.2rem 0 0" },
});
