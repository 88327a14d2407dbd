"""The foot of a page."""

from __future__ import annotations

from markupsafe import Markup

from dashboard.screen import address, connection, menu
from dashboard.screen.context import Context
from dashboard.screen.markup import NOTHING
from dashboard.words import say, text


def html(context: Context) -> Markup:
    """Facts and disclaimer, the link that is printed, and what the page's scripts read of its state."""
    facts, lang = context.facts, context.lang
    printed = text.t("footer.printed", lang, date=text.date(context.today, lang), link=context.link)
    line = say.version(facts, lang)
    # For the page's script; a state that is only dragged to has no address.
    query = NOTHING if context.live is not None else Markup(' data-query="{}"').format(address.written())
    return Markup('<footer class="cg cg-footer"{}><p>{} {}</p><p class="cg-print-only">{}</p>{}</footer>').format(
        query, line, text.t("footer.disclaimer", lang), printed, connection.marks(context)
    ) + menu.about(context)
