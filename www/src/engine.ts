/** The package as this page uses it: in a worker, so that whatever it has to read, the page stays free. */

import { remoteApi } from "../../js/src/remote.ts";
import { startEngineWorker } from "./trusted.ts";

export const api = remoteApi(startEngineWorker);
