// Draws a chart and updates it in place; data is the message of plot.pack.
const NARROW = 520;

function plotly() {
  if (!window.__cangoPlotly) {
    window.__cangoPlotly = new Promise((resolve, reject) => {
      const entry = document.querySelector('script[type="module"][src*="/static/"]');
      const base = entry ? entry.src.split("/static/")[0] : window.location.origin;
      const script = document.createElement("script");
      script.src = base + "/app/static/plotly.min.js";
      script.onload = () => resolve(window.Plotly);
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }
  return window.__cangoPlotly;
}

function draw(Plotly, node) {
  const data = node.__cangoData;
  const started = performance.now();
  const narrow = node.clientWidth < NARROW && data.narrow;
  const figure = narrow ? data.narrow : data.figure;
  const layout = Object.assign({}, figure.layout, { width: node.clientWidth, height: data.height });
  const options = { displayModeBar: false, responsive: false, locale: "en" };
  return Plotly.react(node, figure.data, layout, options).then(() => {
    node.dataset.drawn = data.stamp;
    node.dataset.milliseconds = Math.round(performance.now() - started);
  });
}

// Charts out of sight wait until the browser has nothing better to do, one at a time; on quick steps they skip states.
const waiting = (window.__cangoWaiting ??= new Set());
const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));

function drawWaiting(Plotly, all) {
  for (const node of waiting) {
    waiting.delete(node);
    if (!node.isConnected) continue;
    draw(Plotly, node);
    if (!all) break;
  }
  if (waiting.size) later(() => drawWaiting(Plotly, false), { timeout: 200 });
}

function inSight(node) {
  const box = node.getBoundingClientRect();
  return box.bottom > 0 && box.top < window.innerHeight;
}

function watch(Plotly, node) {
  if (node.__cangoObserver) return;
  let width = node.clientWidth;
  node.__cangoObserver = new ResizeObserver(() => {
    if (node.clientWidth && Math.abs(node.clientWidth - width) > 1) {
      width = node.clientWidth;
      draw(Plotly, node);
    }
  });
  node.__cangoObserver.observe(node);
}

export default function ({ data: message, parentElement }) {
  const data = JSON.parse(new TextDecoder().decode(message));
  const node = parentElement.querySelector(".cgplot");
  node.__cangoData = data;
  node.style.height = data.height + "px";
  node.setAttribute("aria-label", data.alt);
  plotly().then((Plotly) => {
    node.querySelector(".cgplot-alt")?.remove();
    watch(Plotly, node);
    if (!window.__cangoPrints) {
      window.__cangoPrints = true;
      window.addEventListener("beforeprint", () => drawWaiting(Plotly, true));
    }
    if (inSight(node)) {
      waiting.delete(node);
      return draw(Plotly, node);
    }
    if (!waiting.size) later(() => drawWaiting(Plotly, false), { timeout: 200 });
    waiting.add(node);
  }).catch(() => {
    const alt = node.querySelector(".cgplot-alt");
    if (alt) alt.textContent = data.alt;
  });
}
