// Forms, and rows of a form, marked data-autosave send themselves by htmx as they are filled in. This module shows what went wrong, offers
// another try, and asks before a page with an unsaved answer is left.
const ANSWERS_TO_SHOW = [401, 409, 422];

function formOf(event) {
  return event.detail.elt?.closest?.("[data-autosave]");
}

function statusOf(form) {
  return document.querySelector(form.getAttribute("hx-target"));
}

function showFailure(event) {
  const form = formOf(event);
  if (!form) return;
  form.dataset.unsaved = "true";
  const text = document.getElementById("save-failed").content.cloneNode(true);
  text.querySelector("[data-retry]").addEventListener("click", () => retry(form));
  statusOf(form).replaceChildren(text);
}

function retry(form) {
  window.htmx.trigger(form, "retry");
}

// Signing in anew in another window makes this page's token worthless. A fresh one is fetched once, and the save tried again.
async function renewToken(form) {
  form.dataset.renewed = "true";
  const answer = await fetch(window.location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token));
  retry(form);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!ANSWERS_TO_SHOW.includes(event.detail.xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = formOf(event);
  if (!form || !event.detail.successful) return;
  delete form.dataset.unsaved;
  delete form.dataset.renewed;
  form.querySelectorAll("select").forEach(dropEmptyChoice);
});

// An answer can be changed and not emptied: once there is one, the empty choice goes. A cell that was emptied meanwhile goes back.
function dropEmptyChoice(cell) {
  if (cell.value) cell.querySelector("option[value='']")?.remove();
}

document.addEventListener("answers-stay", (event) => {
  for (const [name, answer] of Object.entries(event.detail.cells)) {
    const cell = document.getElementById(name);
    if (cell?.value === "") cell.value = answer;
  }
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, showFailure);
}

document.addEventListener("htmx:responseError", (event) => {
  const form = formOf(event);
  if (!form || event.detail.xhr.status !== 403 || form.dataset.renewed) showFailure(event);
  else renewToken(form).catch(() => showFailure(event));
});

// What was chosen while this script was still on its way.
function isChanged(control) {
  if (control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return [...control.options].some((o) => o.selected && !o.defaultSelected && o.value);
  return control.tagName === "TEXTAREA" && control.value !== control.defaultValue;
}

window.addEventListener("load", () => {
  document.querySelectorAll("[data-autosave]").forEach((form) => {
    if ([...form.querySelectorAll("input, select, textarea")].some(isChanged)) retry(form);
  });
});

window.addEventListener("online", () => document.querySelectorAll("[data-unsaved]").forEach(retry));

document.addEventListener("submit", (event) => {
  delete event.target.dataset.unsaved;
  event.target.querySelectorAll("[data-unsaved]").forEach((row) => delete row.dataset.unsaved);
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-unsaved]")) event.preventDefault();
});
