// Vite finds the WebAssembly module by itself. `helper` is the address of your mta-sts-helper, started with
// `--origin` and the origin of this page; here it is taken from the address of the page: `?helper=https://…`.
import { check } from "mta-sts";

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
