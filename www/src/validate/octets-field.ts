/** The octets that came from a file, as a part of the editor's state: gone with the first edit, back when it is undone. */

import { invertedEffects } from "@codemirror/commands";
import { StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";

export const setOctets = StateEffect.define<Uint8Array | null>();

const field = StateField.define<Uint8Array | null>({
  create: () => null,
  update(octets, { effects, docChanged }) {
    const set = effects.findLast((effect) => effect.is(setOctets));
    if (set?.is(setOctets)) return set.value;
    return docChanged ? null : octets;
  },
});

export const octetsField: Extension = [
  field,
  invertedEffects.of(({ startState, state }) => {
    const before = startState.field(field);
    return before === state.field(field) ? [] : [setOctets.of(before)];
  }),
];

/** What the text's octets are. */
export const octetsOf = (state: EditorState): Uint8Array =>
  state.field(field) ?? new TextEncoder().encode(state.doc.toString());
