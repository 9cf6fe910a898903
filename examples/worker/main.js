// The checker in a worker of its own: the page stays free whatever it does, and a worker that hangs is replaced. The functions
// are called as those of `mta-sts`, and the element checks with them. `helper` is the address of your mta-sts-helper, started
// with `--origin` and the origin of this page; here it is taken from the address of the page: `?helper=https://…`.
import "./node_modules/mta-sts/js/dist/element.js";
import { remoteApi } from "./node_modules/mta-sts/js/dist/remote.js";

const api = remoteApi(() => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }));
const form = document.querySelector("form");
const element = document.querySelector("mta-sts-check");
const status = document.querySelector("[role=status]");

element.api = api;
element.helper = new URLSearchParams(location.search).get("helper");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const read = await api.readDomain(form.elements.domain.value);
  if (read.ok) element.domain = read.domain;
  else status.textContent = read.message;
});

element.addEventListener("done", ({ detail: report }) => {
  status.textContent = report.verdict;
  status.dataset.outcome = report.outcome;
});
