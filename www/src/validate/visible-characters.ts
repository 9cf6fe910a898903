/** Writes out what cannot be seen, and marks what is not ASCII: it may only look like it. */

import type { Extension } from "@codemirror/state";
import {
  Decoration,
  MatchDecorator,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type EditorView,
} from "@codemirror/view";

import { visible } from "../../../js/src/show/visible.ts";
import { text } from "../words.ts";

const codePoint = (ch: string): string => `U+${(ch.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

class WrittenOut extends WidgetType {
  readonly ch: string;

  constructor(ch: string) {
    super();
    this.ch = ch;
  }

  override eq(other: WrittenOut): boolean {
    return other.ch === this.ch;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement("span");
    element.className = "cm-written-out";
    element.textContent = visible(this.ch);
    element.title = text.character(codePoint(this.ch));
    return element;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

const matcher = new MatchDecorator({
  regexp: /[^\x20-\x7e]/gu,
  decorate(add, from, to, [ch]) {
    const hidden = visible(ch) !== ch;
    const title = text.character(codePoint(ch));
    add(
      from,
      to,
      hidden
        ? Decoration.replace({ widget: new WrittenOut(ch) })
        : Decoration.mark({ class: "cm-not-ascii", attributes: { title } }),
    );
  },
});

export const visibleCharacters: Extension = ViewPlugin.define<{ decorations: DecorationSet; update: Update }>(
  (view: EditorView) => ({
    decorations: matcher.createDeco(view),
    update(change) {
      this.decorations = matcher.updateDeco(change, this.decorations);
    },
  }),
  { decorations: ({ decorations }) => decorations },
);

type Update = (change: Parameters<typeof matcher.updateDeco>[0]) => void;
