"""The page frame: facts, language, navigation, sidebar and link around the page that the URL names."""

from __future__ import annotations

import gc
import logging
from functools import cache

import streamlit as st
from markupsafe import Markup

from dashboard import registry
from dashboard.facts import Company, FactsError
from dashboard.numbers.resolver import Scenario
from dashboard.screen import address, arrival, kept, markup, sidebar
from dashboard.screen.context import ROOT, RUNNING, Context, page_file, pages
from dashboard.takeaway import link as links
from dashboard.takeaway import served
from dashboard.words import text
from dashboard.words.text import Lang

_log = logging.getLogger(__name__)


@cache
def _settle() -> None:
    # Streamlit collects all garbage after every run; moving the imported libraries out of the collector's sight
    # takes tens of milliseconds off each slider step.
    gc.collect()
    gc.freeze()


def run() -> None:
    """Draw the frame, then the page that the URL names."""
    st.set_page_config(page_icon=str(ROOT / "static" / "favicon.png"), layout="wide")
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
    page = st.navigation(pages(lang), position="top")
    name = page.url_path or registry.NAMES[0]
    markup.style()
    st.set_page_config(page_title=f"{text.t(f'nav.{name}', lang)} · {facts.company.short_name}")
    values = address.values(facts)
    other = address.kept(facts, name)
    theirs = None if other is None else links.scenario(facts, other)
    scenario = Scenario(facts, links.scenario(facts, values).values, theirs)
    query = address.write(facts, name, scenario, lang)
    context = Context(
        name,
        lang,
        facts,
        scenario,
        values,
        tuple(arrival.notices(published, facts, error, name, scenario, lang)),
        address.shared_link(facts, name, scenario, lang),
        published,
        theirs,
        other,
    )
    with st.sidebar:
        _wordmark(facts.company, lang)
    sidebar.language(lang)
    sidebar.draw(facts, name, lang, values, context.link)
    kept.draw(context)
    arrival.gone(published, lang)
    token = RUNNING.set(context)
    try:
        page.run()
    except Exception:
        # A file that its reader made is no error of ours: say so, and keep the rest of the app standing.
        if facts is published:
            raise
        _log.exception("page %s with an uploaded facts file", name)
        markup.html(markup.notice(text.t("notice.page_broken", lang)))
    finally:
        RUNNING.reset(token)
    _page_end(context, query)
    _settle()


def _facts_error(message: str, lang: Lang) -> None:
    """The page when there are no facts to show: one sentence with file, line, key and remedy."""
    markup.html(
        Markup('<div class="cg"><h1>{}</h1><p class="cg-stand">{}</p></div>').format(
            text.t("error.facts_title", lang), message
        )
    )


def _wordmark(company: Company, lang: Lang) -> None:
    """The name of the product at the top of the sidebar, which leads to the overview, and where the share is listed."""
    name = text.t("product.name", lang, company=company.short_name)
    listed = ": ".join(part for part in (company.exchange, company.ticker) if part)
    with st.container(key="wordmark", horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(page_file(registry.NAMES[0]), label=markup.plain_label(name), width="content")
        markup.html(Markup('<div class="cg cg-listed">{}</div>').format(listed))


def _page_end(context: Context, query: str) -> None:
    """Footer, and the one script; ``query`` is the address that it gives the browser at a session's first run."""
    facts, lang = context.facts, context.lang
    line = text.t("footer.line", lang, as_of=text.date(facts.company.as_of, lang), version=facts.fingerprint)
    markup.html(
        Markup('<footer class="cg cg-footer"><p>{} {}</p><p class="cg-print-only">{}</p></footer>').format(
            line, text.t("footer.disclaimer", lang), context.link
        )
    )
    if context.page != "claims":
        st.page_link(page_file("claims"), label=f"{text.t('nav.claims', lang)} →")
    with st.container(key="script"):
        name, bare = address.session()
        said = Markup('<div data-address="{}" data-session="{}" data-bare="{}"></div>')
        markup.html(said.format(query, name, "yes" if bare else ""))
        st.html(f"<script>{markup.page_script(lang)}</script>", unsafe_allow_javascript=True)
