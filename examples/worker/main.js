// The checker in a worker of its own: the page stays free whatever it does. `helper` is the address of your
// mta-sts-helper, started with `--origin` and the origin of this page; here it is taken from the address of the page:
// `?helper=https://…`.
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const form = document.querySelector("form");
const status = document.querySelector("[role=status]");
const helper = new URLSearchParams(location.search).get("helper");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  worker.postMessage({ domain: form.elements.domain.value, helper });
});

worker.addEventListener("message", ({ data }) => {
  status.textContent = data.verdict ?? data.error;
  if (data.outcome !== undefined) status.dataset.outcome = data.outcome;
});
