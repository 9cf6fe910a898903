/** The engine in a worker of its own. */

import { init } from "../../js/src/browser.ts";
import { fetchModule } from "./engine-module.ts";

init(fetchModule()).then(
  () => postMessage("ready"),
  (error: unknown) => postMessage(String(error)),
);
