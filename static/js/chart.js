// Draws each [data-chart] element from the figure that lies in the page as JSON under the id it names.
const CONFIG = { displayModeBar: false, responsive: true };
const FONT = { family: "arial, sans-serif", size: 14, color: "#212b32" };

function draw(element) {
  const source = document.getElementById(element.dataset.chart);
  if (!source || !window.Plotly) return;
  const parsed = JSON.parse(source.textContent);
  const figure = typeof parsed === "string" ? JSON.parse(parsed) : parsed;
  window.Plotly.react(element, figure.data, { font: FONT, ...figure.layout }, CONFIG);
}

function drawAll(scope) {
  scope.querySelectorAll("[data-chart]").forEach(draw);
}

drawAll(document);
document.body.addEventListener("htmx:afterSwap", (event) => drawAll(event.detail.target));
