// Draws charts with Plotly and updates them in place.
import { tell } from "./held.js";
import { dragging } from "./live.js";

const NARROW = 520;
let misfits = 0;
let library;
let ready;

// The script inside the installed plotly package; nothing of it is asked for before words are on the screen.
function plotly() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../plotly.min.js", import.meta.url).href;
    script.onload = () => resolve((ready = window.Plotly));
    script.onerror = reject;
    requestAnimationFrame(() => document.head.appendChild(script));
  });
  return library;
}

export function make(name) {
  const node = document.createElement("div");
  node.className = "cgplot";
  node.cgName = name;
  node.setAttribute("role", "img");
  node.append(Object.assign(document.createElement("div"), { className: "cgplot-alt" }));
  return node;
}

// What is read from the layout, read before anything is written.
export function measure(node) {
  const box = node.getBoundingClientRect();
  return { width: node.clientWidth, seen: box.bottom > 0 && box.top < window.innerHeight && box.width > 0 };
}

// Take over a new state; drawn by draw() or, out of sight, when the browser has nothing better to do.
export function take(node, body, stamp) {
  node.cgBody = body;
  node.dataset.stamp = stamp;
  node.style.height = `${body.height}px`;
  node.setAttribute("aria-label", body.alt);
}

// A chart has one form for narrow columns and one for wide ones, and only one is sent: ask for the other where it is due.
function fit(node, width) {
  const fits = !width || node.cgBody.narrow === width < NARROW;
  node.toggleAttribute("data-misfit", !fits);
  if (fits || misfits) return;
  misfits = setTimeout(() => {
    misfits = 0;
    const wrong = [...document.querySelectorAll(".cgplot[data-misfit]")].map(({ cgName, cgBody }) => [cgName, !cgBody.narrow]);
    if (wrong.length) tell("need", { narrow: Object.fromEntries(wrong) });
  });
}

// Draw charts: those in sight now, in this very task, the others later. `seen` is by node, from measure().
export function draw(nodes, seen) {
  for (const node of nodes) {
    waiting.add(node);
    fit(node, seen.get(node).width);
  }
  if (ready) drawWaiting((node) => seen.get(node)?.seen, seen);
  plotly().then(
    () => {
      drawWaiting((node) => measure(node).seen);
      idle();
    },
    () => {
      for (const node of nodes) {
        const alt = node.querySelector(".cgplot-alt");
        if (alt) alt.textContent = node.cgBody.alt;
      }
    },
  );
}

export function forget(node) {
  waiting.delete(node);
  observer.unobserve(node);
  ready?.purge(node);
}

let whenDrawn;

// To be called when all charts are drawn and the browser has painted them; the newest call takes the place of others.
export function afterwards(work) {
  whenDrawn = work;
  finish();
}

function finish() {
  if (waiting.size || !whenDrawn) return;
  const work = whenDrawn;
  whenDrawn = undefined;
  requestAnimationFrame(() => setTimeout(work));
}

const waiting = new Set();
const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
let asked = false;

// One at a time; on quick steps they skip states. While a slider is dragged the time is that of the charts in sight.
function idle() {
  finish();
  if (asked || !waiting.size || dragging()) return;
  asked = true;
  later(
    () => {
      asked = false;
      for (const node of waiting) {
        waiting.delete(node);
        if (!node.isConnected) continue;
        paint(node, node.clientWidth);
        break;
      }
      idle();
    },
    { timeout: 200 },
  );
}

function drawWaiting(wanted, measured) {
  for (const node of [...waiting]) {
    if (!node.isConnected) waiting.delete(node);
    else if (wanted(node)) {
      waiting.delete(node);
      paint(node, measured?.get(node).width ?? node.clientWidth);
    }
  }
}

function paint(node, width) {
  if (!width) return;
  const body = node.cgBody;
  const stamp = node.dataset.stamp;
  const started = performance.now();
  const layout = { ...body.figure.layout, width, height: body.height };
  node.querySelector(".cgplot-alt")?.remove();
  node.cgWidth = width;
  observer.observe(node);
  ready.react(node, body.figure.data, layout, { displayModeBar: false, responsive: false, locale: "en" }).then(() => {
    node.dataset.drawn = stamp;
    node.dataset.milliseconds = Math.round(performance.now() - started);
  });
}

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const width = target.clientWidth;
    if (!width || Math.abs(width - target.cgWidth) <= 1) continue;
    paint(target, width);
    fit(target, width);
  }
});

// A chart must not come into sight, or onto paper, in an older state than the words around it.
addEventListener("scroll", () => ready && waiting.size && drawWaiting((node) => measure(node).seen), {
  capture: true,
  passive: true,
});

// On paper the page is laid out anew (style.css). The observer sees nothing of it, because no frame lies between.
function repaint() {
  if (!ready) return;
  waiting.clear();
  for (const node of document.querySelectorAll(".cgplot")) if (node.cgBody) paint(node, node.clientWidth);
}
addEventListener("beforeprint", () => {
  const dark = getComputedStyle(document.querySelector(".stApp")).colorScheme === "dark";
  document.documentElement.classList.add("cg-paper", ...(dark ? ["cg-from-dark"] : []));
  repaint();
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("cg-paper", "cg-from-dark");
  requestAnimationFrame(repaint);
});
