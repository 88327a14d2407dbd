"""The recipes of CONTRIBUTING.md, each followed in a copy: few files, few lines, and the copy's own tests agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard import facts as facts_file
from dashboard.words import text
from dashboard.words.text import LANGUAGES
from tests.next_quarter import QUARTER, RESULTS, with_next_quarter

from .conftest import ROOT, Project

pytestmark = pytest.mark.xdist_group("recipes")
# What tells a newcomer within seconds that a name, a word or a formula is wrong.
STRUCTURE = ("tests/unit/numbers", "tests/data/test_strings.py")
# Of the numbers computed by hand, those that the latest balance and quarter move most; the rest is the full run's.
BY_HAND = (
    "tests/data/test_published_values.py", "tests/unit/model/test_ledger.py", "tests/unit/test_new_balance.py",
    "tests/unit/headlines/test_share.py", "tests/unit/headlines/test_overview.py",
)  # fmt: skip


def follow_a_fact(project: Project) -> None:
    project.before(
        "data/cango.yaml", "  net_result_total_financial_year:",
        """  hydro_sites:
    value: 3
    unit: count
    as_of: 2026-06-30
    sources: [stocktoria]
    phrase: three sites run on hydropower
    confidence: press
    label: {en: Hydropower sites, de: Standorte mit Wasserkraft}
""",
    )  # fmt: skip


def follow_a_quarter(project: Project) -> None:
    path = "data/cango.yaml"
    published = facts_file.load(facts_file.PUBLISHED)
    project.write(path, with_next_quarter((project.root / path).read_text(encoding="utf-8"), published))


def follow_a_slider(project: Project) -> None:
    project.before(
        "data/cango.yaml", "  - key: rate\n",
        """  - key: pool
    name: pool_fee
    label: {en: Pool fee, de: Pool-Gebühr}
    unit: pct
    default: 0
    min: 0
    max: 5
    step: 0.5
    pages: [mining]
    reason:
      en: The published cash cost holds the fee already; this is what a dearer pool would cost.
      de: Die veröffentlichten Cash-Kosten enthalten die Gebühr schon; so viel kostete ein teurerer Pool.
    sources: []
""",
    )  # fmt: skip
    project.edit(
        "dashboard/model/mining.py",
        "def cash_margin_per_btc(btc_price: Number, cash_cost_per_btc: Number) -> Number:",
        "def cash_margin_per_btc(btc_price: Number, cash_cost_per_btc: Number, pool_fee: Number) -> Number:",
    )
    project.edit(
        "dashboard/model/mining.py", "return btc_price - cash_cost_per_btc",
        "return btc_price * (1 - pool_fee) - cash_cost_per_btc",
    )  # fmt: skip
    project.edit(
        "dashboard/numbers/mining.py", '"{btc_price} − {cash_cost_per_btc}"',
        '"{btc_price} × (1 − {pool_fee}) − {cash_cost_per_btc}"',
    )  # fmt: skip


def follow_an_output(project: Project) -> None:
    project.append(
        "dashboard/model/mining.py",
        '''

def cash_margin_share(cash_margin_per_btc: Number, btc_price: Number) -> Number:
    """Cash margin ÷ price of a coin, share of 1; elementwise."""
    return cash_margin_per_btc / btc_price
''',
    )
    project.before(
        "dashboard/numbers/mining.py", '    "break_even_price": Spec(',
        '    "cash_margin_share": Spec(mining.cash_margin_share, "pct", "{cash_margin_per_btc} ÷ {btc_price}"),',
    )  # fmt: skip
    project.append(
        "data/strings/mining.yaml",
        """
output.cash_margin_share: {en: Cash margin as a share of the price, de: Cash-Marge im Verhältnis zum Preis}
kpi.cash_margin_share: {en: "of {btc_price} a coin", de: "von {btc_price} je Coin"}
""",
    )
    project.edit("pages/mining.py", 'page.kpis("hashprice",', 'page.kpis("cash_margin_share", "hashprice",')


def follow_a_chart(project: Project) -> None:
    project.write(
        "dashboard/figures/mining/cash.py",
        '''"""What is left of a coin after its cash cost, by bitcoin price."""

from __future__ import annotations

import numpy as np

from dashboard.figures import axes
from dashboard.figures.draft import Draft
from dashboard.figures.layout import SUPPORT, Block, Chart
from dashboard.figures.plot import Plot
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import LANGUAGES
from dashboard.words.text import Lang


def cash_margin(scenario: Scenario, lang: Lang) -> Chart | Block:
    """The cash margin over the bitcoin price."""
    draft = Draft(scenario, lang, "mining.cash", "cash_margin")
    if not scenario.known("cash_margin_per_btc"):
        return draft.missing()
    prices = np.linspace(20e3, 200e3, 10)
    margins = draft.at("cash_margin_per_btc", "usd", btc_price=prices)
    x = axes.across(20e3, 200e3, lang, "ksd", 1e3)
    y = axes.upright(-100e3, 200e3, lang, "ksd", 1e3, signed=True)
    own = draft.number("cash_margin_per_btc")

    def draw(width: int) -> Plot:
        plot = Plot(width, SUPPORT, x, y)
        plot.line(prices, [margin.value for margin in margins], clear=1)
        plot.level()
        plot.marks(scenario.value("btc_price"), own.value, "diamond", clear=9)
        plot.label(scenario.value("btc_price"), own.value, own.text)
        return plot

    rows = [(text.usd(price, lang), margin) for price, margin in zip(prices, margins, strict=True)]
    table = draft.table((text.t("mining.price", lang), draft.label("cash_margin_per_btc")), rows)
    return draft.chart(draw, table, "assumed", ("cash_margin_per_btc",))
''',
    )
    project.edit(
        "dashboard/registry.py", '*_rows("mining.machines", "backtest", "machines"),',
        '*_rows("mining.machines", "backtest", "machines"),\n            *_rows("mining.cash", "cash_margin"),',
    )  # fmt: skip
    project.append(
        "data/strings/mining.yaml",
        """
mining.cash.title: {en: "A coin leaves {cash_margin_per_btc}", de: "Von einem Coin bleiben {cash_margin_per_btc}"}
mining.cash.subtitle: {en: "Price less cash cost, by price", de: "Preis abzüglich Cash-Kosten, nach Preis"}
mining.cash.alt:
  en: "At {btc_price} a coin leaves {cash_margin_per_btc} after its cash cost."
  de: "Bei {btc_price} bleiben von einem Coin {cash_margin_per_btc} nach Cash-Kosten."
mining.cash.assumed: {en: price and cost, de: Preis und Kosten}
missing.cash_margin.title: {en: No cash margin, de: Keine Cash-Marge}
missing.cash_margin.body: {en: The cash cost is not disclosed., de: Die Cash-Kosten sind nicht veröffentlicht.}
""",
    )
    project.edit(
        "pages/mining.py",
        "from dashboard.figures.mining import machines",
        "from dashboard.figures.mining import cash, machines",
    )
    project.edit("pages/mining.py", "page.register()", "page.chart(cash.cash_margin(scenario, lang))\npage.register()")


def follow_a_page(project: Project) -> None:
    project.edit(
        "dashboard/registry.py",
        '    PageRow(\n        "claims",',
        '    PageRow("fleet"),\n    PageRow(\n        "claims",',
    )
    project.write(
        "pages/fleet.py",
        (ROOT / "pages" / "mining.py").read_text(encoding="utf-8").split("page.headline()")[0].split("\n", 1)[1]
        + 'page.headline()\npage.kpis("energy_per_btc")\npage.register()\n',
    )
    project.write(
        "dashboard/headlines/fleet.py",
        '''"""How much power a coin takes."""

from dashboard.headlines import Headline
from dashboard.numbers.resolver import Scenario
from dashboard.words.say import say
from dashboard.words.text import Lang


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """The energy of a coin."""
    return Headline(
        say(scenario, "fleet.kicker", lang), say(scenario, "fleet.title", lang), say(scenario, "fleet.standfirst", lang)
    )
''',
    )
    project.write(
        "data/strings/fleet.yaml",
        """nav.fleet: {en: Machines, de: Maschinen}
fleet.kicker: {en: Machines, de: Maschinen}
fleet.title: {en: "A coin takes {energy_per_btc}", de: "Ein Coin braucht {energy_per_btc}"}
fleet.standfirst: {en: "At {fleet_efficiency}.", de: "Bei {fleet_efficiency}."}
""",
    )


@dataclass(frozen=True)
class Followed:
    """The copy in which all recipes were followed; files and lines that each took, and what was asked of the copy."""

    project: Project
    took: dict[str, tuple[int, int]]
    numbers: list[Any]
    pages: list[Any]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """One after the other in one copy, as in the project itself; starting a copy costs more than all that is asked."""
    project = Project(tmp_path_factory.mktemp("project"))
    took = {}
    for follow in (follow_a_fact, follow_a_quarter, follow_a_slider, follow_an_output, follow_a_chart, follow_a_page):
        project.begin()
        follow(project)
        took[follow.__name__] = project.files, project.lines
    links = ("btc=70&cash=60&net=1000&pool=2", "btc=70&cash=60&net=1000", "btc=80&cash=60&net=1000")
    pages = [("mining", "EN"), ("mining", "DE"), ("fleet", "EN"), ("fleet", "DE")]
    return Followed(project, took, *project.asked(links, pages))


def test_the_copys_own_tests_agree(followed: Followed) -> None:
    followed.project.tests(*STRUCTURE, *BY_HAND)


def test_a_fact(followed: Followed) -> None:
    followed.project.python("-m", "dashboard.facts", "data/cango.yaml")
    check = "from dashboard import facts; print(facts.load('data/cango.yaml').lookup('hydro_sites'))"
    assert followed.project.python("-c", check).strip() == "3.0"
    assert followed.took["follow_a_fact"][0] == 1


def test_a_quarter(followed: Followed) -> None:
    assert followed.took["follow_a_quarter"][0] == 1
    for page, lang in zip(followed.pages[:2], LANGUAGES, strict=True):
        assert text.date(QUARTER, lang).replace(text.NBSP, " ") in page["words"]
    per_coin = RESULTS["btc_revenue"] * 1e6 / RESULTS["btc_mined"]
    assert followed.numbers[0]["revenue_per_btc_last_quarter"]["value"] == pytest.approx(per_coin)


@pytest.mark.full
def test_a_quarter_alone_moves_no_test(tmp_path: Path) -> None:
    project = Project(tmp_path)
    follow_a_quarter(project)
    # That module adds the very same figures, and asks whether they are others than before.
    own = "--ignore=tests/app/test_new_quarter.py"
    project.tests("-m", "not full", own, "tests/data", "tests/unit", "tests/property", "tests/figures", "tests/app")


def test_a_slider(followed: Followed) -> None:
    assert followed.took["follow_a_slider"][0] <= 4
    # 70,000 × 0.98 − 60,000
    assert [numbers["cash_margin_per_btc"]["value"] for numbers in followed.numbers[:2]] == [8_600, 10_000]
    assert "pool" in followed.pages[0]["sliders"]


def test_an_output(followed: Followed) -> None:
    files, lines = followed.took["follow_an_output"]
    assert files <= 5 and lines <= 12
    # (80,000 − 60,000) ÷ 80,000
    assert followed.numbers[2]["cash_margin_share"]["value"] == 0.25
    assert "cash_margin_share" in followed.pages[1]["figures"]


def test_a_chart(followed: Followed) -> None:
    files, lines = followed.took["follow_a_chart"]
    assert files <= 4 and lines <= 60
    assert "Price less cash cost, by price" in followed.pages[0]["words"]


def test_a_page(followed: Followed) -> None:
    assert followed.took["follow_a_page"][0] <= 4
    english, german = followed.pages[2:]
    assert re.search(r"A coin takes [\d,]+ MWh", english["words"])
    assert "Maschinen" in german["words"]
