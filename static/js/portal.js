// Starts the NHS components, on the page and in whatever htmx brings in later.
// The address comes from the page's preload link, because only templates know the hashed file name.
const { initAll } = await import(document.getElementById("nhsuk-frontend").href);

initAll();

document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.target });
});
