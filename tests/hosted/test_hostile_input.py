"""A hundred thousand facts files that were cut, doubled, swapped or made up: each is read or refused, at once."""

from __future__ import annotations

import os
import random
import resource
import time

import pytest

from dashboard.facts import FactsError
from dashboard.facts.problems import read_document
from tests.conftest import ROOT

COUNT = int(os.environ.get("HOSTILE_FILES", "100000"))
MEGABYTE = 1 << 20
END = b"\nend_of_facts: true\n"

# What has broken a reader of YAML before: anchors, tags, numbers of every kind, brackets, marks that are not seen.
PIECES = [
    b"&a",
    b"*a",
    b"<<: *a",
    b"!!python/object/apply:os.system [x]",
    b"!!binary ////",
    b"!x y",
    b"%YAML 9.9",
    b"---",
    b"...",
    b".nan",
    b"-.inf",
    b"1e400",
    b"9" * 5000,
    b"0x" + b"f" * 4000,
    b"1_000",
    b"12:30:45",
    b"017",
    b"2026-02-30",
    b"9" * 400 + b"x",
    b"[" * 2000,
    b"{" * 2000,
    b"- " * 500,
    b"? " * 300,
    b"]" * 10,
    b"'",
    b'"',
    b'"\\UFFFFFFFF"',
    b'"\\ud800"',
    b"\xff\xfe",
    b"\x00",
    "\u202e\u200b\ufeff".encode(),
    "٣".encode(),
    b"\t",
    b"\r",
    b": : :",
    b"#",
    b"|\n  x",
    b">-\n",
    b"key: key: key",
    b"on",
    b"NO",
    b"null",
    b"~",
    b"=",
    b"`",
    b"@",
    b",,,",
    b"a" * 20_000,
    b"\\" * 3000,
    b'"' + b"\\x41" * 2000 + b'"',
]


def made_up(chance: random.Random, lines: list[bytes]) -> bytes:
    """Some lines of a real file, broken in one to four places."""
    start = chance.randrange(len(lines) - 12)
    found = lines[start : start + chance.randrange(2, 12)]
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(found))
        line = found[at]
        cut = chance.randrange(len(line) + 1)
        piece = chance.choice(PIECES)
        found[at] = chance.choice(
            (
                line[:cut],
                line[:cut] + piece,
                piece + line,
                line[:cut] + piece + line[cut:],
                line + b"\n" + line,
                b" " + line,
                bytes(chance.randrange(256) for _ in range(20)),
            )
        )
    return b"\n".join(found) + chance.choice((END, END, END, b""))


def refused(data: bytes) -> bool:
    """Whether the file is refused; anything but a clear refusal comes through."""
    try:
        read_document(data, "mine.yaml")
        return False
    except FactsError as problem:
        assert len(str(problem).splitlines()) == 1 and len(str(problem)) < 1000
        return True


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def attacked(count: int, seed: int) -> tuple[int, float]:
    """How many of ``count`` files were refused, and the processor seconds of the slowest."""
    chance = random.Random(seed)
    lines = (ROOT / "data" / "cango.yaml").read_bytes().splitlines()
    total, worst = 0, 0.0
    for _ in range(count):
        data = made_up(chance, lines)
        started = time.thread_time()
        total += refused(data)
        worst = max(worst, time.thread_time() - started)
    return total, worst


def test_some_hostile_files() -> None:
    total, _ = attacked(1500, 1)
    # Both happen, or nothing was tried.
    assert 300 < total < 1500


@pytest.mark.full
def test_hostile_files() -> None:
    attacked(2000, 2)
    before = memory()
    total, worst = attacked(COUNT, 3)
    print(f"\n{COUNT} files, {total} refused, slowest {worst:.3f} s, memory + {(memory() - before) / MEGABYTE:.0f} MB")
    assert worst < 0.3
    assert memory() - before < 50 * MEGABYTE
