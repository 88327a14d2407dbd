"""The page frame: facts, language, navigation, sidebar and link around the page that the URL names."""

from __future__ import annotations

import gc
import logging
from base64 import b64encode
from dataclasses import dataclass
from functools import cache

import streamlit as st
from markupsafe import Markup

from dashboard import registry
from dashboard.facts import Company, Facts, FactsError
from dashboard.screen import address, ahead, arrival, browser, embedded, footer, log, markup, reader, script, sidebar
from dashboard.screen.context import EMBED, ROOT, RUNNING, Context, current, page_file, pages
from dashboard.screen.drag import dragged
from dashboard.screen.turn import LINE, TURN
from dashboard.takeaway import link as links
from dashboard.takeaway import served
from dashboard.words import say, text
from dashboard.words.text import Lang

_log = logging.getLogger(__name__)


@cache
def _settle() -> None:
    # When Python looks through all memory for garbage, the imported libraries alone take it a tenth of a second, which
    # a step would wait for; so they are moved out of the collector's sight.
    gc.collect()
    gc.freeze()


@cache
def _icon() -> str:
    # As data: a file of the session is gone once the reader has left, and browsers ask for an icon when they like.
    return f"data:image/png;base64,{b64encode((ROOT / 'static' / 'favicon.png').read_bytes()).decode()}"


@TURN
def run() -> None:
    """Draw the frame, then the page that the URL names."""
    st.set_page_config(page_icon=_icon(), layout="wide")
    try:
        published, error = served.served()
    except FactsError as problem:
        st.navigation(pages(address.language()), position="top")
        markup.style()
        _facts_error(str(problem), address.language())
        _settle()
        return
    facts = address.arrive(published)
    lang = address.language()
    name = st.navigation(pages(lang), position="top").url_path or registry.NAMES[0]
    if name == EMBED:
        embedded.run()
        return
    markup.style()
    st.set_page_config(page_title=f"{text.t(f'nav.{name}', lang)} · {facts.company.short_name}")
    frame = _Frame(published, facts, error, name, lang)
    dragged(facts)  # a run of everything shows what is committed
    context = frame.context()
    query = address.write(facts, name, context.scenario, lang)
    token = RUNNING.set(context)
    try:
        with st.sidebar:
            _wordmark(facts.company, lang)
        sidebar.language(lang)
        sidebar.draw(facts, name, lang, context.values)
        # Streamlit names a fragment after its place, and drops a request that names one that is gone without a word:
        # so the place of the page stays, whatever stands before it.
        with st.container(key="before"):
            arrival.gone(published, lang)
            log.since(context)
        _body(frame, {"full": True})
    finally:
        RUNNING.reset(token)
    _page_end(context, query)
    _settle()


@dataclass(frozen=True)
class _Frame:
    """What stays as it is while the sliders move."""

    published: Facts
    facts: Facts
    error: FactsError | None
    page: str
    lang: Lang

    def context(self) -> Context:
        """The context of the page where the sliders stand, dragged or let go."""
        facts, name, lang = self.facts, self.page, self.lang
        values, live = dragged(facts)
        other = address.kept(facts, name)
        scenario = links.compared(facts, values, other)
        request = address.request(name, moving=live is not None)
        notices = tuple(arrival.notices(self.published, facts, self.error, request, scenario, lang))
        link = address.shared_link(facts, name, scenario, lang, values)
        return Context(
            name, lang, facts, scenario, values, notices, link, self.published, address.switches(name),
            browser.current(), reader.today(), scenario.other, other, live,
        )  # fmt: skip


@st.fragment(key=address.BODY)
def _body(frame: _Frame, run: dict[str, bool]) -> None:
    """The page; a move of a slider runs this and what follows the sliders in the sidebar, and nothing else.

    run: "full" at the run of everything, whose context it takes; Streamlit does not tell a fragment.
    """
    if run.pop("full", False):
        _draw(frame, current())
        return
    with TURN:
        _draw(frame, _moved(frame))


def _moved(frame: _Frame) -> Context:
    """The context after a move, which is left set for the other fragments of this run; they come after this one."""
    page = address.gone_to()
    if page is not None:
        st.switch_page(page_file(page))
    if served.served()[0] is not frame.published:
        st.rerun()
    address.resume()
    context = frame.context()
    if context.live is not None:
        LINE.step_back()
    else:
        address.write(frame.facts, frame.page, context.scenario, frame.lang)
    RUNNING.set(context)
    return context


def _draw(frame: _Frame, context: Context) -> None:
    try:
        script.run(frame.page)
    except Exception:
        # A file that its reader made is no error of ours: say so, and keep the rest of the app standing.
        if frame.facts is frame.published:
            raise
        _log.exception("page %s with an uploaded facts file", frame.page)
        context.sheet.interrupt()
        markup.html(markup.notice(text.t("notice.page_broken", context.lang)))
    context.sheet.html(footer.html(context), "footer")
    context.sheet.send(context.link, context.values, context.live, ahead.offered(context))


def _facts_error(message: str, lang: Lang) -> None:
    """The page when there are no facts to show: one sentence with file, line, key and remedy."""
    markup.html(
        Markup('<div class="cg"><h1>{}</h1><p class="cg-stand">{}</p></div>').format(
            text.t("error.facts_title", lang), message
        )
    )


def _wordmark(company: Company, lang: Lang) -> None:
    """The name of the product at the top of the sidebar, which leads to the overview, and where the share is listed."""
    name = say.product(company, lang)
    listed = ": ".join(part for part in (company.exchange, company.ticker) if part)
    with st.container(key="wordmark", horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(page_file(registry.NAMES[0]), label=markup.plain_label(name), width="content")
        markup.html(Markup('<div class="cg cg-listed">{}</div>').format(listed))


def _page_end(context: Context, query: str) -> None:
    """The way to the sources, and the one script; ``query`` is the address that it gives the browser at a session's
    first run."""
    lang = context.lang
    if context.page != "claims":
        st.page_link(page_file("claims"), label=f"{text.t('nav.claims', lang)} →")
    with st.container(key="script"):
        name, bare = address.session()
        said = Markup('<div data-address="{}" data-session="{}" data-bare="{}"></div>')
        markup.html(said.format(query, name, "yes" if bare else ""))
        markup.run_script(markup.page_script(lang))
