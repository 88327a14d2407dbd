"""What is said beside a number names the period that the facts give it: another one moves the words with the number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from dashboard import figures, headlines, registry
from dashboard.facts import Facts, loads
from dashboard.figures import overview
from dashboard.figures.layout import Block, Chart
from dashboard.numbers import OUTPUTS, catalog
from dashboard.numbers.resolver import Scenario, dependencies
from dashboard.words import text
from dashboard.words.text import LANGUAGES, Figure, Lang, Sentence
from tests.figures.drawing import numbers_of

Make = Callable[..., Scenario]
ORIGIN = "sources: [release_q1_2026], confidence: company, phrase: an invented row"
# Invented, and unlike anything published.
YEAR = "revenue: 411, btc_revenue: 402, net_result: -77, btc_mined: 4321, all_in_cost: 91234, cash_cost: 71234"
QUARTER = "revenue: 91.5, btc_revenue: 87.25, net_result: -12.34, btc_mined: 1234.5, cash_cost: 65432"
BALANCE = "cash: 33.21, long_term_debt: 44.43, btc_backed_loan: 5.65, total_liabilities: 66.87, btc_held: 876.5"
EQUITY = "total_equity: 123.4"
# How it was, period by period: these charts name every one of them.
HISTORY = ("quarters",)
# Names end with the period that they mean.
OF_YEAR, OF_QUARTER = ("financial_year",), ("last_quarter", "_latest", "_now", "_last", "balance_date")
OF_SALE = ("sale_quarter", "month_after_sale", "_before", "_after")


def with_row(content: str, table: str, row: str) -> str:
    """The file with one more row at the end of a table."""
    start = content.index(f"\n  {table}:\n") + len(table) + 5
    following = re.compile(r"(?m)^(?:  )?[a-z]").search(content, start)
    assert following is not None
    place = following.start()
    return f"{content[:place].rstrip()}\n      - {{{row}, {ORIGIN}}}\n\n{content[place:]}"


def year_on(content: str) -> str:
    """The financial year is the next one: in its window, its row, and in what the file says of it in single entries."""
    content = with_row(content, "quarterly_results", f"period: FY2026, {YEAR}")
    content = content.replace("\n  financial_year:\n    period: FY2025\n", "\n  financial_year:\n    period: FY2026\n")

    def moved(entry: re.Match[str]) -> str:
        return re.sub(r"    (?:period|label): .*", lambda line: line[0].replace("2025", "2026"), entry[0])

    return re.sub(r"(?m)^  \w+_(?:financial_year|first_half):\n(?:    .*\n)+", moved, content)


def quarter_on(content: str) -> str:
    """A quarter and a balance after the newest."""
    content = with_row(content, "balance_sheets", f"date: 2026-06-30, {BALANCE}, {EQUITY}")
    return with_row(content, "quarterly_results", f"period: 2026-Q4, {QUARTER}")


CASES = {
    "a year on": (year_on, OF_YEAR, (), r"2025"),
    "a quarter on": (quarter_on, OF_QUARTER, OF_SALE, r"Q1.2026|March.2026|31.Mar.2026|31\..März.2026"),
}


class Moved:
    """A copy of the facts in which some periods are others, and which numbers follow them."""

    def __init__(self, facts: Facts, case: str) -> None:
        move, self.ends, self.but, old = CASES[case]
        self.old = re.compile(old)
        self.facts = loads(move(facts.data.decode()).encode(), "copy.yaml", None, facts.beside)
        values = {a.name: a.to_base(a.default_value) for a in self.facts.assumptions}
        self.scenario = Scenario(self.facts, values).with_values(random_paths=256)

    def follows(self, key: str) -> bool:
        """Whether a number is of the periods that moved, and of no other."""
        names = {key, *dependencies(key)}
        return any(name.endswith(self.ends) for name in names) and not any(name.endswith(self.but) for name in names)

    def stale(self, words: str) -> bool:
        return self.old.search(words) is not None

    def wrong(self, sentence: Sentence) -> bool:
        """Whether a sentence names an old period beside a number of the new one."""
        return self.stale(text.plain(sentence)) and any(self.follows(one.key) for one in text.figures_of(sentence))


@pytest.fixture(scope="module", params=CASES)
def moved(request: pytest.FixtureRequest, facts: Facts) -> Moved:
    return Moved(facts, request.param)


def test_the_numbers_moved(facts: Facts, scenario: Make, moved: Moved) -> None:
    before = scenario()
    keys = [name for name in facts.facts if name.endswith(moved.ends) and moved.scenario.known(name)]
    assert len([name for name in keys if before.value(name) != moved.scenario.value(name)]) > 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_label_names_another_period(facts: Facts, moved: Moved, lang: Lang) -> None:
    later = [name for name in facts.facts if catalog.period(facts, name) != catalog.period(moved.facts, name)]
    labels = {key: headlines.label(moved.scenario, key, lang) for key in (*OUTPUTS, *later)}
    assert {key: label for key, label in labels.items() if moved.follows(key) and moved.stale(label)} == {}
    assert not [label for label in labels.values() if "{" in label]


def notes(moved: Moved, lang: Lang) -> Iterator[Sentence]:
    """What is said without a chart: headlines, the lines under key figures, the article's questions."""
    for row in registry.PAGES:
        head = headlines.headline(row.name, moved.scenario, lang)
        yield from (head.kicker, head.title, head.standfirst)
    for key in text.strings():
        family, *rest = key.split(".")
        number = next((part for part in rest if part in OUTPUTS or part in moved.facts.facts), None)
        if family == "kpi" and number is not None:
            # The note stands under its number.
            figure = headlines.figure(moved.scenario.output(number), lang)
            yield (figure, " ", *headlines.say(moved.scenario, key, lang))
    for question in overview.QUESTIONS:
        block = overview.question(moved.scenario, question, lang)
        yield from ((*block.title, " ", *part) for part in block.body)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_names_another_period(moved: Moved, lang: Lang) -> None:
    assert [text.plain(one) for one in notes(moved, lang) if moved.wrong(one)] == []


def charts(moved: Moved, lang: Lang) -> Iterator[Chart | Block]:
    for row in registry.PAGES:
        for chosen in [{name: token} for name, tokens in row.switches.items() for token in tokens] or [{}]:
            drawn = figures.drawn(row.name, moved.scenario, lang, chosen)
            yield from (one for one in drawn if isinstance(one, Chart | Block) and one.key not in HISTORY)


def drawn_words(chart: Chart) -> Iterator[str]:
    """Every label of a plot, wide and narrow."""
    for figure in (chart.figure, chart.narrow):
        layout = figure["layout"]
        yield from (str(one.get("text", "")) for one in layout["annotations"])
        yield from (str(tick) for axis in ("xaxis", "yaxis") for tick in layout[axis].get("ticktext", ()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_chart_names_another_period(moved: Moved, lang: Lang) -> None:
    found = []
    for one in charts(moved, lang):
        numbers = [figure.key for figure in numbers_of(one.table)] if one.table is not None else []
        said: list[str] = [text.plain(one.title), text.plain(one.subtitle)]
        if isinstance(one, Chart):
            numbers += one.uses
            said += [text.plain(one.alt), *(words for _, words in one.origins), *drawn_words(one)]
        if one.table is not None:
            said += [*one.table.head, one.table.caption]
            rows = [
                row
                for row in one.table.rows
                if any(isinstance(cell, Figure) and moved.follows(cell.key) for cell in row)
            ]
            said += [cell for row in rows for cell in row if isinstance(cell, str)]
        assert not [words for words in said if "{" in words], one.key
        if any(moved.follows(key) for key in numbers):
            found += [(one.key, words) for words in said if moved.stale(words)]
    assert found == []
