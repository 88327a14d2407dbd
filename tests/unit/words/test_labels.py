"""A label belongs to its number: what the key speaks of stands in the English label, and in the German one too."""

from __future__ import annotations

import re

import pytest

from dashboard.numbers import OUTPUTS
from dashboard.words import text

# Word in the key (where it always has one), in English, in German. The two languages agree on each.
CONCEPTS: dict[str, tuple[str, str, str]] = {
    "coin": (r"per_btc", r"[Pp]er (BTC|coin)|a coin", r"je (BTC|Coin|verkauftem Coin)"),
    "margin": (r"margin(?!_call)", r"[Mm]argin(?![ -]call)", r"[Mm]arge"),
    "cash": (r"cash", r"[Cc]ash", r"Cash|Barmittel|Zahlungsstr|liquidität"),
    "all-in": (r"", r"[Aa]ll-in", r"Vollkosten"),
    "chance": (r"probability(?!.*_(error|band))", r"[Pp]robability|[Cc]hance", r"[Ww]ahrscheinlich|[Cc]hance"),
    "megawatt-hour": (r"mwh", r"MWh", r"MWh"),
    "megawatt": (r"", r"\bMW\b|[Mm]egawatt", r"\bMW\b|[Mm]egawatt"),
    "month": (r"", r"[Mm]onth", r"[Mm]onat"),
    "card": (r"", r"[Cc]ard|GPU", r"[Kk]arte|GPU"),
    "colocation": (r"", r"[Cc]olocation", r"[Kk]olokation|Colocation"),
    "Georgia": (r"georgia", r"Georgia", r"Georgia"),
    "AI": (r"", r"\bAI\b", r"\bKI\b"),
    "hashrate": (r"hashrate|per_eh", r"[Hh]ashrate|EH/s", r"[Hh]ashrate|EH/s"),
    "running cost": (r"running_cost", r"unning cost", r"[Bb]etrieb"),
    "capital cost": (r"capital_cost", r"apital cost", r"apitalkosten"),
    "error": (r"_error|difference", r"[Ee]rror|[Dd]ifference|differs", r"[Ff]ehler|[Aa]bweich|Differenz|Unterschied"),
    "margin call": (r"margin_call", r"argin[ -]call|is called", r"argin[ -]Call|achschuss"),
    "liquidation": (r"liquidation", r"iquidat", r"iquid(?!ität)"),
    "loan-to-value": (r"ltv", r"[Ll]oan-to-value|LTV|[Ll]oan against", r"Beleihung|LTV"),
    "tariff": (r"tariff", r"[Tt]ariff", r"[Tt]arif"),
    "mNAV": (r"mnav", r"mNAV", r"mNAV"),
    "NAV": (r"(?<!m)nav_", r"(?<!m)NAV", r"(?<!m)NAV"),
    "interest": (r"interest", r"\b[Ii]nterest", r"\bZins(?!fuß)|zinsen"),
    "fees": (r"without_fees", r"without fees", r"ohne Gebühren"),
    "break-even": (r"", r"[Bb]reak.even|pays its", r"[Bb]reak-even|Gewinnschwelle|(?<!Lücke )trägt(?! die Lücke)"),
    "forced sale": (r"forced_sale", r"[Ff]orced sale", r"[Zz]wangsverk"),
    "halving": (r"halving", r"[Hh]alving", r"Halving"),
    "network": (r"network", r"[Nn]etwork", r"[Nn]etz"),
    "supplier": (r"", r"supplier", r"[Ll]ieferant"),
    "hosting": (r"hosting", r"[Hh]osting", r"Hosting"),
    "debt": (r"debt", r"\b[Dd]ebt", r"Schuld|Fälligkeit|Tilgung"),
    "forecast": (r"", r"[Ff]orecast", r"[Pp]rognose|Vorschau"),
    "before": (r"", r"before the sale", r"vor dem Verkauf"),
    "after": (r"", r"after the sale", r"nach dem Verkauf"),
    "numbers": (r"", r"20\d\d", r"20\d\d"),
}


def misplaced(key: str, english: str, german: str) -> list[str]:
    """The concepts that one of the three speaks of and another does not."""
    found = []
    for concept, (in_key, in_english, in_german) in CONCEPTS.items():
        spoken = re.search(in_english, english) is not None
        if spoken != (re.search(in_german, german) is not None) or (in_key and re.search(in_key, key) and not spoken):
            found.append(concept)
    return found


def labels(key: str) -> tuple[str, str]:
    """A number's name in both languages."""
    return text.t(f"output.{key}", "EN"), text.t(f"output.{key}", "DE")


def test_a_label_speaks_of_what_its_key_names() -> None:
    assert {key: wrong for key in OUTPUTS if (wrong := misplaced(key, *labels(key)))} == {}


@pytest.mark.slow
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_no_two_numbers_share_a_label(lang: text.Lang) -> None:
    seen: dict[str, str] = {}
    for key in OUTPUTS:
        label = text.t(f"output.{key}", lang)
        assert label not in seen, f"{key} and {seen[label]}: {label}"
        seen[label] = key


def test_most_swaps_are_noticed() -> None:
    keys = list(OUTPUTS)
    noticed = []
    # Neighbours of a list by subject: the labels most alike.
    for key, other in zip(keys, keys[2:], strict=False):
        english, german = labels(key)
        noticed.append(bool(misplaced(key, *labels(other)) or misplaced(other, english, german)))
        noticed.append(bool(misplaced(key, english, labels(other)[1])))
    assert sum(noticed) > 0.55 * len(noticed), sum(noticed) / len(noticed)
