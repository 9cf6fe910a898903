/** The engine in a worker of its own. */

import { serve } from "../../js/src/worker.ts";
import { fetchModule } from "./engine-module.ts";

serve(fetchModule());
