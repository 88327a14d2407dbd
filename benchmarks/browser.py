"""What a reader waits for in Chromium: a key press, a drag, a first visit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator, Page, TimeoutError

from benchmarks.same_page import START, changed, content
from benchmarks.targets import Target

_PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
_VIEW = {"width": 1440, "height": 900}
# On a slider of some 300 px: forty prices a second and more, so that the page is never without a newer one.
_PIXELS_A_SECOND = 60
_PARTS = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "TaskDuration")


@dataclass
class Step:
    """One key press in ms: until the words, the charts in view and all charts are painted; and where the time went.

    waiting, transfer: until the first and from there to the last byte before the charts in view. script, layout,
    other: of the main thread (other: painting, raster, garbage). bytes: of messages. cpu: ms of the server.
    """

    words: float
    in_view: float
    all_charts: float
    waiting: float
    transfer: float
    script: float
    layout: float
    other: float
    bytes: float
    cpu: float


@dataclass
class Drag:
    """A drag of about two seconds: states painted a second (words, charts in view), and ms from release to the last."""

    words_a_second: float
    charts_a_second: float
    release_to_final: float


@dataclass
class Visit:
    """A first visit: ms to the sentence and to the charts in view, requests, and bytes over the wire."""

    headline: float
    in_view: float
    requests: int
    bytes: int


@dataclass
class MeasuredPage:
    """A page that is open for measuring, with the price its slider stands at."""

    name: str
    page: Page
    values: str
    slider: str
    cpu_seconds: Callable[[], float]
    price: int = START
    steps: list[Step] = field(default_factory=list)
    drags: list[Drag] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cdp: CDPSession = self.page.context.new_cdp_session(self.page)
        self.cdp.send("Performance.enable")

    def press(self) -> Step:
        """Press the right arrow key once and wait for everything."""
        before, after = content(self.price), content(self.price + 1)
        expected = {
            "values": self.values,
            "redrawn": changed(before, after),
            "headline": after.headline,
            "figures": "|".join(value for _, value in after.figures[:5]),
        }
        self.page.bring_to_front()
        self._thumb().focus()
        self.page.evaluate("expected => probe.arm(expected)", expected)
        work, cpu = self._work(), self.cpu_seconds()
        self.page.keyboard.press("ArrowRight")
        try:
            self.page.wait_for_function("probe.step.all > 0 && probe.step.inView > 0 && probe.step.words > 0")
        except TimeoutError as problem:
            reached = self.page.evaluate("probe.step")
            raise RuntimeError(
                f"{self.name}: the step to {self.price + 1} never showed everything ({reached})"
            ) from problem
        self.price += 1
        found: dict[str, Any] = self.page.evaluate("({...probe.step, traffic: probe.traffic})")
        done = {name: value - work[name] for name, value in self._work().items()}
        # What the server still does after the answer (garbage) belongs to the step.
        self.page.wait_for_timeout(150)
        times = [
            t["at"] - found["pressed"] for t in found["traffic"] if 0 < t["at"] - found["pressed"] <= found["inView"]
        ]
        layout = done["LayoutDuration"] + done["RecalcStyleDuration"]
        step = Step(
            found["words"],
            found["inView"],
            found["all"],
            min(times, default=0.0),
            max(times, default=0.0) - min(times, default=0.0),
            done["ScriptDuration"],
            layout,
            done["TaskDuration"] - done["ScriptDuration"] - layout,
            sum(t["bytes"] for t in found["traffic"]),
            (self.cpu_seconds() - cpu) * 1e3,
        )
        self.steps.append(step)
        return step

    def pull(self) -> Drag:
        """Drag the slider there and back for two seconds and let go near where it was."""
        self.page.bring_to_front()
        box = self._thumb().locator("xpath=ancestor::*[contains(@style, 'left:')][1]").bounding_box()
        if box is None:
            raise RuntimeError(f"{self.name}: no slider")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.evaluate("values => probe.follow(values)", self.values)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        started = time.monotonic()
        while (gone := time.monotonic() - started) < 2:
            self.page.mouse.move(x + _PIXELS_A_SECOND * (gone if gone < 1 else 2 - gone) + 4, y)
            self.page.wait_for_timeout(15)
        self.page.mouse.up()
        self.page.wait_for_timeout(1500)
        found: dict[str, Any] = self.page.evaluate("probe.drag")
        seconds = (found["up"] - found["down"]) / 1e3
        redrawn = [count for count in found["drawn"] if count] or [0]
        drag = Drag(found["states"] / seconds, min(redrawn) / seconds, max(found["last"] - found["up"], 0.0))
        self.drags.append(drag)
        return drag

    def _thumb(self) -> Locator:
        return self.page.locator(self.slider).get_by_role("slider")

    def _work(self) -> dict[str, float]:
        metrics = self.cdp.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] * 1e3 for one in metrics if one["name"] in _PARTS}


def new_page(browser: Browser) -> Page:
    """An empty page with the probe, in a context of its own; our own server's rules would refuse the waiting."""
    page = browser.new_context(viewport=_VIEW, bypass_csp=True).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(120_000)
    page.add_init_script(_PROBE)
    return page


def open_measured(browser: Browser, target: Target) -> MeasuredPage:
    """Load a target and wait until its charts are there and nothing moves any more."""
    page = new_page(browser)
    page.goto(target.address)
    page.wait_for_function("probe.visit.inView > 0")
    page.wait_for_timeout(3000)
    return MeasuredPage(target.name, page, target.values, target.slider, target.cpu_seconds)


def visit(context: BrowserContext, target: Target) -> Visit:
    """Open a target in a context, whose cache may be cold or warm."""
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(_PROBE)
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    sizes: list[float] = []
    cdp.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    cdp.on("Network.webSocketFrameReceived", lambda event: sizes.append(len(event["response"]["payloadData"]) * 0.75))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(target.address)
    page.wait_for_function("probe.visit.inView > 0")
    found: dict[str, float] = page.evaluate("probe.visit")
    page.close()
    return Visit(found["headline"], found["inView"], len(requests), int(sum(sizes)))
