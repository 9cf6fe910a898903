/** `npm start`: builds what is missing, then serves page and helper on http://127.0.0.1:8080 (another port by `PORT`). */

import { spawn } from "node:child_process";

import { HELPER, OWN_HELPER, PAGE, build } from "./build.mjs";
import { ROOT } from "./shell.mjs";

build();
// The helper says the address when it is ready.
const helper = spawn(HELPER, ["--www", PAGE, ...OWN_HELPER.flat()], { cwd: ROOT, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => helper.kill(signal));
helper.on("exit", (status) => process.exit(status ?? 0));
