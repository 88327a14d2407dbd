"""The page's scripts one by one, in a page that holds nothing else: what each promises to the others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from dashboard.screen.component import blocks

# One stage for all.
pytestmark = pytest.mark.xdist_group("scripts")
_HOST = "http://component.example"


@pytest.fixture(scope="module")
def stage(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page that can load the scripts, whose clock stands still until a test moves it, and its errors."""
    files = {name.rpartition("/")[2]: path for name, path in blocks.sources().items()}

    def serve(route: Route) -> None:
        path: Path | None = files.get(route.request.url.partition("?")[0].rpartition("/")[2])
        if path is None:
            route.fulfill(content_type="text/html", body="<!doctype html><body></body>")
        else:
            route.fulfill(content_type="text/javascript", path=path)

    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.route("**", serve)
    page.clock.install(time=0)
    page.goto(_HOST)
    # Installed alone, it goes on by itself.
    page.clock.pause_at(3_600)
    yield page, wrong
    page.close()


@pytest.fixture
def bare(stage: tuple[Page, list[str]]) -> Iterator[Page]:
    """The page, empty: no script has been loaded and nothing is stored."""
    page, wrong = stage
    wrong.clear()
    page.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")
    page.goto(_HOST)
    yield page
    assert wrong == []


def _told(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("told")
    return found


_LISTEN = """async () => {
    window.told = [];
    const held = await import('/held.js');
    held.listen((name, value) => told.push([name, value]));
}"""


def test_morph_changes_words_and_keeps_the_nodes(bare: Page) -> None:
    found = bare.evaluate("""async () => {
        const {morph} = await import('/morph.js');
        const at = document.createElement('div');
        document.body.append(at);
        morph(at, '<p class="a">one</p><details><summary>s</summary>two</details><i>gone</i>');
        const [p, details] = at.children;
        details.open = true;
        morph(at, '<p id="">three</p><details><summary>s</summary>four</details>');
        return [at.innerHTML, at.children[0] === p, at.children[1] === details];
    }""")
    assert found == ['<p id="">three</p><details open=""><summary>s</summary>four</details>', True, True]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>a</p>", "<div>a</div>"),
        ('<p id="x">a</p>', '<p id="y">a</p>'),
        ('<p data-key="x">a</p>', '<p data-key="y">a</p>'),
        ('<a data-page="x">a</a>', '<a data-page="y">a</a>'),
    ],
)
def test_morph_takes_another_thing_for_another(bare: Page, before: str, after: str) -> None:
    found = bare.evaluate(
        """async ([before, after]) => {
        const {morph} = await import('/morph.js');
        const at = document.createElement('div');
        morph(at, before);
        const was = at.firstChild;
        morph(at, after);
        return [at.innerHTML, at.firstChild === was];
    }""",
        [before, after],
    )
    assert found == [after, False]


def test_morph_leaves_what_others_have_put_there(bare: Page) -> None:
    """What a disclosure holds, that it is fresh, and the scenario in a link to a page."""
    found = bare.evaluate("""async () => {
        const {morph} = await import('/morph.js');
        const at = document.createElement('div');
        morph(at, '<div data-later="x" data-stale=""></div><a data-page="ai" href="ai">a</a>');
        at.children[0].append('filled');
        at.children[0].removeAttribute('data-stale');
        at.children[1].href = 'ai?btc=70';
        morph(at, '<div data-later="x" data-stale=""></div><a data-page="ai" href="ai">b</a>');
        return at.innerHTML;
    }""")
    assert found == '<div data-later="x">filled</div><a data-page="ai" href="ai?btc=70">b</a>'


def test_a_request_of_the_page_waits_until_the_page_is_the_one_of_the_address(bare: Page) -> None:
    bare.evaluate(_LISTEN)
    bare.evaluate("""async () => {
        document.body.innerHTML = '<footer data-query="btc=70"></footer>';
        history.replaceState(null, '', '?btc=60');
        dispatchEvent(new PopStateEvent('popstate'));
        (await import('/held.js')).tell('need', 1);
    }""")
    # Real time does not count here.
    time.sleep(0.3)
    bare.clock.run_for(2900)
    assert _told(bare) == []
    bare.evaluate("document.querySelector('footer').dataset.query = 'btc=60'")
    bare.clock.run_for(100)
    assert _told(bare) == [["need", 1]]


def test_a_request_does_not_wait_for_ever_nor_without_a_move_through_history(bare: Page) -> None:
    bare.evaluate(_LISTEN)
    bare.evaluate("""async () => {
        document.body.innerHTML = '<footer data-query="btc=70"></footer>';
        history.replaceState(null, '', '?btc=60');
        (await import('/held.js')).tell('need', 1);
        dispatchEvent(new PopStateEvent('popstate'));
        (await import('/held.js')).tell('need', 2);
    }""")
    assert _told(bare) == [["need", 1]]
    bare.clock.run_for(3100)
    assert _told(bare) == [["need", 1], ["need", 2]]


def test_a_request_waits_for_the_page_that_a_link_leads_to(bare: Page) -> None:
    """Its address comes with the page, so that until then nothing seems to have changed."""
    bare.evaluate(_LISTEN)
    bare.evaluate("""async () => {
        history.replaceState(null, '', '?of=claims');
        document.body.innerHTML = '<a href="/runway">Runway</a><footer data-query="of=claims"></footer>';
        document.querySelector('a').addEventListener('click', event => event.preventDefault());
        document.querySelector('a').click();
        (await import('/held.js')).tell('need', 1);
    }""")
    bare.clock.run_for(1000)
    assert _told(bare) == []
    bare.evaluate("history.replaceState(null, '', '/runway?of=runway')")
    bare.clock.run_for(100)
    assert _told(bare) == []
    bare.evaluate("document.querySelector('footer').dataset.query = 'of=runway'")
    bare.clock.run_for(100)
    assert _told(bare) == [["need", 1]]


_SLIDER = """async () => {
    document.body.innerHTML = `<div class="st-key-btc"><div data-testid="stSlider"><div data-dragging="">
        <input type="range" min="0" max="200" step="1" value="70" aria-valuetext="70"></div></div></div>
        <button></button>`;
    const input = document.querySelector('input');
    // Until everything has been done that waits for nothing outside; no clock, because that stands still.
    window.rest = async () => {
        for (let i = 0; i < 5; i++) {
            const { port1, port2 } = new MessageChannel();
            await new Promise((done) => { port1.onmessage = done; port2.postMessage(0); });
        }
    };
    window.at = async (value) => { input.value = value; input.setAttribute('aria-valuetext', value); await rest(); };
    window.down = (key, more = {}) => {
        input.focus();
        input.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, key, ...more }));
    };
    window.key = async (value) => { down('ArrowRight'); await at(value); };
    window.press = (type) => input.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: 'mouse' }));
    // What the server has said last, whether it offers its route, and what the route has been asked and has answered.
    window.message = { page: 'mining', ahead: null };
    window.sent = [];
    WebSocket.prototype.send = (it) => sent.push(it);
    window.say = (it) => WebSocket.prototype.send.call({}, it);
    window.asked = [];
    window.answers = [];
    window.fetch = (address) => new Promise((done) => {
        const now = Object.fromEntries(new URL(address).searchParams);
        const q = now.q;
        asked.push(now);
        const json = async () => [{ of: q, stamps: { kpis: q } }];
        answers.push(async (ok) => { done({ status: ok ? 200 : 204, json }); await rest(); });
    });
    const root = { cgNodes: new Map(), querySelectorAll: () => [] };
    window.shown = [];
    window.restored = [];
    window.live = await import('/live.js');
    live.listen({
        parts: () => [{ root, message }],
        show: (messages) => {
            shown.push(...messages.map(({ of }) => of));
            window.whenShown?.();
            return !window.unfit;
        },
        restore: () => { restored.push(1); return message.ahead !== null; },
        afterwards: (work) => { window.painted = work; },
    });
    window.committed = (at) => {
        const message = { live: null, at };
        const taken = live.welcome(message);
        live.arrived(message);
        return taken;
    };
}"""


@pytest.fixture
def slider(bare: Page) -> Page:
    """The page with one slider, and nothing said yet."""
    bare.evaluate(_LISTEN)
    bare.evaluate(_SLIDER)
    return bare


@pytest.fixture
def routed(slider: Page) -> Page:
    """The same on a server that offers its route."""
    slider.evaluate("() => { message.ahead = { q: 'btc=70&lang=EN', day: '2026-11-28' }; }")
    return slider


def test_the_newest_place_of_a_drag_is_asked_for_and_one_at_a_time(slider: Page) -> None:
    slider.evaluate("async () => { press('pointerdown'); await at(71); await at(72); await at(73); }")
    assert _told(slider) == [["live", {"key": "btc", "value": 71, "number": 1}]]
    slider.evaluate("live.arrived({ live: 1, at: {} })")
    assert _told(slider)[1:] == [["live", {"key": "btc", "value": 73, "number": 2}]]
    # An answer that never comes holds up the next for five seconds.
    slider.clock.run_for(5100)
    slider.evaluate("at(74)")
    assert _told(slider)[2:] == [["live", {"key": "btc", "value": 74, "number": 3}]]


def test_a_state_of_a_drag_is_shown_while_it_lasts_and_no_other(slider: Page) -> None:
    both = "() => [live.welcome({ live: 1 }), live.welcome({ live: null, at: {} })]"
    assert slider.evaluate(both) == [False, True]
    slider.evaluate("async () => { press('pointerdown'); await at(71); }")
    assert slider.evaluate(both) == [True, False]
    slider.evaluate("press('pointerup')")
    assert slider.evaluate(both) == [False, True]


def test_a_slider_that_the_server_knows_elsewhere_is_told_again(slider: Page) -> None:
    """A quick move ends at 75, of which Streamlit has told the server only 71."""
    slider.evaluate("async () => { press('pointerdown'); await at(71); await at(75); press('pointerup'); }")
    slider.evaluate("committed({ btc: 71 })")
    slider.clock.run_for(500)
    assert [value for name, value in _told(slider) if name == "rest"] == [{"key": "btc", "value": 75, "number": 2}]
    slider.evaluate("committed({ btc: 75 })")
    slider.clock.run_for(5000)
    assert len([name for name, _ in _told(slider) if name == "rest"]) == 1


def test_a_disclosure_is_asked_for_once_and_all_of_them_when_nothing_happens(bare: Page) -> None:
    bare.evaluate(_LISTEN)
    bare.evaluate("""async () => {
        document.body.innerHTML = `<main><details><summary>a</summary><div data-later="x" data-stale></div></details>
            <details><summary>b</summary><div data-later="y" data-stale></div></details></main>`;
        const root = document.querySelector('main');
        root.cgPage = 'mining';
        const later = window.later = await import('/later.js');
        later.watch(root);
        for (let i = 0; i < 3; i++) {
            document.querySelector('summary').dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
        }
        later.settled([{ root, message: { page: 'mining', of: 'one', stamps: { 'later-x': 's' } } }]);
    }""")
    assert _told(bare) == [["need", {"open": ["mining/x"]}]]
    bare.clock.run_for(4100)
    assert _told(bare)[1:] == [["need", {"all": True}]]
    # It is asked for once, until something has come.
    bare.evaluate("dispatchEvent(new Event('cg-open'))")
    assert len(_told(bare)) == 2


def test_a_drag_asks_the_route_for_the_newest_place_one_at_a_time(routed: Page) -> None:
    routed.evaluate("async () => { press('pointerdown'); await at(71); await at(72); await at(73); }")
    assert routed.evaluate("asked.map((one) => one.q)") == ["btc=71&lang=EN"]
    # What the session sends meanwhile is of the time before the drag, and does not part the two.
    assert routed.evaluate("committed({ btc: 70 })") is False
    # While it is drawn the server makes the next, for what will stand on the screen by then.
    routed.evaluate(
        "async () => { window.whenShown = () => (window.askedBefore = asked.length); await answers[0](true); }"
    )
    assert routed.evaluate("shown") == ["btc=71&lang=EN"]
    assert routed.evaluate("asked.map((one) => [one.q, one.stamps])") == [
        ["btc=71&lang=EN", ""],
        ["btc=73&lang=EN", "btc=71&lang=EN"],
    ]
    assert routed.evaluate("askedBefore") == 2
    # What comes after the thumb was let go of is of the past.
    routed.evaluate("async () => { press('pointerup'); await answers[1](true); }")
    assert routed.evaluate("shown") == ["btc=71&lang=EN"]
    assert _told(routed) == []


def test_where_the_route_refuses_the_session_is_asked_and_the_route_again_later(routed: Page) -> None:
    routed.evaluate("async () => { press('pointerdown'); await at(71); await answers[0](false); }")
    assert _told(routed) == [["live", {"key": "btc", "value": 71, "number": 1}]]
    routed.evaluate("async () => { live.arrived({ live: 1, at: {} }); await at(72); }")
    assert _told(routed)[1:] == [["live", {"key": "btc", "value": 72, "number": 2}]]
    routed.clock.run_for(3100)
    routed.evaluate("async () => { live.arrived({ live: 2, at: {} }); await at(73); }")
    assert len(_told(routed)) == len(routed.evaluate("asked")) == 2


def test_an_answer_that_does_not_fit_the_screen_is_asked_of_the_session(routed: Page) -> None:
    routed.evaluate("async () => { window.unfit = true; press('pointerdown'); await at(71); await answers[0](true); }")
    assert _told(routed) == [["live", {"key": "btc", "value": 71, "number": 1}]]
    # Where a newer one is under way already, that one.
    routed.evaluate(
        "async () => { live.arrived({ live: 1, at: {} }); await at(72); await at(73); await answers[1](true); }"
    )
    assert len(_told(routed)) == 1
    routed.evaluate("answers[2](true)")
    assert _told(routed)[1:] == [["live", {"key": "btc", "value": 73, "number": 3}]]


def test_a_drag_that_ends_where_it_began_shows_again_what_was_there(routed: Page) -> None:
    routed.evaluate("committed({ btc: 70 })")
    routed.evaluate("async () => { press('pointerdown'); await at(71); await answers[0](true); await at(70); }")
    routed.evaluate("press('pointerup')")
    routed.clock.run_for(500)
    assert routed.evaluate("restored") == [1]
    assert _told(routed) == []
    # Without the newest state of the session, that is asked for.
    routed.evaluate("async () => { press('pointerdown'); await at(72); await answers.at(-1)(true); await at(70); }")
    routed.evaluate("() => { message.ahead = null; press('pointerup'); }")
    routed.clock.run_for(500)
    assert [name for name, _ in _told(routed)] == ["rest"]


@pytest.mark.parametrize(
    ("down", "asked"),
    [
        ("down('ArrowLeft')", ["btc=69&lang=EN"]),
        ("down('ArrowUp')", ["btc=71&lang=EN"]),
        ("down('ArrowUp', { ctrlKey: true })", []),
        ("down('End')", []),
        ("down('Tab')", []),
        ("{ document.querySelector('input').value = 200; down('ArrowRight'); }", []),
        ("{ press('pointerdown'); down('ArrowRight'); }", []),
    ],
)
def test_an_arrow_key_is_asked_about_before_the_slider_is_drawn(routed: Page, down: str, asked: list[str]) -> None:
    routed.evaluate(f"async () => {{ {down}; await rest(); }}")
    assert routed.evaluate("asked.map((one) => one.q)") == asked


def test_a_key_that_leads_elsewhere_than_an_arrow_would_is_asked_about_anew(routed: Page) -> None:
    routed.evaluate("async () => { down('ArrowRight'); await at(75); await answers[0](true); }")
    assert routed.evaluate("asked.map((one) => one.q)") == ["btc=71&lang=EN", "btc=75&lang=EN"]
    routed.evaluate("async () => { await answers[1](true); down('Home'); await at(0); await answers[2](true); }")
    assert routed.evaluate("shown").pop() == "btc=0&lang=EN"


def test_after_keys_the_page_does_not_go_back_to_what_is_committed_late(routed: Page) -> None:
    routed.evaluate("async () => { await key(71); await answers[0](true); await key(72); await answers[1](true); }")
    assert routed.evaluate("shown") == ["btc=71&lang=EN", "btc=72&lang=EN"]
    assert routed.evaluate("committed({ btc: 71 })") is False
    assert routed.evaluate("committed({ btc: 72 })") is True
    # From then on the page is the session's again.
    assert routed.evaluate("[committed({ btc: 71 }), committed({ btc: 72 })]") == [True, True]
    routed.clock.run_for(5000)
    assert _told(routed) == []


@pytest.mark.parametrize(
    "done",
    [
        "dispatchEvent(new PopStateEvent('popstate'))",
        "press('pointerdown')",
        "document.querySelector('button').focus()",
    ],
)
def test_what_else_the_reader_does_after_a_key_is_shown(routed: Page, done: str) -> None:
    routed.evaluate("async () => { await key(71); await answers[0](true); }")
    assert routed.evaluate("committed({ btc: 70 })") is False
    routed.evaluate(done)
    assert routed.evaluate("committed({ btc: 70 })") is True


def test_a_key_that_was_never_committed_is_told_after_two_seconds(routed: Page) -> None:
    routed.evaluate("committed({ btc: 70 })")
    routed.evaluate("async () => { await key(71); await answers[0](true); }")
    routed.clock.run_for(1900)
    assert _told(routed) == []
    routed.clock.run_for(200)
    assert _told(routed) == [["rest", {"key": "btc", "value": 71, "number": 2}]]
    assert routed.evaluate("committed({ btc: 71 })") is True


def test_a_key_that_something_else_follows_is_not_told(routed: Page) -> None:
    """It may be Reset, which moves the same slider, and is on its way."""
    routed.evaluate("committed({ btc: 70 })")
    routed.evaluate("""async () => {
        await key(71);
        await answers[0](true);
        for (const name of ['pointerdown', 'pointerup']) {
            document.querySelector('button').dispatchEvent(new PointerEvent(name, { bubbles: true }));
        }
    }""")
    routed.clock.run_for(3000)
    assert _told(routed) == []


def test_without_the_route_keys_are_left_to_the_session(slider: Page) -> None:
    slider.evaluate("async () => { await key(71); say('btc 71'); await key(72); say('btc 72'); }")
    assert slider.evaluate("sent") == ["btc 71", "btc 72"]
    assert slider.evaluate("[committed({ btc: 71 }), committed({ btc: 72 })]") == [True, True]
    slider.clock.run_for(5000)
    assert _told(slider) == slider.evaluate("asked") == []


def test_what_streamlit_commits_waits_until_the_key_is_on_the_screen_and_keeps_its_order(routed: Page) -> None:
    routed.evaluate("async () => { say('before'); await key(71); say('btc 71'); say('more'); }")
    assert routed.evaluate("sent") == ["before"]
    routed.evaluate("answers[0](true)")
    assert routed.evaluate("sent") == ["before"]
    routed.evaluate("() => { painted(); say('after'); }")
    assert routed.evaluate("sent") == ["before", "btc 71", "more", "after"]


def test_keys_that_follow_each_other_do_not_wait(routed: Page) -> None:
    routed.evaluate("committed({ btc: 70 })")
    routed.evaluate(
        "async () => { await key(71); say('btc 71'); await key(72); say('btc 72'); await key(73); say('btc 73'); }"
    )
    assert routed.evaluate("sent") == ["btc 71", "btc 72", "btc 73"]
    routed.evaluate("async () => { await answers[0](true); await answers[1](true); committed({ btc: 73 }); }")
    routed.clock.run_for(600)
    routed.evaluate("async () => { await key(74); say('btc 74'); }")
    assert routed.evaluate("sent") == ["btc 71", "btc 72", "btc 73"]


def test_what_keys_have_gone_through_is_shown_if_it_is_nearer(routed: Page) -> None:
    routed.evaluate("committed({ btc: 70 })")
    # Up and down again: what is on the screen is where the slider stands.
    routed.evaluate("async () => { await key(71); down('ArrowLeft'); await at(70); await answers[0](true); }")
    assert routed.evaluate("shown") == []
    routed.evaluate("async () => { await answers[1](true); await key(71); await key(72); await answers[2](true); }")
    assert routed.evaluate("shown") == ["btc=70&lang=EN", "btc=71&lang=EN"]


def test_what_is_committed_is_not_taken_for_a_key(routed: Page) -> None:
    routed.evaluate("async () => { await key(71); await answers[0](true); committed({ btc: 71 }); await at(71); }")
    assert len(routed.evaluate("asked")) == 1


@pytest.mark.parametrize(
    "done",
    [
        "answers[0](false)",
        "dispatchEvent(new PopStateEvent('popstate'))",
        "press('pointerdown')",
        "dispatchEvent(new PageTransitionEvent('pagehide'))",
    ],
)
def test_what_streamlit_commits_waits_for_nothing_else(routed: Page, done: str) -> None:
    routed.evaluate("async () => { await key(71); say('btc 71'); }")
    assert routed.evaluate("sent") == []
    routed.evaluate(done)
    assert routed.evaluate("sent") == ["btc 71"]


def test_what_streamlit_commits_does_not_wait_for_ever(routed: Page) -> None:
    routed.evaluate("async () => { await key(71); say('btc 71'); }")
    routed.clock.run_for(390)
    assert routed.evaluate("sent") == []
    routed.clock.run_for(20)
    assert routed.evaluate("sent") == ["btc 71"]


def test_the_route_is_told_what_is_on_the_screen(bare: Page) -> None:
    bare.evaluate(_SLIDER)
    asked = bare.evaluate("""async () => {
        document.body.innerHTML += `<main><details open><div data-later="later-a"></div></details>
            <details><div data-later="later-b"></div></details></main>`;
        const root = document.querySelector('main');
        root.querySelector('[data-later]').cgStamp = 's3';
        const plot = { cgStamp: 's2', cgPlot: { cgBody: { narrow: true } } };
        root.cgNodes = new Map([['kpis', { cgStamp: 's1' }], ['plot-curve', plot]]);
        const message = { page: 'mining', ahead: { q: 'btc=70', day: '2026-11-28' } };
        const { fetched } = await import('/ahead.js');
        fetched([{ root, message }], 'cash', 80.5);
        return asked;
    }""")
    assert asked == [
        {
            "q": "btc=70&cash=80.5",
            "day": "2026-11-28",
            "stamps": "s1,s2,s3",
            "opened": "later-a",
            "narrow": "plot-curve",
        }
    ]
