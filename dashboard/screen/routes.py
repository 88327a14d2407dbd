"""Addresses besides the pages: those of deploy/asgi.py, where the app is served through it."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from dashboard.screen.context import EMBED, Context

_offered: list[bool] = []


def offer() -> None:
    """Say that the data routes and the embed route are there; for deploy/asgi.py."""
    _offered.append(True)


def offered() -> bool:
    """Whether the data routes and the embed route are there."""
    return bool(_offered)


def data(context: Context, name: str) -> str:
    """The address of a file of the scenario on the screen, from any page: ``workbook.xlsx``."""
    return f"./api/{name}?{_query(context)}"


def embed(context: Context, chart: str) -> str:
    """The full address under which another site can frame ``chart`` of the page on the screen; "{chart}" for any."""
    here = urlsplit(context.link)
    base = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    if offered():
        return f"{base}/embed/{context.page}/{chart}?{_query(context)}"
    chosen = urlencode({"embed": "true", "chart": f"{context.page}/{chart}"}, safe="/{}")
    return f"{base}/{EMBED}?{chosen}&{_query(context)}"


def _query(context: Context) -> str:
    """The link of the page without the figure that only a reader needs to see."""
    return "&".join(part for part in urlsplit(context.link).query.split("&") if not part.startswith("h="))
