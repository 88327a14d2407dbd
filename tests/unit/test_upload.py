"""An uploaded facts file is checked against what the model expects, and every refusal names the line."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest

from dashboard.facts import Facts, FactsError, files, load
from dashboard.numbers import OUTPUTS, peers
from dashboard.numbers.resolver import Scenario
from dashboard.screen import downloads, markup
from dashboard.takeaway import rehearsal
from dashboard.words import text

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ("template", "nordlicht")
# Each file that is accepted gives every page once.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def example(facts: Facts) -> str:
    return offered("nordlicht", facts).decode()


def offered(name: str, facts: Facts) -> bytes:
    return downloads.example(name, frozenset(facts.beside))


def refused(data: str, facts: Facts) -> FactsError:
    with pytest.raises(FactsError) as caught:
        rehearsal.check(data.encode(), "mine.yaml", facts)
    return caught.value


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_can_be_uploaded(name: str, facts: Facts) -> None:
    own = rehearsal.check(offered(name, facts), f"{name}.yaml", facts)
    assert own.fingerprint != facts.fingerprint
    assert list(own.daily) == ["btc_price_daily", "btc_price_history"] and own.peers is None
    assert np.array_equal(
        own.daily["btc_price_daily"].columns["close"], facts.daily["btc_price_daily"].columns["close"]
    )
    assert "Cango" not in offered(name, facts).decode()


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_offered_name_only_what_lies_beside_the_published_file(name: str, facts: Facts) -> None:
    whole = (ROOT / "data" / "examples" / f"{name}.yaml").read_bytes()
    served = load(ROOT / "data" / "examples" / f"{name}.yaml")
    assert downloads.example(name, frozenset(served.beside)) == whole
    assert rehearsal.check(whole, "mine.yaml", served).fingerprint == served.fingerprint
    alone = dataclasses.replace(facts, beside={})
    own = rehearsal.check(downloads.example(name, frozenset()), "mine.yaml", alone)
    assert own.daily == {} and own.peers is None


def test_the_example_is_complete(facts: Facts) -> None:
    own = rehearsal.check(offered("nordlicht", facts), "nordlicht.yaml", facts)
    scenario = Scenario(own, {a.name: a.to_base(a.default_value) for a in own.assumptions})
    for key in OUTPUTS:
        missing = scenario.output(key).missing
        # Share price and peers are files of their own; two facts are undisclosed in the published file as well.
        for name in missing:
            side_file = name.startswith(("share_price_daily_", "peers_"))
            assert side_file or facts.lookup(name) is None, (key, name)


def test_the_published_file_can_be_uploaded_without_its_side_files(facts: Facts) -> None:
    text = (ROOT / "data" / "cango.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^  peers: .*\n", "", text, flags=re.M)
    text = re.sub(r"^daily:\n(?:[ #].*\n|\n)*", "", text, flags=re.M)
    own = rehearsal.check(text.encode(), "cango.yaml", facts)
    assert own.claims == facts.claims


def test_the_published_file_can_be_uploaded_unchanged(facts: Facts) -> None:
    own = rehearsal.check(facts.data, "cango.yaml", facts)
    assert facts.data == (ROOT / "data" / "cango.yaml").read_bytes()
    assert own.fingerprint == facts.fingerprint
    assert own.peers == facts.peers
    assert list(own.daily) == list(facts.daily)
    for name, value in facts.names.items():
        np.testing.assert_array_equal(np.asarray(own.lookup(name)), np.asarray(value), err_msg=name)


def test_side_files_of_an_upload_never_come_from_disk(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise AssertionError("the disk was read")

    monkeypatch.setattr(files, "read_bounded", fail)
    monkeypatch.setattr(files, "stamp_of", fail)
    assert rehearsal.check(facts.data, "cango.yaml", facts)


def test_a_price_series_is_read_with_the_columns_of_the_upload(example: str, facts: Facts) -> None:
    problem = refused(example.replace("column: btc_usd", "column: price"), facts)
    assert "btc_price_daily.csv" in str(problem) and "price" in str(problem)


PEERS, PRICES = "  peers: peers.yaml\n", "    file: btc_price_daily.csv\n"


@pytest.mark.parametrize(
    "name",
    [
        "nordlicht_share_price.csv", "../share_price.csv", "../x.csv", "/etc/passwd", "./peers.yaml", "Peers.yaml",
        "data/peers.yaml", "examples/template.yaml", ".env", "cango.yaml", "https://example.com/x.csv",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("line", "key"), [(PEERS, "company.peers"), (PRICES, "daily.btc_price_daily.file")])
def test_other_files_are_refused_in_one_sentence(facts: Facts, name: str, line: str, key: str) -> None:
    data = facts.data.decode()
    assert data.count(line) == 1
    problem = refused(data.replace(line, f'{line.split(":")[0]}: "{name}"\n'), facts)
    assert problem.key == key and problem.line is not None
    assert problem.expected.startswith("found '")
    assert problem.expected.endswith(f"but an upload may name only {', '.join(facts.beside)}")
    assert {"share_price.csv", "btc_price_daily.csv", "peers.yaml"} <= set(facts.beside)
    assert len(str(problem).splitlines()) == 1


def test_where_the_published_file_names_none(facts: Facts) -> None:
    problem = refused(facts.data.decode(), dataclasses.replace(facts, beside={}))
    assert problem.expected == "found 'peers.yaml', but an upload may name no other files"


def test_another_company_is_not_taken_for_the_subject_of_the_peers(example: str, facts: Facts) -> None:
    assert facts.peers is not None
    published = peers.subject(facts)
    assert published is not None
    for ticker in ("NLM", "MARA"):
        data = example.replace("  ticker: NLM\n", f"  ticker: {ticker}\n{PEERS}", 1)
        own = rehearsal.check(data.encode(), "mine.yaml", facts)
        subject = peers.subject(own)
        assert (subject.ticker if subject else None) == (None if ticker == "NLM" else ticker)
        assert [one.ticker for one in peers.companies(own)] == [one.ticker for one in facts.peers.peers]
        assert all(peers.short(own, one) == one.ticker for one in own.peers.peers if one.ticker == published.ticker)  # type: ignore[union-attr]


SALE = "sale_btc:\n    value: 1646.87\n    unit: btc"
KEY, RENAMED = "key: btc\n    name: btc_price", "key: price\n    name: btc_price"


@pytest.mark.parametrize(
    ("edits", "key", "said"),
    [
        ({SALE: SALE.replace("unit: btc", "unit: musd")}, "facts.sale_btc", "in a unit of btc, found usd"),
        ({"  sale_btc:\n": "  margin_per_btc:\n"}, "facts.margin_per_btc", "choose another name"),
        ({"name: btc_price\n": "name: price_of_btc\n"}, "assumptions", "the slider btc_price is missing"),
        ({KEY: RENAMED, "values: {btc: ": "values: {price: "}, "assumptions[1].key", "expected btc"),
        ({"unit: kusd\n    default: 77\n": "unit: musd\n    default: 77\n"}, "", ""),
        ({"unit: kusd\n    default: 77\n": "unit: months\n    default: 77\n"}, "assumptions[1].unit", "expected kusd"),
        ({"÷ {treasury_at_sale_month_start} =": "÷ {treasury_last} ="}, "claims[1].arithmetic", "no fact or result"),
        ({"      RUN: {": "      NOW: {", "RUN": "NOW"}, "assumptions[4].options.NOW", "expected one of FY2025, RUN"),
    ],
)  # fmt: skip
def test_what_the_model_cannot_work_with(
    example: str, facts: Facts, edits: dict[str, str], key: str, said: str
) -> None:
    for old, new in edits.items():
        assert old in example
        example = example.replace(old, new)
    if not key:
        assert rehearsal.check(example.encode(), "mine.yaml", facts)
        return
    problem = refused(example, facts)
    assert problem.key == key
    assert said in str(problem)
    assert problem.line is not None
    assert "mine.yaml, line" in str(problem)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"a: [1, 2", b"just words\n", b"a: &x [1]\nb: *x\nend_of_facts: true\n",
        b"a: !!python/object/apply:os.system ['id']\nend_of_facts: true\n", b"x" * (2 * 1024 * 1024),
        b"[" * 60_000, "a: \u202eb\nend_of_facts: true\n".encode(), b"end_of_facts: true\n",
    ],
)  # fmt: skip
def test_what_is_no_facts_file_at_all(data: bytes, facts: Facts) -> None:
    with pytest.raises(FactsError) as caught:
        rehearsal.check(data, "../../etc/passwd\x1b[31m<b>", facts)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Bitcoin price", "Bitcoin price"),
        ("$5 and $6", r"\$5 and \$6"),
        ("**b** _i_ `c`", r"\*\*b\*\* \_i\_ \`c\`"),
        ("![i](http://x) [l](u)", "\\!\\[i\\](http:\u2060//x) \\[l\\](u)"),
        ("<img src=x>", r"\<img src=x\>"),
        (":red[x] ~~s~~", r":red\[x\] \~\~s\~\~"),
        ("1. one", r"1\. one"),
        ("- one\n# two", r"\- one \# two"),
        ("a www.x.org b@c.de", "a www\u2060.x.org b@\u2060c.de"),
        (r"back\slash & more", r"back\\slash \& more"),
    ],
)
def test_labels_of_widgets_are_plain_text(words: str, label: str) -> None:
    assert markup.plain_label(words) == label


SLIDER = re.compile(r"  - key: rate\n(?:    .*\n)+")


def test_a_file_older_than_a_slider_takes_the_published_default(example: str, facts: Facts) -> None:
    older = SLIDER.sub("", example)
    assert older != example
    own = rehearsal.check(older.encode(), "mine.yaml", facts)
    published = facts.assumption("rate")
    taken = own.assumption("rate")
    assert published is not None and taken is not None
    assert (taken.default, taken.bounds, taken.label) == (published.default, published.bounds, published.label)
    assert taken.reason.en == text.t("origin.stand_in", "EN") and taken.sources == () and taken.reported is None
    assert "interest_rate" in own.stand_ins and own.unit_of("interest_rate") == facts.unit_of("interest_rate")
    order = [a.key for a in facts.assumptions]
    assert [a.key for a in own.assumptions] == order, "sliders keep the order of the published file"
    scenario = Scenario(own, {a.name: a.to_base(a.default_value) for a in own.assumptions})
    assert scenario.value("interest_saved") is not None


def test_a_file_older_than_a_constant_takes_the_published_value(example: str, facts: Facts) -> None:
    older = re.sub(r"  - name: selling_cost\n(?:    .*\n)+", "", example)
    assert older != example
    own = rehearsal.check(older.encode(), "mine.yaml", facts)
    assert own.lookup("selling_cost") == facts.lookup("selling_cost") and own.kind_of("selling_cost") == "assumed"
    assert "selling_cost" in own.stand_ins


def test_a_whole_file_needs_no_stand_in(facts: Facts) -> None:
    assert rehearsal.check(facts.data, "cango.yaml", facts).stand_ins == () == facts.stand_ins


def test_the_examples_leave_only_the_general_sliders_out(facts: Facts) -> None:
    for name in EXAMPLES:
        own = rehearsal.check(offered(name, facts), f"{name}.yaml", facts)
        assert {"btc_price", "cash_cost_at_reference", "self_mining_hashrate"}.isdisjoint(own.stand_ins)
        assert "random_seed" in own.stand_ins
        assert not any("Cango" in a.reason.en for a in own.assumptions)
