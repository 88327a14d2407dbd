"""Published versions of the facts: each link opens on the facts that its sender saw.

``data/archive/<fingerprint>.yaml.gz`` is one version. ``index.yaml`` says for each its date, the sliders it had, and
under which name in ``files/`` each file beside it stands; equal files of two versions stand there once.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from dashboard.facts.comparison import Comparison, compare
from dashboard.facts.edition import Edition, of
from dashboard.facts.edition import edition as read_edition
from dashboard.facts.facts import Facts, loads
from dashboard.facts.files import Stamp, stamp_of
from dashboard.facts.yaml_loader import FactsError

FOLDER: Final = Path(__file__).parents[2] / "data" / "archive"
_INDEX: Final = "index.yaml"


@dataclass(frozen=True)
class Version:
    """An archived version: its date, the keys of its sliders, and the stored name of each file it names."""

    as_of: str
    sliders: tuple[str, ...]
    files: Mapping[str, str]


def versions(folder: Path | None = None) -> Mapping[str, Version]:
    """Every archived version by its fingerprint, in the order of publication."""
    index = (folder or FOLDER) / _INDEX
    return _listed(index, stamp_of(index))


@lru_cache(maxsize=4)
def _listed(index: Path, _stamp: Stamp) -> Mapping[str, Version]:
    try:
        listed = yaml.safe_load(index.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        return {}
    return MappingProxyType(
        {key: Version(entry["as_of"], tuple(entry["sliders"]), entry["files"]) for key, entry in listed.items()}
    )


def sliders(folder: Path | None = None) -> frozenset[str]:
    """Keys of all sliders that any published version had."""
    return frozenset(key for version in versions(folder).values() for key in version.sliders)


def load(fingerprint: str, folder: Path | None = None) -> Facts:
    """The facts of an archived version. Raises FactsError where there is none, or today's program cannot read it."""
    return _loaded(fingerprint, folder or FOLDER)


def opens(fingerprint: str, folder: Path | None = None) -> bool:
    """Whether today's program can read an archived version."""
    return fingerprint in versions(folder) and _opens(fingerprint, folder or FOLDER)


@lru_cache(maxsize=64)
def _opens(fingerprint: str, folder: Path) -> bool:
    try:
        load(fingerprint, folder)
    except FactsError:
        return False
    return True


def content(fingerprint: str, folder: Path | None = None) -> tuple[bytes, Mapping[str, bytes]]:
    """The bytes of an archived version, and of the files it names. Raises FactsError where there is none."""
    folder, name = folder or FOLDER, _file(fingerprint)
    version = versions(folder).get(fingerprint)
    if version is None:
        raise FactsError(name, None, "", "is not in the archive; open the link on today's facts")
    try:
        data = gzip.decompress((folder / name).read_bytes())
        return data, {
            file: gzip.decompress((folder / "files" / stored).read_bytes()) for file, stored in version.files.items()
        }
    except (OSError, EOFError) as error:
        raise FactsError(name, None, "", f"cannot be read from the archive ({error.__class__.__name__})") from None


@lru_cache(maxsize=4)
def _loaded(fingerprint: str, folder: Path) -> Facts:
    data, beside = content(fingerprint, folder)
    facts = loads(data, _file(fingerprint), None, beside)
    if facts.fingerprint != fingerprint:
        expected = f"is not the version it is named after, but {facts.fingerprint}"
        raise FactsError(_file(fingerprint), None, "", expected)
    return facts


def edition(fingerprint: str, folder: Path | None = None) -> Edition:
    """The figures of an archived version, also of one that today's program cannot open. Raises FactsError."""
    return _edition(fingerprint, folder or FOLDER)


@lru_cache(maxsize=64)
def _edition(fingerprint: str, folder: Path) -> Edition:
    try:
        facts = load(fingerprint, folder)
    except FactsError:
        facts = None
    return read_edition(*content(fingerprint, folder), _file(fingerprint), fingerprint, facts)


def history(facts: Facts, folder: Path | None = None) -> tuple[Comparison, ...]:
    """Each archived version of this company beside the one before, up to ``facts``; oldest first.

    A version that cannot be read is passed over: the one before is compared with the one after it.
    """
    folder, editions = folder or FOLDER, []
    for fingerprint in versions(folder):
        if fingerprint == facts.fingerprint:
            break
        try:
            found = edition(fingerprint, folder)
        except FactsError:
            continue
        if found.ticker == facts.company.ticker:
            editions.append(found)
    return tuple(compare(old, new) for old, new in pairwise([*editions, of(facts)]))


def _file(fingerprint: str) -> str:
    return f"{fingerprint}.yaml.gz"


def store(facts: Facts, folder: Path | None = None) -> bool:
    """Add ``facts`` to the archive; False if that version is already there."""
    folder = folder or FOLDER
    if facts.fingerprint in versions(folder):
        return False
    (folder / "files").mkdir(parents=True, exist_ok=True)
    names = {}
    for file, content in facts.beside.items():
        names[file] = f"{hashlib.sha256(content).hexdigest()[:16]}.gz"
        _write(folder / "files" / names[file], content)
    _write(folder / _file(facts.fingerprint), facts.data)
    entry: dict[str, Any] = {
        "as_of": facts.company.as_of,
        "sliders": [a.key for a in facts.assumptions],
        "files": names,
    }
    with (folder / _INDEX).open("a", encoding="utf-8") as index:
        yaml.safe_dump({facts.fingerprint: entry}, index, sort_keys=False, width=110, default_flow_style=None)
    return True


def _write(path: Path, content: bytes) -> None:
    # Without a time stamp the same content is the same file.
    path.write_bytes(gzip.compress(content, mtime=0))
