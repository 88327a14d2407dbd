"""The fonts of the pages as a renderer without a browser reads them: Streamlit's own, unpacked from woff2."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from fontTools.ttLib import TTFont

from dashboard.takeaway.card import FACES

_MEDIA = Path(st.__file__).parent / "static" / "static" / "media"
# By the beginning of the file's name, which ends in a hash.
_FILES = ("SourceSansVF-Upright", "SourceSerifVariable-Roman")
# Of these characters the widths are known beforehand; of any other the widest of them is taken.
_MEASURED = [*range(0x20, 0x250), *range(0x2010, 0x2050), 0x20AC, 0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265]


_UNPACKING = threading.Lock()


class FontsError(RuntimeError):
    """Streamlit no longer brings a font that the cards are set in."""


@dataclass(frozen=True)
class Fonts:
    """Font files for the renderer, and how wide a character is in each face, in em."""

    files: tuple[str, ...]
    widths: Mapping[str, Mapping[str, float]]

    def measure(self, words: str, face: str, size: float) -> float:
        """The width of ``words`` in px, without kerning: a slight overestimate."""
        known = self.widths[face]
        return sum(known.get(character, 1.0) for character in words) * size


def fonts() -> Fonts:
    """The fonts, unpacked once for this process. Raises FontsError where one is missing."""
    with _UNPACKING:
        return _unpacked()


@cache
def _unpacked() -> Fonts:
    unpacked: dict[str, TTFont] = {}
    files = []
    for name in _FILES:
        found = next(iter(sorted(_MEDIA.glob(f"{name}*.woff2"))), None)
        if found is None:
            raise FontsError(f"{_MEDIA} holds no {name}*.woff2; the cards need the fonts of Streamlit")
        font = TTFont(found)
        font.flavor = None
        files.append(_saved(font, name))
        unpacked[str(font["name"].getBestFamilyName())] = font
    widths = {}
    for face, (family, weight, optical) in FACES.items():
        if family not in unpacked:
            raise FontsError(f"{family} is not among {', '.join(unpacked)}; the cards are set in it")
        widths[face] = _widths(unpacked[family], {"wght": weight, **({} if optical is None else {"opsz": optical})})
    return Fonts(tuple(files), widths)


def _saved(font: TTFont, name: str) -> str:
    if hasattr(os, "memfd_create"):
        # In memory: no folder need be writable, and a process that is killed leaves none behind.
        descriptor = os.memfd_create(name)
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            font.save(file)
        return f"/proc/self/fd/{descriptor}"
    path = Path(_folder().name) / f"{name}.ttf"
    font.save(path)
    return str(path)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    # Kept for as long as the process runs; removed with it.
    return tempfile.TemporaryDirectory(prefix="fonts-")


def _widths(font: TTFont, location: dict[str, float]) -> dict[str, float]:
    glyphs, names, em = font.getGlyphSet(location=location), font.getBestCmap(), font["head"].unitsPerEm
    return {chr(code): glyphs[names[code]].width / em for code in _MEASURED if code in names}
