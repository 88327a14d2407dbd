// The browser's floor: everything is there already, a step changes the text and hands the figures to Plotly.
const states = window.states;
const [slider, headline] = [document.querySelector("input"), document.querySelector("h1")];
const values = [...document.querySelectorAll(".value")];
const charts = [...document.querySelectorAll(".chart")];
function show() {
  const now = states[slider.value];
  headline.textContent = now.headline;
  values.forEach((node, at) => (node.textContent = now.figures[at][1]));
  charts.forEach((node, at) => Plotly.react(node, now.charts[at].data, now.charts[at].layout, { displayModeBar: false }));
}
slider.addEventListener("input", show);
show();
