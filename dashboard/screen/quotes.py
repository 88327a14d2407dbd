"""Prices of today on the page: a preset that sets the bitcoin price, and one quiet line that says whose they are."""

from __future__ import annotations

from functools import cache
from typing import Final

from dashboard.facts import Facts, Preset, Text, quotes
from dashboard.facts.quotes import Quote, Quotes
from dashboard.facts.units import from_base
from dashboard.numbers import catalog
from dashboard.words import text
from dashboard.words.text import Lang

KEY: Final = "today"
_SLIDER: Final = "btc"
# Feed, and the fact that stands where it fails.
_FACTS: Final = {"btc": "btc_price_latest", "share": "share_price"}
# Of a slider in thousands: whole dollars.
_DIGITS: Final = 3


@cache
def _feeds(ticker: str) -> Quotes:
    return Quotes(quotes.feeds(ticker))


def presets(facts: Facts) -> tuple[Preset, ...]:
    """The presets of the facts file and, where the server may ask for prices, one that sets the price of today.

    What no preset touches stays as it is; what another one sets goes to its default.
    """
    dated, slider = _dated(facts, "btc"), facts.assumption(_SLIDER)
    if not quotes.enabled() or dated is None or slider is None:
        return facts.presets
    found = _feeds(facts.company.ticker).latest("btc", dated)
    price = found.price if isinstance(found, Quote) else dated
    value = round(from_base(price, slider.unit), _DIGITS)
    if not slider.accepts(value):
        return facts.presets
    touched = {key for preset in facts.presets for key in preset.values}
    base = {a.key: a.default_value for a in facts.assumptions if a.key in touched}
    day = found.at.date().isoformat() if isinstance(found, Quote) else catalog.period(facts, _FACTS["btc"])
    own = Preset(
        key=KEY,
        label=Text(en=text.t("quotes.preset", "EN"), de=text.t("quotes.preset", "DE")),
        date=day,
        reason=Text(en=text.t("quotes.reason", "EN"), de=text.t("quotes.reason", "DE")),
        values={**base, _SLIDER: value},
    )
    return (*facts.presets, own)


def lines(facts: Facts, lang: Lang) -> list[str]:
    """Whose prices of today these are, or that a dated one stands; none where the server may not ask."""
    if not quotes.enabled():
        return []
    return [line for name in _FACTS if (line := _line(facts, name, lang))]


def _line(facts: Facts, name: str, lang: Lang) -> str:
    dated = _dated(facts, name)
    if dated is None:
        return ""
    found = _feeds(facts.company.ticker).latest(name, dated)
    if isinstance(found, Quote):
        price, day = text.usd(found.price, lang), text.date(found.at.date(), lang)
        time = f"{found.at:%H:%M} UTC" if name == "btc" else text.t("quotes.delayed", lang)
        return text.t(f"quotes.{name}", lang, price=price, publisher=found.publisher, day=day, time=time)
    day = text.date(catalog.period(facts, _FACTS[name]), lang)
    return text.t(f"quotes.{name}.none", lang, price=text.usd(dated, lang), day=day)


def _dated(facts: Facts, name: str) -> float | None:
    """The price in the facts file, in dollars."""
    value = facts.lookup(_FACTS[name]) if facts.has(_FACTS[name]) else None
    return value if isinstance(value, float) else None
