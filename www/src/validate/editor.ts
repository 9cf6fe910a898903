/** The editor: CodeMirror in a shadow tree, where it puts its styles into constructed sheets, as the page's policy wants. */

import { history, historyKeymap, isolateHistory, standardKeymap } from "@codemirror/commands";
import {
  diagnosticCount,
  forEachDiagnostic,
  lintGutter,
  nextDiagnostic,
  previousDiagnostic,
  setDiagnostics,
} from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder, type ViewUpdate } from "@codemirror/view";

import type { Finding } from "../../../js/src/browser.ts";
import { text } from "../words.ts";
import { decoded } from "./decoded.ts";
import { marksFor, spanOf, type Mark } from "./diagnostics.ts";
import { editorLook } from "./editor-look.ts";
import { octetsField, octetsOf, setOctets } from "./octets-field.ts";
import type { TextBox, TextBoxEvents } from "./text-box.ts";
import { visibleCharacters } from "./visible-characters.ts";

/** The findings that the caret stands in. */
function findingsAt(state: EditorState): Finding[] {
  const { from, to } = state.selection.main;
  const found: Finding[] = [];
  forEachDiagnostic(state, (mark, start, end) => {
    if (start <= to && end >= from) found.push((mark as Mark).finding);
  });
  return found;
}

/** Tab is bound to nothing, so it leaves the editor. */
const keys = keymap.of([
  { key: "F8", run: nextDiagnostic, shift: previousDiagnostic, preventDefault: true },
  ...historyKeymap,
  ...standardKeymap,
]);

export function createEditor(host: HTMLElement, { onChange, onArrival }: TextBoxEvents): TextBox {
  const root = host.attachShadow({ mode: "open" });
  const hint = document.createElement("p");
  hint.id = "hint";
  hint.setAttribute("part", "hint");
  hint.textContent = text.editorHint;

  const onUpdate = ({ docChanged, selectionSet, state }: ViewUpdate): void => {
    if (docChanged) {
      onChange();
      onArrival([]);
    } else if (selectionSet) onArrival(findingsAt(state));
  };
  const view = new EditorView({
    root,
    parent: root,
    extensions: [
      // CR is part of a line: only LF ends one (RFC 8461 §3.2), and nothing is changed on the way in.
      EditorState.lineSeparator.of("\n"),
      octetsField,
      history(),
      keys,
      lineNumbers(),
      lintGutter(),
      visibleCharacters,
      editorLook,
      placeholder(text.editorPlaceholder),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-label": text.editorLabel,
        "aria-describedby": hint.id,
        spellcheck: "false",
        autocapitalize: "off",
        translate: "no",
      }),
      EditorView.updateListener.of(onUpdate),
    ],
  });
  root.append(hint);

  return {
    octets: () => octetsOf(view.state),
    size: () => view.state.doc.length,
    put(content) {
      const isText = typeof content === "string";
      view.dispatch({
        changes: {
          from: 0,
          to: view.state.doc.length,
          insert: view.state.toText(isText ? content : decoded(content)),
        },
        selection: { anchor: 0 },
        effects: setOctets.of(isText ? null : content),
        annotations: isolateHistory.of("full"),
        userEvent: "input.put",
        scrollIntoView: true,
      });
    },
    mark(findings) {
      const marks = marksFor(findings, octetsOf(view.state));
      if (marks.length + diagnosticCount(view.state) > 0) view.dispatch(setDiagnostics(view.state, marks));
    },
    select(place) {
      const { from, to } = spanOf(octetsOf(view.state), place);
      const end = view.state.doc.length;
      view.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) }, scrollIntoView: true });
      view.focus();
    },
    focus: () => view.focus(),
  };
}
