"""The same page in Streamlit's own elements: ``streamlit run benchmarks/rival_plain.py``."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.same_page import HIGH, LOW, START, content

st.set_page_config(layout="wide")
now = content(st.sidebar.slider("price", LOW, HIGH, START, 1, key="btc"))
st.title(now.headline.replace("$", "\\$"))
for column, (name, value) in zip(st.columns(len(now.figures)), now.figures, strict=True):
    column.metric(name, value)
places = [place for _ in range((len(now.charts) + 1) // 2) for place in st.columns(2)]
for at, (place, figure) in enumerate(zip(places, now.charts, strict=False)):
    place.plotly_chart(figure, key=f"chart-{at}", theme=None, config={"displayModeBar": False})
