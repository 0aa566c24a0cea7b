// A part of the page that htmx renews by itself keeps the reader's place: what was opened stays open, the focus where it
// was, the page and wide tables scrolled as they were.
const OPENABLE = "details";
const SCROLLED = ".nhsuk-scroll__content";
const FOCUSABLE = "a, button, input, select, summary, [tabindex]";
let place = null;

function numbersOf(scope, selector, test) {
  return [...scope.querySelectorAll(selector)].flatMap((element, number) => (test(element) ? [number] : []));
}

function focusedIn(scope) {
  return numbersOf(scope, FOCUSABLE, (element) => element === document.activeElement)[0];
}

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.target.matches("[data-live]") || !detail.shouldSwap) return;
  place = {
    open: numbersOf(detail.target, OPENABLE, (element) => element.open),
    focus: focusedIn(detail.target),
    sideways: [...detail.target.querySelectorAll(SCROLLED)].map((element) => element.scrollLeft),
    top: window.scrollY,
  };
});

document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!place || !detail.target.matches("[data-live]")) return;
  const opened = detail.target.querySelectorAll(OPENABLE);
  place.open.forEach((number) => opened[number]?.setAttribute("open", ""));
  detail.target.querySelectorAll(SCROLLED).forEach((element, number) => { element.scrollLeft = place.sideways[number] ?? 0; });
  if (place.focus !== undefined) detail.target.querySelectorAll(FOCUSABLE)[place.focus]?.focus({ preventScroll: true });
  window.scrollTo({ top: place.top, behavior: "instant" });
  place = null;
});
