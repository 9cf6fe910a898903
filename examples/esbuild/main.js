// esbuild does not look for the WebAssembly module, so it is imported as a file (--loader:.wasm=file) and its address
// given to init(). `helper` is the address of your mta-sts-helper, started with `--origin` and the origin of this page;
// here it is taken from the address of the page: `?helper=https://…`. Who reads TLS reports does the same with
// `mta-sts/mta_sts_reports.wasm` and initReports().
import { check, init } from "mta-sts";
import module from "mta-sts/mta_sts.wasm";

// The form works at once; if the module cannot be loaded, the check that needs it says so.
init(new URL(module, import.meta.url)).catch(() => {});

const form = document.querySelector("form");
const status = document.querySelector("[role=status]");
const helper = new URLSearchParams(location.search).get("helper");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    for await (const report of check(form.elements.domain.value, { helper })) {
      status.textContent = report.verdict;
      status.dataset.outcome = report.outcome;
    }
  } catch (error) {
    status.textContent = error.message;
  }
});
