"""Pictures for people to look at: every page × language × theme × width into screenshots/, and the README's picture."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from dashboard.registry import NAMES as PAGES
from dashboard.words import text
from tools import chromium
from tools.server import ROOT, serve

_WIDTHS = {"desk": 1440, "phone": 390}
_HEIGHT = "document.querySelector('[data-testid=stMain]').scrollHeight"
_THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Write all pictures; prints each file name."""
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    with serve() as address, chromium.browser() as browser:
        for theme in _THEMES:
            for device, width in _WIDTHS.items():
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
                for name in PAGES:
                    for lang in text.LANGUAGES:
                        page.set_viewport_size({"width": width, "height": 900})
                        page.goto(f"{address}/{'' if name == 'overview' else name}?lang={lang}")
                        chromium.settle(page)
                        if (name, lang, theme, device) == ("overview", "EN", "light", "desk"):
                            _picture(page.screenshot(), ROOT / "docs" / "overview.png")
                        # The page scrolls inside a box of the window's height: a window as high as the page shows all.
                        # A sortable table arrives late and makes the page grow once more.
                        height = 900
                        while height < (needed := page.evaluate(_HEIGHT)):
                            height = needed
                            page.set_viewport_size({"width": width, "height": height})
                            page.wait_for_load_state("networkidle")
                            chromium.settle(page)
                        _picture(page.screenshot(), folder / f"{name}-{lang}-{theme}-{device}.png")
                page.context.close()


def _picture(content: bytes, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
