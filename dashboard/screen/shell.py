"""The page frame: facts, language, navigation, sidebar and link around the page that the URL names."""

from __future__ import annotations

import gc
import logging
from functools import cache

import streamlit as st
from markupsafe import Markup

from dashboard import facts as facts_file
from dashboard.facts import Company, FactsError
from dashboard.numbers.resolver import Scenario
from dashboard.screen import markup, own_file, sidebar
from dashboard.screen.context import ROOT, RUNNING, Context, facts_path, page_file, pages
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
    asked = sidebar.asked()
    brand = st.sidebar.container()
    lang = sidebar.language()
    page = st.navigation(pages(lang), position="top")
    name = page.url_path or "overview"
    markup.style()
    try:
        published, error = facts_file.current(facts_path())
    except FactsError as problem:
        _facts_error(str(problem), lang)
        _settle()
        return
    loaded = own_file.active() or published
    st.set_page_config(page_title=f"{text.t(f'nav.{name}', lang)} · {loaded.company.short_name}")
    with brand:
        _wordmark(loaded.company, lang)
    notices = [] if error is None else [text.t("notice.stale_file", lang, error=str(error))]
    values, refused = sidebar.draw(loaded, name, lang, asked)
    notices += own_file.notices(asked, lang)
    notices += sidebar.notices(loaded, refused, lang, own_file.elsewhere(asked))
    context = Context(
        name,
        lang,
        loaded,
        Scenario(loaded, {a.name: a.to_base(values[a.key]) for a in loaded.assumptions}),
        values,
        tuple(notices),
        sidebar.link(loaded, values, lang, name),
        published,
    )
    token = RUNNING.set(context)
    try:
        page.run()
    except Exception:
        # A file that its reader made is no error of ours: say so, and keep the rest of the app standing.
        if loaded is published:
            raise
        _log.exception("page %s with an uploaded facts file", name)
        markup.html(markup.notice(text.t("notice.page_broken", lang)))
    finally:
        RUNNING.reset(token)
    _page_end(context)
    _settle()


def _facts_error(message: str, lang: Lang) -> None:
    """The page when there are no facts to show: one sentence with file, line, key and remedy."""
    markup.html(
        Markup('<div class="cg"><h1>{}</h1><p class="cg-stand">{}</p></div>').format(
            text.t("error.facts_title", lang), message
        )
    )


def _wordmark(company: Company, lang: Lang) -> None:
    """The name of the product at the top of the sidebar, and where the share is listed."""
    name = text.t("product.name", lang, company=company.short_name)
    listed = ": ".join(part for part in (company.exchange, company.ticker) if part)
    markup.html(Markup('<div class="cg cg-wordmark"><b>{}</b> <span>{}</span></div>').format(name, listed))


def _page_end(context: Context) -> None:
    """Footer, and the one script: it tells the browser the language and announces headline changes."""
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
        st.html(f"<script>{markup.page_script(lang)}</script>", unsafe_allow_javascript=True)
