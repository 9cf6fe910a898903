/** Where the recording of each example is: a file of its own, which is loaded when it is looked at. */

import type { ExampleName } from "./list.ts";

export const ASSETS: Record<ExampleName, URL> = {
  healthy: new URL("./healthy.json", import.meta.url),
  testing: new URL("./testing.json", import.meta.url),
  "missing-file": new URL("./missing-file.json", import.meta.url),
  "wrong-certificate": new URL("./wrong-certificate.json", import.meta.url),
  "same-id": new URL("./same-id.json", import.meta.url),
  "microsoft-365": new URL("./microsoft-365.json", import.meta.url),
  "web-page": new URL("./web-page.json", import.meta.url),
  "media-type": new URL("./media-type.json", import.meta.url),
  "no-answer": new URL("./no-answer.json", import.meta.url),
  nothing: new URL("./nothing.json", import.meta.url),
};
