"""A page with a slider elsewhere, drawn without a session: what a drag shows before it is let go of.

It is the same script on the same sheet as in a run of the session, without Streamlit's part in it: no widgets, no
messages of a new run. What it may be asked about is what a link can say; the rest is left to the session.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from dashboard.screen import footer, own_file, routes, script
from dashboard.screen.browser import Browser
from dashboard.screen.component.blocks import Body
from dashboard.screen.context import RUNNING, Context
from dashboard.screen.turn import TURN_AFTER_OTHERS
from dashboard.takeaway import link as links
from dashboard.takeaway import link_figure, served
from dashboard.takeaway.asked import ask

# Most of it is widgets of Streamlit, or the same under every scenario.
_BY_SESSION: Final = frozenset({"claims"})


class Elsewhere(ValueError):
    """What is asked for is shown by a session only: other facts than the published ones, or what no link can say."""


@dataclass(frozen=True)
class Holds:
    """What the browser has on the screen: stamps of blocks, names of open disclosures, of charts in narrow columns."""

    stamps: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    narrow: frozenset[str] = frozenset()


class _Apart(Browser):
    """A browser that has said what it holds."""

    def __init__(self, holds: Holds) -> None:
        super().__init__()
        self._holds = holds

    def lacks(self, name: str, body: Body) -> bool:
        return body.stamp not in self._holds.stamps

    def wants(self, name: str) -> bool:
        return name.rpartition("/")[2] in self._holds.opened

    def narrow(self, name: str, share: float) -> bool:
        return name.rpartition("/")[2] in self._holds.narrow


def offered(context: Context) -> dict[str, str] | None:
    """What a browser asks with for other positions of the sliders; None where it may not.

    Above the headline stands what is true of a session or a link alone; so nothing is offered where anything does.
    """
    facts = context.facts
    if not routes.offered() or context.page in _BY_SESSION:
        return None
    if context.notices or own_file.parameter() or facts is not context.published:
        return None
    pairs = links.pairs(
        facts, context.values, context.lang, switches=context.switches, other=context.other_values, moved_only=True
    )
    told = context.other_values is None or links.OTHER in pairs
    return {"q": urlencode(pairs), "day": context.today.isoformat()} if told else None


@TURN_AFTER_OTHERS
def drawn(page: str, query: str, today: dt.date, site: str, holds: Holds) -> bytes:
    """The messages for the parts of ``page`` under ``query``, as a JSON list; see sheet.py.

    today: the day where the reader is; site: what stands before the page's path in a link on it. Raises Elsewhere.
    """
    published, error = served.served()
    asked = ask(published, f"{page}?{query}")
    request = asked.request
    # All that would say something above the headline.
    told = error, published.stand_ins, request.notices, request.seen, request.own_file
    if page in _BY_SESSION or any(told) or request.version != published.fingerprint:
        raise Elsewhere(page)
    values, lang = dict(request.values), asked.lang
    seen = link_figure.of_page(page, asked.scenario, lang)
    link = links.query(published, values, lang, seen=seen, switches=asked.switches, other=request.other)
    context = Context(
        page, lang, published, asked.scenario, values, (), f"{site}{asked.path}?{link}", published, asked.switches,
        _Apart(holds), today, asked.scenario.other,
        None if request.other is None else dict(request.other), live=0, widgets=False,
    )  # fmt: skip
    token = RUNNING.set(context)
    try:
        script.run(page)
        context.sheet.html(footer.html(context), "footer")
        return b"[%s]" % b",".join(context.sheet.messages(context.link))
    finally:
        RUNNING.reset(token)
