// `helper` is the address of your mta-sts-helper, started with `--origin` and the origin of this page; here it is taken
// from the address of the page: `?helper=https://…`.
const form = document.querySelector("form");
const element = document.querySelector("mta-sts-check");
const status = document.querySelector("[role=status]");

element.helper = new URLSearchParams(location.search).get("helper");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  element.domain = form.elements.domain.value;
  // The same domain again is no change, and yet a wish to look again.
  void element.check();
});

element.addEventListener("done", ({ detail: report }) => {
  status.textContent = `The check of ${report.domain} has ended.`;
  status.dataset.outcome = report.outcome;
});

element.addEventListener("problem", ({ detail: { message } }) => {
  status.textContent = message;
  delete status.dataset.outcome;
});
