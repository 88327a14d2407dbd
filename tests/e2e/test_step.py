"""What a step of a slider leaves alone: where the reader looks, reads, points and types, wherever nothing changes."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from .conftest import Visitor, shows
from .test_live import price_slider

# A chart of published figures alone, and one that the price moves.
STILL, MOVED = "plot-quarters", "plot-ladder"
_SELECT = """still => {
  const lines = [...document.querySelectorAll('.cg-chart')].find(n => n.closest('.cg-block').nextElementSibling
    ?.dataset.block === still);
  getSelection().selectAllChildren(lines.querySelector('.cg-sub'));
  return getSelection().toString();
}"""
# What must be the same after the step, by name.
_KEPT = """still => ({
  selected: getSelection().toString(),
  scrolled: document.querySelector('[data-testid=stMain]').scrollTop,
  focused: document.activeElement === document.querySelector('.st-key-btc input[type=range]'),
  open: [...document.querySelectorAll('details[open]')].map(n => n.querySelector('summary').textContent),
  pointed: document.querySelector(`[data-block=${still}] .hoverlayer`).textContent,
})"""


def test_a_step_leaves_alone_what_it_does_not_change(desktop: Visitor) -> None:
    page = desktop.open("/mining?btc=70&lang=EN")
    table = page.locator("#chart-ladder").locator("xpath=../..").locator(".cg-table:not(.cg-menu)")
    table.locator("summary").click()
    margin = table.locator(".cg-data data[data-figure=btc_price]").first
    expect(margin).to_have_attribute("value", "70000")
    still = page.locator(f"[data-block={STILL}]")
    still.scroll_into_view_if_needed()
    selected = page.evaluate(_SELECT, STILL)
    assert len(selected) > 20
    slider = price_slider(page)
    slider.evaluate("node => node.focus({ preventScroll: true })")
    # Beneath the pointer lies a published point, whose box says what it is.
    box = still.locator("path.point").nth(2).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(still.locator(".hoverlayer .hovertext").first).to_be_visible()
    before: dict[str, Any] = page.evaluate(_KEPT, STILL)
    assert before["selected"] == selected and before["scrolled"] > 0 and before["focused"]
    assert before["open"] and before["pointed"]
    drawn = page.locator(f"[data-block={MOVED}] .cgplot").get_attribute("data-drawn")
    page.keyboard.press("ArrowRight")
    shows(page, "btc", 71)
    expect(margin).to_have_attribute("value", "71000")
    assert page.locator(f"[data-block={MOVED}] .cgplot").get_attribute("data-drawn") != drawn
    assert page.evaluate(_KEPT, STILL) == before
