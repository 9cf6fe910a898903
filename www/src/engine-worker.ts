/** The engine in a worker of its own. The module that reads reports comes when somebody does. */

import { serve } from "../../js/src/worker.ts";
import { fetchChecker, fetchReader } from "./engine-module.ts";

serve(fetchChecker(), { reports: fetchReader });
