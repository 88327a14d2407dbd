"""The chart component: Plotly drawn once and updated in place, so that a slider step shows no blank frame."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import plotly
import streamlit as st

_STATIC = Path(__file__).parents[3] / "static" / "plotly.min.js"

# A component of our own because st.plotly_chart remounts on every change of the figure (blank frame, lost focus)
# and keeps the old colours after a theme switch. The script is the one inside the installed plotly package.
_HTML = '<div class="cgplot" role="img" aria-label=""><div class="cgplot-alt"></div></div>'
_JS = """
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
"""


@cache
def provide_plotly_script() -> Path:
    """Put the installed plotly.js where Streamlit serves static files; once per process, renewed when it differs."""
    source = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    if not _STATIC.exists() or _STATIC.stat().st_size != source.stat().st_size:
        _STATIC.parent.mkdir(exist_ok=True)
        partial = _STATIC.with_suffix(".partial")
        shutil.copyfile(source, partial)
        partial.replace(_STATIC)
    return _STATIC


@cache
def _component() -> Any:
    provide_plotly_script()
    return st.components.v2.component("cango_plot", html=_HTML, js=_JS, isolate_styles=False)


@dataclass(frozen=True)
class Packed:
    """A chart ready to be sent: the message, and a stamp that identifies the state it draws."""

    message: bytes
    stamp: str


def pack(figure: dict[str, Any], narrow: dict[str, Any] | None, alt: str, height: int) -> Packed:
    """Write a chart as the component reads it.

    figure, narrow: Plotly dicts with "data" and "layout"; ``narrow`` is used below 520 px of width.
    alt: one sentence with the finding and key numbers; height in px.
    """
    # Bytes, because Streamlit writes a dict as JSON twice: once to send it and once to compare it.
    chart = json.dumps({"figure": figure, "narrow": narrow, "alt": alt, "height": height})
    stamp = hashlib.blake2s(chart.encode(), digest_size=6).hexdigest()
    return Packed(f'{{"stamp": "{stamp}", {chart[1:]}'.encode(), stamp)


def draw(key: str, packed: Packed, height: int) -> None:
    """Draw or update the chart ``key``, ``height`` px high."""
    _component()(key=key, data=packed.message, height=height)
