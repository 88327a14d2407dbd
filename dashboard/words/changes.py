"""A correction of the facts file in words."""

from __future__ import annotations

from dashboard.facts import Change
from dashboard.facts.units import look_of
from dashboard.words import text
from dashboard.words.text import Lang


def correction(change: Change, lang: Lang) -> str:
    """The old and the new value, with as few digits as keep them apart; empty for an edit without values."""
    if change.unit is None:
        return ""
    look = look_of(change.unit).name
    old, new = "", ""
    for digits in (None, 2, 3):
        old, new = (text.show(value, look, lang, digits=digits) for value in change.base)
        if old != new:
            break
    return text.t("claims.changes.correction", lang, old=old, new=new)
