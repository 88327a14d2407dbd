"""The YAML reader: what it reads, what it refuses, and that nothing but FactsError ever leaves it."""

import math
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.facts import yaml_loader
from dashboard.facts.yaml_loader import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_KEY,
    FactsError,
    Tree,
    key_text,
    parse,
    read_bounded,
)
from tests.conftest import examples

NAME = "file.yaml"

READ = {
    "text": ("a: words with spaces", {"a": "words with spaces"}),
    "whole number": ("a: 12", {"a": 12}),
    "signs": ("a: -12\nb: +5\nc: -0.5", {"a": -12, "b": 5, "c": -0.5}),
    "decimal": ("a: 688.1\nb: 1.\nc: .5", {"a": 688.1, "b": 1.0, "c": 0.5}),
    "exponent": ("a: 1e9\nb: 1.5e9\nc: 2E-3", {"a": 1e9, "b": 1.5e9, "c": 0.002}),
    "leading zero is decimal": ("a: 017", {"a": 17}),
    "clock time is text": ("a: 12:30", {"a": "12:30"}),
    "country code is text": (
        "a: NO\nb: on\nc: yes\nd: off\ne: y",
        {"a": "NO", "b": "on", "c": "yes", "d": "off", "e": "y"},
    ),
    "underscore is text": ("a: 1_000", {"a": "1_000"}),
    "hexadecimal is text": ("a: 0x1F\nb: 0o17\nc: 0b11", {"a": "0x1F", "b": "0o17", "c": "0b11"}),
    "date is text": ("a: 2026-02-08\nb: 2026-02-30", {"a": "2026-02-08", "b": "2026-02-30"}),
    "booleans": ("a: true\nb: False", {"a": True, "b": False}),
    "null": ("a: null\nb: ~\nc:", {"a": None, "b": None, "c": None}),
    "quoted stays text": ("a: '12'\nb: \"true\"\nc: 'null'", {"a": "12", "b": "true", "c": "null"}),
    "keys are text": ("2025: a\nyes: b\nnull: c\n1.5: d", {"2025": "a", "yes": "b", "null": "c", "1.5": "d"}),
    "flow": ("{a: [1, {b: 2}], c: []}", {"a": [1, {"b": 2}], "c": []}),
    "block text": ("a: |\n  one\n  two\nb: >\n  three\n  four\n", {"a": "one\ntwo\n", "b": "three four\n"}),
    "umlauts and signs": ("a: für 5 € — „so“\u00a0\u202f", {"a": "für 5 € — „so“\u00a0\u202f"}),
    "byte order mark": ("\ufeffa: 1", {"a": 1}),
    "windows line ends": ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
    "eighteen digits": (f"a: {'9' * MAX_DIGITS}", {"a": int("9" * MAX_DIGITS)}),
    "depth at the limit": ("[" * MAX_DEPTH + "]" * MAX_DEPTH, None),
    "scalar document": ("42", 42),
}


@pytest.mark.parametrize("case", READ.values(), ids=READ)
def test_reads(case: tuple[str, object]) -> None:
    text, expected = case
    tree = parse(text.encode(), NAME).tree
    if expected is not None:
        assert tree == expected
        assert repr(tree) == repr(expected), "1 is not True and not 1.0"


@pytest.mark.parametrize("case", READ.values(), ids=READ)
def test_both_parsers_of_pyyaml_read_the_same(case: tuple[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    assert yaml.__with_libyaml__, "the fast parser is the one under test"
    fast = parse(case[0].encode(), NAME)
    monkeypatch.setattr(yaml_loader, "PARSER", yaml.SafeLoader)
    slow = parse(case[0].encode(), NAME)
    assert repr(fast.tree) == repr(slow.tree)
    assert fast.lines == slow.lines


# name: (bytes, line that must be named, words that must be said)
REFUSED: dict[str, tuple[bytes, int | None, str]] = {
    "not YAML": (b"a: 1\nb: [1, 2\nc: 3", 3, "not YAML"),
    "tab as indent": (b"a:\n\tb: 1", 2, "not YAML"),
    "stray colon": (b"a: 1\nb: c: d", 2, "not YAML"),
    "empty": (b"", 1, "empty"),
    "only comments": (b"# nothing\n\n", 1, "empty"),
    "alias bomb": (b"a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]", 1, "anchor &a"),
    "alias": (b"a: 1\nb: *a", 2, "alias *a"),
    "recursive alias": (b"&a [*a]", 1, "anchor"),
    "anchor on a key": (b"x: 1\n&k key: 1", 2, "anchor"),
    "merge key": (b"a: 1\n<<: {b: 2}", 2, "merge"),
    "python tag": (b"a: 1\nb: !!python/object/apply:os.system ['true']", 2, "tag"),
    "binary tag": (b"a: !!binary aGVsbG8=", 1, "tag"),
    "set tag": (b"a: !!set {x}", 1, "tag"),
    "string tag": (b"a: !!str 5", 1, "tag"),
    "local tag": (b"a: !thing 5", 1, "tag"),
    "bare tag": (b"a: ! 5", 1, "tag"),
    "tag on a key": (b"!!str a: 5", 1, "tag"),
    "duplicate key": (b"a: 1\nb: 2\na: 3", 3, "first on line 1"),
    "duplicate nested key": (b"x:\n  - {a: 1, b: 2, a: 1}", 2, "duplicate"),
    "duplicate in other spelling": (b"'1': a\n1: b", 2, "duplicate"),
    "empty key": (b"a: 1\n'': 2", 2, "empty"),
    "list as key": (b"? [1, 2]\n: 3", 1, "key"),
    "mapping as key": (b"{a: 1}: 3", 1, "key"),
    "too deep": (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), 1, "nested"),
    "50 KB of [": (b"[" * 50_000, 1, "nested"),
    "50 KB of {": (b"{" * 50_000, 1, "key"),
    "50 KB of dashes": (b"- " * 25_000, 1, "nested"),
    "deep indentation": (b"".join(b" " * i + b"a:\n" for i in range(300)), MAX_DEPTH + 1, "nested"),
    "too many digits": (b"a: 1\nb: " + b"9" * 19, 2, "digits"),
    "5000 digits": (b"a: " + b"9" * 5000, 1, "digits"),
    "too many decimals": (b"a: 0." + b"1" * 18, 1, "digits"),
    ".nan": (b"a: 1\nb: .nan", 2, "finite"),
    ".inf": (b"a: .inf", 1, "finite"),
    "-.INF": (b"a: -.INF", 1, "finite"),
    "nan": (b"a: nan", 1, "finite"),
    "Infinity": (b"a: -Infinity", 1, "finite"),
    "1e400": (b"a: 1.0e+400", 1, "exponent"),
    "1e-400": (b"a: 1e-400", 1, "exponent"),
    "bad UTF-8": (b"a: 1\nb: \xff", 2, "UTF-8"),
    "overlong UTF-8": (b"a: \xc0\xaf", 1, "UTF-8"),
    "UTF-16": ("a: 1".encode("utf-16"), 1, "UTF-8"),
    "encoded surrogate": (b"a: \xed\xa0\x80", 1, "UTF-8"),
    "NUL": (b"a: 1\nb: x\x00y", 2, "U+0000"),
    "escape character": (b"a: x\x1b[31m", 1, "U+001B"),
    "C1 control": ("a: 1\nb: x\u0085y".encode(), 2, "U+0085"),
    "right-to-left override": ("a: 1\nb: 1\nc: x\u202ey".encode(), 3, "U+202E"),
    "isolate": ("a: x\u2066y".encode(), 1, "U+2066"),
    "zero-width space": ("a: x\u200by".encode(), 1, "U+200B"),
    "zero-width joiner in a key": ("a\u200d: x".encode(), 1, "U+200D"),
    "byte order mark inside": ("a: x\ufeffy".encode(), 1, "U+FEFF"),
    "line separator": ("a: x\u2028y".encode(), 1, "U+2028"),
    "soft hyphen": ("a: x\u00ady".encode(), 1, "U+00AD"),
    "tag character": ("a: x\U000e0041y".encode(), 1, "U+E0041"),
    "hidden in a comment": ("a: 1 # x\u202ey".encode(), 1, "U+202E"),
    "escaped NUL": (b'a: "x\\0y"', 1, "U+0000"),
    "escaped override": (b'a: 1\nb: "x\\u202ey"', 2, "U+202E"),
    "escaped surrogate": (b'a: "\\ud800"', 1, "not YAML"),
    "escaped in a key": (b'a: 1\n"b\\u200b": 1', 2, "U+200B"),
    "escape beyond Unicode": (b'a: 1\nb: "\\UFFFFFFFF"', 2, "not YAML"),
    "escape just beyond Unicode": (b'a: "\\U00110000"', 1, "not YAML"),
    "long version": (b"%YAML 1." + b"9" * 5000 + b"\n--- a", 1, "not YAML"),
    "long key": (b"a: 1\n" + b"k" * (MAX_KEY + 1) + b": 2", 2, "characters"),
    "two documents": (b"a: 1\n---\nb: 2", 2, "second document"),
    "too large": (b"a: " + b"x" * MAX_BYTES, None, "bytes"),
    "hexadecimal megabyte": (b"a: 0x" + b"f" * MAX_BYTES, None, "bytes"),
    "half a million values": (b"[" + b"1," * 500_000 + b"1]", 1, "values"),
    "a hundred thousand keys": (b"".join(b"k%d: 1\n" % i for i in range(90_000)), None, "values"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refuses(case: tuple[bytes, int | None, str]) -> None:
    data, line, words = case
    started = time.thread_time()
    with pytest.raises(FactsError) as caught:
        parse(data, NAME)
    assert time.thread_time() - started < 10
    error = caught.value
    assert words in str(error)
    if line is not None:
        assert error.line == line
        assert f"{NAME}, line {line}" in str(error)
    check_one_sentence(error)


def test_the_line_of_every_key_and_item_is_known() -> None:
    document = parse(b"a: 1\nb:\n  - c: 2\n    d: 3\n  -\n    e: [4, 5]\n", NAME)
    assert document.lines[("a",)] == 1
    assert document.lines[("b",)] == 2
    assert document.lines[("b", 0)] == 3
    assert document.lines[("b", 0, "d")] == 4
    assert document.lines[("b", 1)] == 6
    assert document.lines[("b", 1, "e", 1)] == 6
    assert document.line(("b", 0, "missing", "deeper")) == 3
    assert document.line(("missing",)) == 1
    assert key_text(("b", 0, "d")) == "b[1].d"


def test_an_error_is_one_clean_line_whatever_the_file_says() -> None:
    error = FactsError("x\n" * 99, 3, "k\u202e" * 99, "expected less.")
    assert str(error).endswith("expected less.")
    assert "\n" not in str(error) and "\u202e" not in str(error)
    assert len(str(error)) < 250
    assert FactsError(*error.args).args == error.args


def test_a_hundred_megabyte_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("the file was opened"))
    with pytest.raises(FactsError, match="104857600 bytes"):
        read_bounded(path)


def test_a_growing_file_is_read_to_the_limit_only(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(b"x" * 10)
    assert read_bounded(path, 10) == b"x" * 10
    with pytest.raises(FactsError):
        read_bounded(path, 9)


@pytest.mark.parametrize("place", ["/dev/null", "/dev/zero", "/", "/nowhere/file.yaml", "a\0b"])
def test_what_is_not_a_file_is_refused(place: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_bounded(Path(place))
    check_one_sentence(caught.value)


def check_one_sentence(error: FactsError) -> None:
    """One line, one full stop at the end, and something to do."""
    sentence = str(error)
    assert sentence.endswith(".") and not sentence.endswith("..")
    assert sentence.isprintable()
    assert ". " not in sentence


def check_plain(tree: Tree, depth: int = 0) -> None:
    """Only plain finite values that can be written as UTF-8."""
    assert depth <= MAX_DEPTH
    if isinstance(tree, dict):
        for key, value in tree.items():
            assert type(key) is str
            key.encode()
            check_plain(value, depth + 1)
    elif isinstance(tree, list):
        for value in tree:
            check_plain(value, depth + 1)
    elif isinstance(tree, str):
        tree.encode()
        assert not any(character in tree for character in "\0\u200b\u202e\ufeff")
    elif isinstance(tree, float):
        assert math.isfinite(tree)
    else:
        assert tree is None or type(tree) in (int, bool)


def survives(data: bytes) -> None:
    """The reader gives a plain tree or one FactsError, in bounded time."""
    started = time.thread_time()
    try:
        check_plain(parse(data, NAME).tree)
    except FactsError as error:
        check_one_sentence(error)
    assert time.thread_time() - started < 2


FUZZ = settings(max_examples=examples(400))
SEED = """company: {name: "Example \\u00e9", as_of: 2026-06-30}
sources:
  annual: {url: 'https://example.com/a?b=c&d', published: null}
facts:
  - value: -452.8   # musd
    note: |
      two lines
      of text
  - [1e9, 017, .5, true, ~, 12:30]
end_of_facts: true
"""
FRAGMENTS = [
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    "- ",
    "? ",
    ",",
    "|",
    ">",
    "'",
    '"',
    "&a ",
    "*a ",
    "!!str ",
    "!x ",
    "<<: ",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "\n",
    "\t",
    "  ",
    "#",
    "@",
    "`",
    "\\",
    '"\\x',
    '"\\UFFFFFFFF"',
    '"\\ud800"',
    "\r",
    "\u2028",
    "\u202e",
    "\ufeff",
    "\0",
    ".nan",
    "-.inf",
    "1e999",
    "9" * 20,
    "0x",
    "2026-02-30",
    "=",
    "~",
    "|99",
    "|-+",
    ">1\n",
    "\\\n",
    "%TAG ! tag:x\n",
    "!<tag:x> ",
    "*",
    "&",
    "[" * 20,
    "a: " * 20,
    "\x85",
    "\U0001f600",
]


@FUZZ
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    survives(data)


@FUZZ
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    survives(text.encode("utf-8", "surrogatepass"))


@FUZZ
@given(st.lists(st.sampled_from([*FRAGMENTS, *SEED.split(" ")]), max_size=40))
def test_any_mixture_of_yaml_signs(parts: list[str]) -> None:
    survives("".join(parts).encode("utf-8", "surrogatepass"))


@FUZZ
@given(
    st.lists(
        st.tuples(st.integers(0, len(SEED)), st.integers(0, 12), st.sampled_from(["", *FRAGMENTS])),
        min_size=1,
        max_size=4,
    )
)
def test_any_mutation_of_a_good_file(edits: list[tuple[int, int, str]]) -> None:
    text = SEED
    for start, length, put in edits:
        text = text[:start] + put + text[start + length :]
    survives(text.encode("utf-8", "surrogatepass"))


UNITS = ["9", "0", ".", "9.", "9e", "e9", "+", "-", "_", ":", "n", "inf", "~", "x ", "9 ", "\u00a0", "\n  x", "\\"]


def effort(text: str) -> float:
    """The least time that this thread spends on the document; what other processes do does not count."""
    spent = []
    for _ in range(3):
        started = time.thread_time()
        try:
            parse(text.encode(), NAME)
        except FactsError as error:
            check_one_sentence(error)
        spent.append(time.thread_time() - started)
    return min(spent)


@settings(max_examples=250, deadline=None, derandomize=True, phases=[Phase.generate])
@given(
    st.sampled_from(["a: ", "a: '", 'a: "', "a: |\n  ", "a: >\n  ", "", "[", "a: -", "a: .", "a: 1e"]),
    st.sampled_from(UNITS),
    st.sampled_from(["", "x", ".", "e", "e+", "9", " #", "'", '"', "]", "\n"]),
)
def test_time_grows_as_the_length_of_a_scalar_does(head: str, unit: str, tail: str) -> None:
    short, times = 600, 16
    small, large = (effort(head + unit * count + tail) for count in (short, short * times))
    # Twice the square root of the way from linear (16) to quadratic (256): what is measured is noisy.
    assert large < max(small, 0.0002) * times * 8, (head, unit, tail, small, large)


@pytest.mark.parametrize("unit", ["[", "{", "- ", "? ", "[[]", "{a: ", "'", "a: ", "a:\n", "!!", "&a ", "\n", "#\n"])
def test_no_shape_of_the_largest_size_holds_the_reader(unit: str) -> None:
    assert effort(unit * (MAX_BYTES // len(unit))) < 2
