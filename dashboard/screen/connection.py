"""What the page's script says when the server cannot be reached, and when it is there again (connection.js)."""

from __future__ import annotations

import json

from markupsafe import Markup

from dashboard.screen.context import Context
from dashboard.screen.controls import exact
from dashboard.words import text

_PRICE = "btc"


def marks(context: Context) -> Markup:
    """For the script: the words of a cut connection, and name and value of every slider that is not at its default."""
    facts, lang, values = context.facts, context.lang, context.values
    shown = {
        a.label.get(lang): str(values[a.key]) if a.options else exact(a, values[a.key], lang)
        for a in facts.assumptions
        if values[a.key] != a.default_value
    }
    price = facts.assumption(_PRICE)
    of = {} if price is None else {"price": text.usd(float(price.to_base(values[_PRICE])), lang)}
    return Markup(
        '<div hidden data-connection data-cut="{}" data-again="{}" data-unset="{}" data-values="{}"></div>'
    ).format(
        text.t("connection.cut" if of else "connection.cut.plain", lang, **of),
        text.t("connection.again", lang),
        text.t("connection.unset", lang),
        json.dumps(shown, ensure_ascii=False),
    )
