"""Is the company alone?"""

from __future__ import annotations

from dashboard.facts import Peer
from dashboard.headlines import Headline
from dashboard.numbers import peers
from dashboard.numbers.peers import QUARTER_SALES, SOLD_SHARE
from dashboard.numbers.resolver import Scenario
from dashboard.words import peers as peer_words
from dashboard.words import text
from dashboard.words.say import figure, say
from dashboard.words.text import Lang, Sentence


def comparator(scenario: Scenario) -> Peer | None:
    """The largest seller of the same quarter whose opening coins are published too, so that the shares compare."""
    own = peers.subject(scenario.facts)
    reference = None if own is None else peers.of(own, SOLD_SHARE)
    if reference is None or reference.figure is None:
        return None
    found = []
    for peer in peers.companies(scenario.facts):
        share, sold = peers.of(peer, SOLD_SHARE), peers.of(peer, QUARTER_SALES)
        if peer is own or share is None or share.figure is None or sold is None:
            continue
        if share.figure.as_of == reference.figure.as_of:
            found.append((float(sold.value), peer))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def own_key(scenario: Scenario, field: str) -> str:
    """The key of a figure of the company that the dashboard is about."""
    own = peers.subject(scenario.facts)
    return peers.name(own, field) if own is not None else f"{peers.ONE}{scenario.facts.company.ticker}_{field}"


def variant(scenario: Scenario) -> str:
    """Which sentence the published figures allow."""
    if not peers.companies(scenario.facts):
        return "nobody"
    if not scenario.known(own_key(scenario, SOLD_SHARE)):
        return "unknown"
    return "alone" if comparator(scenario) is None else "both"


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """What the company sold in a quarter against the largest comparable seller, and who has AI contracts."""
    case = variant(scenario)
    pieces = {}
    other = comparator(scenario)
    if case in ("both", "alone"):
        pieces["own"] = figure(scenario.output(own_key(scenario, SOLD_SHARE)), lang)
    if case == "both" and other is not None:
        pieces["share"] = figure(scenario.output(peers.name(other, SOLD_SHARE)), lang)
    words = {} if other is None else {"other": peers.short(scenario.facts, other)}
    lines: Sentence = say(scenario, f"peers.standfirst.{case}", lang)
    if case in ("both", "alone") and scenario.value(own_key(scenario, SOLD_SHARE)) > 1:
        lines = (*say(scenario, "peers.standfirst.over", lang), " ", *lines)
    if scenario.known("peers_ai_mw_total"):
        mine = "known" if scenario.known(own_key(scenario, "ai_mw")) else "none"
        own = figure(scenario.output(own_key(scenario, "ai_mw")), lang)
        lines += (" ", *say(scenario, f"peers.contracts.{mine}", lang, own=own))
    until = text.date(scenario.facts.company.as_of, lang)
    return Headline(
        say(scenario, "peers.kicker" if case != "nobody" else "peers.kicker.nobody", lang, until=until),
        say(scenario, f"peers.title.{case}", lang, **pieces, **words),
        lines,
    )


def key_figures(scenario: Scenario) -> tuple[str, ...]:
    """The key figures of the page: own share, the comparable one, what all sold, and who has AI contracts."""
    other = comparator(scenario)
    shares = [own_key(scenario, SOLD_SHARE)] + ([peers.name(other, SOLD_SHARE)] if other is not None else [])
    return (*shares, "peers_sales_total", "peers_ai_mw_total", own_key(scenario, "ai_mw"))


def notes(scenario: Scenario, lang: Lang) -> dict[str, Sentence]:
    """What stands under each key figure."""
    found: dict[str, Sentence] = {
        key: say(scenario, f"peers.note.{key}", lang) for key in ("peers_sales_total", "peers_ai_mw_total")
    }
    for peer in peers.companies(scenario.facts):
        share = peers.of(peer, SOLD_SHARE)
        if share is not None and share.figure is not None:
            parts = [
                figure(scenario.output(peers.name(peer, field)), lang, style)
                for field, style in ((QUARTER_SALES, "count"), ("btc_held_before", ""))
            ]
            found[peers.name(peer, SOLD_SHARE)] = text.sentence(
                "peers.note.share", lang, sold=parts[0], before=parts[1], period=peer_words.period(share.figure, lang)
            )
    return found
