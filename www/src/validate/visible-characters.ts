/** Writes out what cannot be seen, and marks what is not ASCII: it may only look like it. */

import { forEachDiagnostic, setDiagnosticsEffect } from "@codemirror/lint";
import type { EditorState, Extension } from "@codemirror/state";
import {
  Decoration,
  MatchDecorator,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from "@codemirror/view";

import { visible } from "../../../js/src/show/visible.ts";
import { text } from "../words.ts";

const codePoint = (ch: string): string => `U+${(ch.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

class WrittenOut extends WidgetType {
  readonly ch: string;
  readonly look: string;

  constructor(ch: string, look: string) {
    super();
    this.ch = ch;
    this.look = look;
  }

  override eq(other: WrittenOut): boolean {
    return other.ch === this.ch && other.look === this.look;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement("span");
    element.className = `cm-written-out ${this.look}`;
    element.textContent = visible(this.ch);
    element.title = text.character(codePoint(this.ch));
    return element;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

/** A mark that ends with a replaced character does not go around it, so that character is underlined by itself. */
function lookOf(state: EditorState, from: number, to: number): string {
  let look = "";
  forEachDiagnostic(state, ({ severity }, start, end) => {
    if (start <= from && end === to) look ||= `cm-lintRange cm-lintRange-${severity}`;
  });
  return look;
}

const matcher = new MatchDecorator({
  regexp: /[^\x20-\x7e]/gu,
  decorate(add, from, to, [ch], { state }) {
    const decoration =
      visible(ch) === ch
        ? Decoration.mark({ class: "cm-not-ascii", attributes: { title: text.character(codePoint(ch)) } })
        : Decoration.replace({ widget: new WrittenOut(ch, lookOf(state, from, to)) });
    add(from, to, decoration);
  },
});

class VisibleCharacters {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = matcher.createDeco(view);
  }

  update(change: ViewUpdate): void {
    const isMarked = change.transactions.some(({ effects }) =>
      effects.some((effect) => effect.is(setDiagnosticsEffect)),
    );
    this.decorations = isMarked ? matcher.createDeco(change.view) : matcher.updateDeco(change, this.decorations);
  }
}

export const visibleCharacters: Extension = ViewPlugin.fromClass(VisibleCharacters, {
  decorations: ({ decorations }) => decorations,
});
