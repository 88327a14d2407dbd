"""Text that would be code, wherever a facts file takes prose, in links and in names of uploads: none of it runs."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from playwright.sync_api import Dialog, Page

from dashboard.facts import FactsError
from dashboard.registry import NAMES, PAGE
from dashboard.takeaway import rehearsal
from dashboard.takeaway.served import served
from tests.conftest import PATIENCE, ROOT
from tools import chromium
from tools.server import serve

from .conftest import ask

pytestmark = pytest.mark.full

_CALL = "window.__ran=1"
_EVIL = "https://evil.example/x"
# Elements, attributes, ways of writing a scheme, Markdown, LaTeX, Plotly's own tags, templates: each with each start.
PAYLOADS = [
    start + body
    for start, body in itertools.product(
        ("", '"', "'>", "</p></style></script>", "<!--", "]]>"),
        (
            f"<script>{_CALL}</script>", f"<img src=x onerror={_CALL}>", f"<svg onload={_CALL}>",
            f'<iframe srcdoc="<script>parent.{_CALL}</script>">', f"<a href=javascript:{_CALL}>x</a>",
            f"<details open ontoggle={_CALL}>", f"<img src={_EVIL}>", f"<link rel=stylesheet href={_EVIL}>",
            f"<meta http-equiv=refresh content=0;url={_EVIL}>", f"<form action={_EVIL}><input autofocus>",
            f"[x](javascript:{_CALL})", f"![x]({_EVIL})", f"<{_EVIL}>", f"$\\href{{javascript:{_CALL}}}{{x}}$",
            f'<a href="{_EVIL}" style="x">y</a><sup onload={_CALL}>', f"<style>@import'{_EVIL}';</style>",
            f"<math><mtext></p><img src onerror={_CALL}>", f":material[x]{{onclick={_CALL}}}", "{{7*7}}${7*7}",
            f"<base href={_EVIL}>",
        ),
    )
]  # fmt: skip


def filled(tree: Any, payloads: Iterator[str], spared: set[str], path: str = "") -> Any:
    """The tree with a payload behind every text of several words, but where ``spared`` names the place."""
    if isinstance(tree, dict):
        return {key: filled(value, payloads, spared, f"{path}.{key}".lstrip(".")) for key, value in tree.items()}
    if isinstance(tree, list):
        return [filled(value, payloads, spared, f"{path}[{i + 1}]") for i, value in enumerate(tree)]
    if isinstance(tree, str) and " " in tree and "://" not in tree and path not in spared:
        return f"{tree} {next(payloads)}"
    return tree


def hostile_facts(folder: Path) -> tuple[Path, int]:
    """A facts file that the app accepts, with payloads in as many places as it lets them in; and how many."""
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("strings", "archive"))
    file = folder / "cango.yaml"
    tree = yaml.safe_load(file.read_text(encoding="utf-8"))
    spared: set[str] = set()
    published, _ = served()
    while True:
        used = itertools.count()
        ours = filled(tree, (PAYLOADS[next(used) % len(PAYLOADS)] for _ in itertools.repeat(0)), spared)
        text = yaml.safe_dump(ours, allow_unicode=True, sort_keys=False, width=10_000)
        try:
            rehearsal.check(text.encode(), "cango.yaml", published)
            break
        except FactsError as problem:
            assert problem.key not in spared and problem.key, problem
            spared.add(problem.key)
    file.write_text(text, encoding="utf-8")
    return file, next(used)


def watched(page: Page, address: str) -> list[str]:
    """Whatever must not happen on the page, as it happens."""
    wrong: list[str] = []
    host = urlsplit(address).netloc

    def request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "file") and parts.netloc != host:
            wrong.append(f"request: {url}")

    def dialog(one: Dialog) -> None:
        wrong.append("dialog")
        one.dismiss()

    page.on("request", lambda one: request(one.url))
    page.on("dialog", dialog)
    page.add_init_script(
        "window.__violations = [];"
        "addEventListener('securitypolicyviolation', e => "
        "window.__violations.push(e.violatedDirective + ' ' + e.blockedURI))"
    )
    return wrong


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, str, list[str]]]:
    """A page of a server with hostile facts, its address, and what went wrong so far."""
    assert len(set(PAYLOADS)) >= 100
    file, places = hostile_facts(tmp_path_factory.mktemp("facts") / "data")
    assert places >= 300
    print(f"\n{len(PAYLOADS)} payloads in {places} places")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_FACTS", str(file))
        with serve("deploy/asgi.py") as address, chromium.browser() as browser:
            page = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True).new_page()
            page.set_default_timeout(PATIENCE * 1000)
            yield page, address, watched(page, address)


def quiet(page: Page, wrong: list[str], where: str) -> None:
    """Nothing has run, nobody was called, and the policy had nothing to stop."""
    assert page.evaluate("window.__ran") is None, where
    assert page.evaluate("window.__violations ?? []") == [], where
    assert wrong == [], where


def test_nothing_runs_and_nobody_is_called(hostile: tuple[Page, str, list[str]]) -> None:
    page, address, wrong = hostile
    visits = [f"/{name}?lang={lang}" for name in NAMES for lang in ("EN", "DE")]
    visits += [f"/mining?btc={quote(one)}&lang={quote(one)}&a={quote(one)}" for one in PAYLOADS[::7]]
    for visit in visits:
        page.goto(address + visit.replace("/overview", "/"))
        chromium.settle(page)
        # Closed parts are drawn only when they are opened.
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        chromium.settle(page)
        quiet(page, wrong, visit)
    page.goto(f"{address}/claims")
    chromium.settle(page)
    upload = page.locator("input[type=file]").first
    upload.set_input_files({"name": f"{PAYLOADS[1]}.yaml", "mimeType": "text/yaml", "buffer": PAYLOADS[0].encode()})
    chromium.settle(page)
    quiet(page, wrong, "an upload")


def test_nothing_runs_in_what_is_taken_away(hostile: tuple[Page, str, list[str]], tmp_path: Path) -> None:
    page, address, wrong = hostile
    taken = 0
    for name, evil in zip(NAMES, PAYLOADS[5::20], strict=False):
        # With a scenario A, which the chart shows beside the reader's own, and one that is no scenario at all.
        for other in ("btc-60", evil):
            page.goto(f"{address}/{name}?lang=EN&a={quote(other)}".replace("/overview", "/"))
            chromium.settle(page)
            quiet(page, wrong, f"{name}, A {other}")
        menu = page.locator(".cg-menu[data-chart]").first
        menu.locator("summary").press("Enter")
        if not menu.locator("[data-take=svg]").count():
            continue
        with page.expect_download() as download:
            menu.locator("[data-take=svg]").press("Enter")
        picture = tmp_path / f"{name}.svg"
        download.value.save_as(picture)
        ElementTree.parse(picture)
        page.goto(picture.as_uri())
        quiet(page, wrong, f"{name}.svg")
        taken += 1
    assert taken >= 5, "or nothing was taken away"


def test_nothing_runs_in_what_other_sites_show(hostile: tuple[Page, str, list[str]]) -> None:
    page, address, wrong = hostile
    for name, evil in zip(NAMES, PAYLOADS[3::13], strict=False):
        for query in ("lang=DE", f"lang=EN&a={quote(evil)}&btc={quote(evil)}"):
            for chart in PAGE[name].charts[:4]:
                page.goto(f"{address}/embed/{name}/{chart}?{query}", wait_until="networkidle")
                quiet(page, wrong, f"embed {name}/{chart}?{query}")
        status, picture = ask(f"{address}/card/{name}.png?lang=EN&a={quote(evil)}")
        assert status == 200 and picture.startswith(b"\x89PNG")
    status, feed = ask(f"{address}/feed.xml")
    root = ElementTree.fromstring(feed)
    assert status == 200
    assert {one.tag.partition("}")[0] for one in root.iter()} == {"{http://www.w3.org/2005/Atom"}, "words stay words"
