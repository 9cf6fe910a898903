/** The view that validates text: what is typed, pasted or dropped goes to the element, and back come marks for the editor. */

import "../styles/validate.css";

import { MtaStsValidationElement } from "../../../js/src/validation.ts";
import { byId, setText } from "../dom.ts";
import { api } from "../engine.ts";
import { text } from "../words.ts";
import { compareOnSubmit, outdate } from "./compare.ts";
import { takeIn } from "./intake.ts";
import { currentKind, forgetKind, onKind, seeKind } from "./kind.ts";
import { MOST_NAMES, mxNames } from "./mx-names.ts";
import { createPlainBox } from "./plain-box.ts";
import { offerSamples } from "./samples.ts";
import { sentence } from "./sentence.ts";
import type { TextBox, TextBoxEvents } from "./text-box.ts";

/** A pause in typing, in milliseconds. */
const PAUSE = 150;

const body = byId("validate-body", HTMLElement);
const place = byId("validate-editor", HTMLElement);
const message = byId("validate-message", HTMLParagraphElement);
const arrival = byId("validate-arrival", HTMLParagraphElement);
const mxBox = byId("validate-mx", HTMLTextAreaElement);
const mxMessage = byId("validate-mx-message", HTMLParagraphElement);
const empty = byId("validate-empty", HTMLElement);
const result = byId("validation", MtaStsValidationElement);

let timer: ReturnType<typeof setTimeout> | undefined;
/** The reader has typed since the text was last handed on: what comes of it is about an older one. */
let isStale = false;

const say = (words: string): void => setText(message, words);

const events: TextBoxEvents = {
  onChange() {
    isStale = true;
    say("");
    outdate();
    clearTimeout(timer);
    timer = setTimeout(validate, PAUSE);
  },
  onArrival: (findings) =>
    arrival.replaceChildren(
      ...findings.slice(0, 1).flatMap(({ saw, fix }) => [...sentence(saw), " ", ...sentence(fix)]),
    ),
};

async function openBox(): Promise<TextBox> {
  try {
    const { createEditor } = await import("./editor.ts");
    return createEditor(place, events);
  } catch {
    say(text.plainBox);
    return createPlainBox(place, events);
  }
}

const box = await openBox();

function validate(): void {
  clearTimeout(timer);
  isStale = false;
  const octets = box.octets();
  seeKind(octets);
  const names = mxNames(mxBox.value);
  setText(mxMessage, names.length > MOST_NAMES ? text.tooManyNames(names.length, MOST_NAMES) : "");
  const isEmpty = octets.length === 0;
  empty.hidden = !isEmpty;
  result.hidden = isEmpty;
  if (isEmpty) box.mark([]);
  result.kind = currentKind();
  result.mx = names.slice(0, MOST_NAMES);
  result.text = isEmpty ? null : octets;
}

function put(content: string | Uint8Array): void {
  box.put(content);
  forgetKind();
  validate();
}

result.api = api;
result.addEventListener("validated", ({ detail: { findings } }) => {
  if (!isStale) box.mark(findings);
});
result.addEventListener("problem", () => box.mark([]));
result.addEventListener("correct", ({ detail: corrected }) => {
  box.put(corrected);
  validate();
  box.focus();
  say(text.corrected);
});
result.addEventListener("locate", ({ detail: location }) => box.select(location));

onKind(validate);
mxBox.addEventListener("input", events.onChange);
takeIn({ take: put, say, size: () => box.size() });
offerSamples((sample) => {
  put(sample);
  box.focus();
});
compareOnSubmit(() => {
  if (isStale) validate();
  return { octets: box.octets(), kind: currentKind(), mx: mxNames(mxBox.value).slice(0, MOST_NAMES) };
});
body.hidden = false;
validate();
