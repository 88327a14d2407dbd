"""Numbers as a reader types them."""

from __future__ import annotations

import re
from typing import Final

from dashboard.words.text import MINUS, Lang

_DECIMAL: Final[dict[str, str]] = {"EN": ".", "DE": ","}
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")


def number(typed: str, lang: Lang) -> float | None:
    """The number in ``typed`` with the marks of ``lang`` or, where they can only mean that, of the other language.

    ``70,4`` and ``70.4`` are the same in both languages; ``1.200`` is twelve hundred in German and 1.2 in English.
    ``None`` where it is no number.
    """
    text = re.sub(r"[\s\u00a0\u202f'’]", "", typed).replace(MINUS, "-")
    decimal = _DECIMAL[lang]
    group = "," if decimal == "." else "."
    if decimal in text and group in text:
        # The mark that comes last separates the decimals.
        decimal, group = (decimal, group) if text.rindex(decimal) > text.rindex(group) else (group, decimal)
    elif group in text and not _GROUPED.fullmatch(text):
        decimal, group = group, decimal
    plain = text.replace(group, "").replace(decimal, ".")
    return float(plain) if re.fullmatch(r"[+-]?(?:\d{1,15}\.?\d{0,15}|\.\d{1,15})", plain) else None
