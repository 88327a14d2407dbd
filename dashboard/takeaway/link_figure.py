"""The number that travels with a link: the headline figure as its sender saw it."""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboard import headlines, registry
from dashboard.numbers import OUTPUTS
from dashboard.numbers.resolver import Scenario, WiringError
from dashboard.words import say, text
from dashboard.words.text import Figure, Lang

_WRITTEN: Final = re.compile(r"(?P<value>none|-?\d{1,15}(?:e-?\d{1,2})?)\.(?P<key>\w{1,80})\.(?P<page>[a-z]+)", re.I)
_NUMBER: Final = re.compile(r"\d[\d.,]*")
_MARKS: Final[dict[str, tuple[str, str]]] = {"EN": (",", "."), "DE": (".", ",")}


@dataclass(frozen=True)
class Seen:
    """The headline figure of a page: name, value in base units, rounded as it stood there, and the unit of rounding.

    ``value`` is ``None`` where the page had no answer.
    """

    page: str
    key: str
    value: float | None
    step: float

    def written(self) -> str:
        """As a link holds it: ``-27000.margin_per_btc.mining``, ``86e6.ai_revenue_needed.ai``.

        The value comes first: of a link cut within it no wrong number is left, but one without a name.
        """
        if self.value is None:
            return f"none.{self.key}.{self.page}"
        exponent = round(math.log10(self.step))
        mantissa = round(Decimal(repr(self.value)).scaleb(-exponent))
        number = f"{mantissa}e{exponent}" if exponent else f"{mantissa}"
        return f"{number}.{self.key}.{self.page}"


def read(written: str) -> Seen | None:
    """The figure that a link holds; ``None`` where it cannot be read. The name may have lost its case."""
    found = _WRITTEN.fullmatch(written)
    if found is None or found["page"].lower() not in registry.NAMES:
        return None
    page = found["page"].lower()
    if found["value"].lower() == "none":
        return Seen(page, found["key"], None, 1.0)
    number = Decimal(found["value"])
    return Seen(page, found["key"], float(number), float(Decimal(1).scaleb(int(number.as_tuple().exponent))))


def of_page(page: str, scenario: Scenario, lang: Lang) -> Seen | None:
    """The headline figure of ``page``: the first number of its sentence that moves with a slider, else the first.

    Where the sentence holds no number it is the one that stands for the page on the overview, or for the first page
    that has one: there is always a number that shows whether a link arrived whole. ``None`` if no page has one.
    """
    figures = [
        figure
        for figure in text.figures_of(headlines.headline(page, scenario, lang).title)
        if figure.kind != "assumed" and (figure.value is None or isinstance(figure.value, int | float))
    ]
    strip = registry.PAGE[page].strip or next((row.strip for row in registry.PAGES if row.strip), "")
    if not figures and strip:
        figures = [say.figure(scenario.output(strip), lang)]
    figures.sort(key=lambda figure: figure.kind != "scenario")
    return _seen(page, figures[0], lang) if figures else None


def _seen(page: str, figure: Figure, lang: Lang) -> Seen | None:
    """A figure at the rounding of its own text."""
    if figure.value is None:
        return Seen(page, figure.key, None, 1.0)
    found = _NUMBER.search(figure.text)
    if found is None:
        return None
    group, point = _MARKS[lang]
    whole, _, decimals = found[0].rstrip(".,").replace(group, "").partition(point)
    shown = float(f"{whole}.{decimals or 0}")
    if shown == 0:
        # Nothing of the value tells the factor then.
        factor = -2 if "%" in figure.text else 0
        return Seen(page, figure.key, 0.0, float(Decimal(1).scaleb(factor - len(decimals))))
    # Millions and per cent stand before a factor that is a power of ten.
    factor = round(math.log10(abs(figure.value) / shown))
    step = Decimal(1).scaleb(factor - len(decimals))
    value = math.copysign(float(Decimal(whole + decimals) * step), figure.value)
    return Seen(page, figure.key, value, float(step))


def own(seen: Seen, scenario: Scenario, lang: Lang) -> Figure | None:
    """The same figure under ``scenario``; ``None`` where the model or the facts no longer know it."""
    at_hand = of_page(seen.page, scenario, lang)
    names = {key.casefold(): key for key in [*OUTPUTS, *([] if at_hand is None else [at_hand.key])]}
    try:
        return say.figure(scenario.output(names.get(seen.key.casefold(), seen.key)), lang)
    except WiringError:
        return None


def agrees(seen: Seen, here: Figure) -> bool:
    """Whether the figure here, rounded as the sender's was, is the sender's."""
    if seen.value is None or here.value is None or not isinstance(here.value, int | float):
        return seen.value is None and here.value is None
    if seen.value == 0 and not re.search(r"[1-9]", here.text):
        return True
    return abs(here.value - seen.value) <= seen.step / 2 * (1 + 1e-6)


def both(seen: Seen, here: Figure, scenario: Scenario, lang: Lang) -> tuple[str, str]:
    """The sender's figure and the one here in words that differ."""
    sent = say.figure(dataclasses.replace(scenario.output(here.key), value=seen.value), lang).text
    if sent != here.text or seen.value is None or here.value is None:
        return sent, here.text
    digits = max(0, -round(math.log10(seen.step)))
    return text.number(seen.value, lang, digits), text.number(float(here.value), lang, digits + 1)


def name(key: str, scenario: Scenario, lang: Lang) -> str:
    """What a figure is called, as the beginning of a sentence."""
    label = say.label(scenario, key, lang)
    return label[:1].upper() + label[1:]
