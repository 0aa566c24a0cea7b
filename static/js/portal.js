// Starts the NHS components, on the page and in whatever htmx brings in later.
// A plain import holds the page's load event back until the components work; import() would not.
import { initAll } from "../vendor/nhsuk/nhsuk-frontend.min.js";

initAll();

document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.target });
});
