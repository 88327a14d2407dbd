"""Colour tokens: what each one means, and its value on light and on dark paper (contrast checked, WCAG 2.2 AA)."""

from __future__ import annotations

from typing import Final

PAPER, SIDE, SURFACE = "#FCFBF9", "#F4F2ED", "#FFFFFF"
HAIR, GRID = "#DAD6CE", "#E6E3DC"
INK, MUTED, GREY = "#16202A", "#58626E", "#7A838D"
GAIN, LOSS, ASSUMED = "#0072B2", "#BD4A00", "#551C99"

# Charts are authored in the light palette; every colour must be a different one, because the style sheet
# finds the marks to re-ink on dark paper by their colour.
DARK: Final[dict[str, str]] = {
    PAPER: "#11161D",
    SIDE: "#171D26",
    SURFACE: "#1B222C",
    HAIR: "#313A46",
    GRID: "#28313C",
    INK: "#ECEAE5",
    MUTED: "#A6AFBA",
    GREY: "#8A939E",
    GAIN: "#7CC4F7",
    LOSS: "#FF9B5C",
    ASSUMED: "#A873FF",
}

# Worst loss first, best gain last; the middle is exact zero and stays paper.
DIVERGING: Final[tuple[str, ...]] = (
    "#8A3000", "#B5561C", "#E39A66", "#F3C7A4", "#FBE7D8", "#E1EEF8", "#B4D5EE", "#7DB3DC", "#2973AB", "#0A4C80",
)  # fmt: skip
DIVERGING_DARK: Final[tuple[str, ...]] = (
    "#FF9B5D", "#DB7C41", "#9A552C", "#6B3F25", "#40291C", "#18303F", "#1D4A66", "#256691", "#4A94CB", "#7CC4F8",
)  # fmt: skip
SEQUENTIAL: Final[tuple[str, ...]] = ("#EEF0F2", "#D5DAE0", "#B3BCC6", "#8794A3", "#5C6B7C", "#36475A")
SEQUENTIAL_DARK: Final[tuple[str, ...]] = ("#1A212A", "#242E3A", "#33414F", "#4B5D70", "#7489A0", "#A9BCCF")

REINK: Final[dict[str, str]] = {
    **DARK,
    **dict(zip(DIVERGING, DIVERGING_DARK, strict=True)),
    **dict(zip(SEQUENTIAL, SEQUENTIAL_DARK, strict=True)),
}


def rgb(color: str) -> str:
    """``#16202A`` as ``rgb(22, 32, 42)``, the form in which a browser writes it into a style attribute."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def cell_text(bin_index: int, bins: int = 10) -> str:
    """Text colour on a diverging cell: paper on the two darkest steps of each side, else ink."""
    return PAPER if bin_index in (0, 1, bins - 2, bins - 1) else INK


def style_variables() -> str:
    """CSS custom properties for every token, following the colour scheme of the page."""
    names = {
        "paper": PAPER, "side": SIDE, "surface": SURFACE, "hair": HAIR, "grid": GRID, "ink": INK,
        "muted": MUTED, "grey": GREY, "gain": GAIN, "loss": LOSS, "assumed": ASSUMED,
    }  # fmt: skip
    return "".join(f"--cg-{name}:light-dark({color},{DARK[color]});" for name, color in names.items())


def reink_rules(scope: str) -> str:
    """CSS that recolours the SVG marks below ``scope`` when the page turns dark, without a new drawing."""
    rules = []
    for light, dark in REINK.items():
        for attribute in ("fill", "stroke"):
            rules.append(
                f'{scope} [style*="{attribute}: {rgb(light)}"]{{{attribute}:light-dark({light},{dark})!important}}'
            )
    return "".join(rules)
