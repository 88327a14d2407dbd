"""The plausible range of a slider: shaded on its track, and said with its evidence in its help."""

from __future__ import annotations

import re

from dashboard.facts import Facts
from dashboard.screen import controls
from dashboard.words import text

from .conftest import start


def test_the_shade_lies_where_the_range_does(facts: Facts) -> None:
    rules = str(controls.plausible_ranges(facts))
    found = {
        key: (float(low), float(span))
        for key, low, span in re.findall(
            r"\.st-key-(\w+),\.st-key-m_\1\{--cg-low:([\d.]+)%;--cg-span:([\d.]+)%\}", rules
        )
    }
    assert set(found) == {a.key for a in facts.assumptions if a.plausible}
    # 55 to 125 on a slider from 20 to 200.
    assert found["btc"] == (19.44, 38.89)
    assert all(low >= 0 and span > 0 and low + span <= 100.01 for low, span in found.values())


def test_the_help_says_range_and_evidence(facts: Facts) -> None:
    for lang, words in (
        ("EN", "Plausible: $55,000 to $125,000."),
        ("DE", "Plausibel: 55.000\u00a0$ bis 125.000\u00a0$."),
    ):
        app = start("mining", {"lang": lang})
        price = facts.assumption("btc")
        assert price is not None and price.evidence is not None
        said = app.slider(key="btc").help.replace("\\", "")
        assert words in said, said
        assert price.evidence.get(lang) in said


def test_a_slider_without_a_range_claims_none(facts: Facts) -> None:
    horizon = facts.assumption("touch")
    assert horizon is not None and not horizon.plausible
    assert controls.plausible_range(horizon, "EN") == ""
    assert text.t("sidebar.plausible", "EN").split("{")[0] not in start("sale").slider(key="touch").help
