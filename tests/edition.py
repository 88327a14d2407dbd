"""The facts on which the numbers in tests were computed by hand: an edition that the archive keeps.

A row that is published tomorrow does not touch it. What the file has got since under a name of its own, such as a
slider that the model asks for, is added to it, so that today's program runs on it.
"""

from __future__ import annotations

import re
from pathlib import Path

from dashboard.facts import archive

# A later one is named here where the program can no longer read this one: then its numbers are computed anew.
EDITION = "f048c910"
# What a name of the model can mean, and the documents that such an entry names.
_SECTIONS = ("sources", "facts", "series", "windows", "readings", "assumptions", "constants")
_HEAD = re.compile(r"  (?:- (?:key|name): )?(\w+)")


def kept(published: str) -> str:
    """The kept edition, with each entry of the published file whose name it does not have."""
    text = archive.content(EDITION)[0].decode()
    for name in _SECTIONS:
        own = _entries(_section(text, name))
        more = "".join(entry for head, entry in _entries(_section(published, name)).items() if head not in own)
        text = text.replace(_section(text, name), _section(text, name) + more)
    return text


def write(folder: Path, published: bytes) -> Path:
    """The kept edition as a file in ``folder``, with the files that it names beside it."""
    for name, content in archive.content(EDITION)[1].items():
        (folder / name).write_bytes(content)
    path = folder / "cango.yaml"
    path.write_text(kept(published.decode()), encoding="utf-8")
    return path


def _section(text: str, name: str) -> str:
    """A section without its head and without the blank lines at its end."""
    found = re.search(rf"(?ms)^{name}:\n(.*?\n)(?=\n*^\w)", text)
    assert found is not None, name
    return found[1]


def _entries(section: str) -> dict[str, str]:
    """The text of each entry of a section by its name."""
    entries = re.split(r"(?m)^(?=  (?:- )?\w)", section)
    return {head[1]: entry for entry in entries if (head := _HEAD.match(entry))}
