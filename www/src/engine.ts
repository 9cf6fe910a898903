/** The package, as this page uses it. */

import * as local from "../../js/src/browser.ts";

export const api = local;
