import { serve } from "./node_modules/mta-sts/js/dist/worker.js";

serve();
