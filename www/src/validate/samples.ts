/** Texts to begin with. */

import { byId } from "../dom.ts";

const SAMPLES = {
  "sample-policy": "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmx: *.mail.example.net\nmax_age: 604800\n",
  "sample-faults":
    "mode: Enforce\nversion: STSv1\n\n# our mail servers\nmx: mx1.example.com.\nmx: *.example.*\nmx : bücher.example\nmax_age: 1 week\n",
  "sample-record": "v=STSv1; id=20260101T1200;",
};

export function offerSamples(put: (sample: string) => void): void {
  for (const [id, sample] of Object.entries(SAMPLES)) {
    byId(id, HTMLButtonElement).addEventListener("click", () => put(sample));
  }
}
