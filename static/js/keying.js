// Typing a paper sheet without leaving the keyboard: arrows move between cells, a good mark goes on to the next.
// Nothing here is needed to save; the server reads and checks every mark again.
const table = document.querySelector("[data-keying]");
const columns = Number(table.dataset.keying);
const cells = [...table.querySelectorAll("input")];
const advances = document.getElementById("keying-advance");
const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Enter: 1 };

document.getElementById("keying-options").hidden = false;

function go(cell, step) {
  const next = cells[cells.indexOf(cell) + step];
  next?.focus();
  next?.select();
  return Boolean(next);
}

table.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
  if (step && plain && event.target.matches("input") && (go(event.target, step) || event.key === "Enter")) {
    event.preventDefault();
  }
});

table.addEventListener("input", (event) => {
  const cell = event.target;
  cell.value = cell.value.toUpperCase();
  const good = /^[1-9CNP]?$/.test(cell.value);
  cell.toggleAttribute("aria-invalid", false);
  if (!good) cell.setAttribute("aria-invalid", "true");
  if (good && cell.value && advances.checked) go(cell, 1);
});
