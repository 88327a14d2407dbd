"""The charts and the table of the Peers page: who sold what for which purpose, and who has AI contracts."""

from __future__ import annotations

from dataclasses import replace

from dashboard.facts import Peer, PeerFigure
from dashboard.figures import measure
from dashboard.figures.axes import Axis
from dashboard.figures.colors import GREY, GRID, INK, MUTED, PAPER
from dashboard.figures.draft import Draft
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import HERO, WIDE, Block, Cell, Chart, Entry, Grid
from dashboard.figures.panels import Panels
from dashboard.figures.plot import Plot, shade
from dashboard.headlines.peers import own_key
from dashboard.numbers import peers
from dashboard.numbers.resolver import Scenario
from dashboard.registry import PAGE
from dashboard.words import peers as peer_words
from dashboard.words import text
from dashboard.words.text import Figure, Lang

ROLES = ALL, MINERS, AI = PAGE["peers"].switches["role"]
_ROLE_OF = {MINERS: "peer", AI: "ai_comparator"}


def _number(peer: Peer, figure: PeerFigure | None, field: str, lang: Lang) -> Figure:
    """A figure as a cell of a table; a blank where the company publishes none."""
    key = peers.name(peer, field)
    if figure is None or figure.base is None:
        return Figure(key, "", None, "reported")
    kind = "derived" if figure.kind == "derived" else "reported"
    return Figure(key, peer_words.shown(figure, lang), figure.base, kind)


def _ink(peer: Peer, mark: bool = False) -> str:
    """The company itself in ink; the others grey, their words a little darker."""
    return INK if peer.role == peers.SUBJECT else GREY if mark else MUTED


@fixed
def sales(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Coins sold in the last published period, and for what: the company in ink, the others grey."""
    draft, facts = Draft(scenario, lang, "peers.sales"), scenario.facts
    found = [(peer, figure) for peer in peers.companies(facts) if (figure := peer.figure("btc_sold")) is not None]
    rows = sorted(((p, f, float(f.base)) for p, f in found if isinstance(f.base, float)), key=lambda row: -row[2])
    if not rows:
        return draft.missing(height=HERO)
    sold = [_number(peer, figure, "btc_sold", lang) for peer, figure, _ in rows]
    names = [(peers.short(facts, peer), peer_words.period(figure, lang)) for peer, figure, _ in rows]

    def draw(width: int) -> Plot:
        left = 84
        x = Axis(0, rows[0][2] * (1.22 if width >= WIDE else 1.5))
        plot = Plot(width, HERO, x, Axis(len(rows) - 0.35, -0.65), left, 12, 2, 4)
        room = measure.letters(plot.narrowest - left - 12)
        # A period shorter than a quarter is drawn as an outline: its bar cannot be compared with the others.
        full = [peers.of(peer, peers.QUARTER_SALES) is not None for peer, _, _ in rows]
        inks = [_ink(peer, mark=True) for peer, _, _ in rows]
        fills = [ink if whole else shade(ink, 0.25) for ink, whole in zip(inks, full, strict=True)]
        hovers = [(name, (draft.words("sold"), one)) for name, one in zip(names, sold, strict=True)]
        plot.bars([v for _, _, v in rows], fills, 0.22, hovers, line={"color": inks, "width": 1})
        plot.upright()
        for row, (peer, figure, value) in enumerate(rows):
            color = _ink(peer)
            words = "<b>{}</b><br>{}".format(*names[row])
            plot.fixed(0, row, words, color, "right", dx=-8, halo=False, xref="paper")
            purpose = figure.note.get(lang) if figure.note is not None else draft.words("unknown")
            plot.fixed(0, row, measure.wrap(purpose, room), color, dx=2, dy=9, halo=False, yanchor="bottom")
            plot.fixed(value, row, f"<b>{text.show(value, 'btc', lang)}</b>", color, dx=5)
        return plot

    cells: list[tuple[Cell, ...]] = []
    for name, one, (peer, figure, _) in zip(names, sold, rows, strict=True):
        share = peers.of(peer, peers.SOLD_SHARE)
        words, value = ("", None) if share is None else (text.show(share.value, "pct", lang), share.value)
        cells.append(
            (
                *name,
                one,
                _number(peer, peer.figure("btc_sold_value"), "btc_sold_value", lang),
                Figure(peers.name(peer, peers.SOLD_SHARE), words, value, "derived"),
                figure.note.get(lang) if figure.note is not None else "",
            )
        )
    first = rows[0][0]
    subject = next((peer for peer, _, _ in rows if peer.role == peers.SUBJECT), None)
    case = "without" if subject is None else "first"
    if subject is not None and _value(first.figure("btc_held_before")) > _value(subject.figure("btc_held_before")) > 0:
        case = "other"
    blank = text.t("peers.blank", lang)
    return draft.chart(
        draw,
        replace(draft.table(draft.head(*(f"head.{c}" for c in _SALES)), cells), caption=blank),
        "reported derived",
        [one.key for one in sold],
        HERO,
        f"title.{case}",
        name=names[0][0],
        sold=sold[0],
        list=text.join([f"{name} {one.text}" for (name, _), one in zip(names, sold, strict=True)], lang),
    )


_SALES = ("name", "period", "sold", "value", "share", "use")
_FIELDS = ("ai_mw", "ai_mw_planned", "hashrate")
# A company with its figures of these fields, where it publishes them.
Published = tuple[Peer, PeerFigure | None, PeerFigure | None, PeerFigure | None]


@fixed
def contracts(scenario: Scenario, lang: Lang) -> Chart | Block:
    """AI megawatts under contract beside the hashrate of the same company; the company in ink, the others grey."""
    draft, facts = Draft(scenario, lang, "peers.contracts"), scenario.facts
    rows: list[Published] = [
        (peer, peer.figure("ai_mw"), peer.figure("ai_mw_planned"), peer.figure("hashrate"))
        for peer in peers.companies(facts)
    ]
    rows = [row for row in rows if row[1] is not None or row[3] is not None or row[0].role == peers.SUBJECT]
    if not any(row[1] is not None for row in rows):
        return draft.missing(height=HERO)
    rows.sort(key=lambda row: (-(_value(row[1]) if row[1] is not None else -1), -_value(row[3])))

    def build(width: int) -> Panels:
        split, inner = (0.62 if width >= WIDE else 0.6), width - 76
        halves = (0, split - 0.04), (split, 1)
        drawn = (
            _megawatts(draft, rows, round(66 + inner * halves[0][1])),
            _hashrates(draft, rows, round(inner * (1 - split))),
        )
        return Panels(tuple((plot, half, (0, 1)) for plot, half in zip(drawn, halves, strict=True)), right=10)

    own = next((row for row in rows if row[0].role == peers.SUBJECT), None)
    known = own is not None and own[1] is not None
    cells: list[tuple[Cell, ...]] = [
        (
            peers.short(facts, peer),
            *(_number(peer, figure, field, lang) for figure, field in zip(figures, _FIELDS, strict=True)),
            contracted.note.get(lang) if (contracted := figures[0]) is not None and contracted.note is not None else "",
        )
        for peer, *figures in rows
    ]
    published = [f"{peers.short(facts, p)} {peer_words.shown(f, lang)}" for p, f, *_ in rows if f is not None]
    head = draft.head(*(f"head.{c}" for c in ("name", "ai", "planned", "hashrate", "with")))
    return draft.chart(
        build,
        replace(draft.table(head, cells), caption=text.t("peers.blank", lang)),
        "reported",
        ("peers_publishing_ai_mw", "peers_ai_mw_total", "peers_ai_mw", "peers_btc_sold_quarter",
         own_key(scenario, "ai_mw"), own_key(scenario, "hashrate")),
        HERO,
        f"title.{'known' if known else 'none'}",
        own=_number(own[0], own[1], "ai_mw", lang) if own is not None else "",
        list=text.join(published, lang),
    )  # fmt: skip


def _panel(draft: Draft, title: str, count: int, width: int, span: tuple[float, float], left: int) -> Plot:
    """Half of the chart: a row per company under ``title``."""
    plot = Plot(width, HERO, Axis(*span), Axis(count - 0.4, -1.5), left, 0, 2, 4)
    plot.fixed(0, -0.95, draft.words(f"panel.{title}"), MUTED, halo=False)
    for row in range(count):
        plot.rule(span[0], row, span[1], row, GRID, below=True)
    return plot


def _megawatts(draft: Draft, rows: list[Published], width: int) -> Plot:
    """AI megawatts: filled where contracted, open where planned, a word where neither is published."""
    most = max(_value(figure) for row in rows for figure in row[1:3])
    plot = _panel(draft, "ai", len(rows), width, (-most * 0.03, most * 1.08), 66)
    contracted = [(row, peer, one) for row, (peer, one, _, _) in enumerate(rows) if one is not None]
    planned = [(row, peer, one) for row, (peer, none, one, _) in enumerate(rows) if none is None and one is not None]
    _dots(plot, contracted, "filled")
    _dots(plot, planned, "open")
    for row, (peer, signed, plan, _) in enumerate(rows):
        color, name = _ink(peer), peers.short(draft.scenario.facts, peer)
        own = peer.role == peers.SUBJECT
        plot.fixed(0, row, f"<b>{name}</b>" if own else name, color, "right", dx=-8, halo=False, xref="paper")
        if signed is not None:
            plot.beside(_value(signed), row, _bare(signed, _value(signed), draft.lang), color, gap=9)
        elif plan is not None:
            words = f"{_bare(plan, _value(plan), draft.lang)} {draft.words('planned')}"
            plot.beside(_value(plan), row, words, color, gap=9)
        else:
            plot.fixed(0, row, draft.words("blank"), color, dx=8)
    return plot


def _hashrates(draft: Draft, rows: list[Published], width: int) -> Plot:
    """Hashrate in EH/s, one dot a company."""
    rate = max((_value(row[3]) for row in rows), default=1.0) or 1.0
    plot = _panel(draft, "hash", len(rows), width, (-rate * 0.05, rate * 1.12), 0)
    found = [(row, peer, one) for row, (peer, _, _, one) in enumerate(rows) if one is not None]
    _dots(plot, found, "filled")
    for row, peer, one in found:
        plot.beside(_value(one), row, _bare(one, _value(one) / 1e6, draft.lang, 1), _ink(peer), gap=9)
    return plot


def _dots(plot: Plot, found: list[tuple[int, Peer, PeerFigure]], shape: str) -> None:
    inks = [_ink(peer, mark=True) for _, peer, _ in found]
    filled = {"color": inks, "size": 10}
    marker = filled if shape == "filled" else {"color": PAPER, "size": 9, "line": {"color": inks, "width": 2}}
    plot.marks([_value(one) for *_, one in found], [row for row, *_ in found], clear=5, marker=marker)


def _value(figure: PeerFigure | None) -> float:
    return float(figure.base) if figure is not None and isinstance(figure.base, float) else 0.0


def _bare(figure: PeerFigure, value: float, lang: Lang, digits: int = 0) -> str:
    return f"{peer_words.bound(figure)}<b>{text.number(value, lang, digits)}</b>"


# Field -> whether its own column stands in the sortable table; the register holds all of them.
_COLUMNS = (
    "btc_held", "btc_sold", peers.SOLD_SHARE, "btc_mined", "cash_cost", "hashrate", "ai_mw",
    "ai_contract", "market_cap",
)  # fmt: skip
# What is counted over a period says which one, because the periods differ from company to company.
_OVER_TIME = ("btc_sold", "btc_mined", "cash_cost")


@fixed
def grid(scenario: Scenario, lang: Lang, role: str = ALL) -> Grid | Block:
    """One row per company, one column per field, filtered by role; the company itself always stays."""
    draft, facts = Draft(scenario, lang, "peers.grid", "peers"), scenario.facts
    everyone = peers.companies(facts)
    if not everyone:
        return draft.missing("grid", HERO)
    chosen = [p for p in everyone if role == ALL or p.role in (peers.SUBJECT, _ROLE_OF.get(role))]
    counts = {field: sum(_found(peer, field) is not None for peer in everyone) for field in _COLUMNS}
    columns = [(draft.words("name"), "")]
    for field in _COLUMNS:
        coverage = draft.words("coverage", count=str(counts[field]), total=str(len(everyone)))
        columns.append((text.t(f"peers.column.{field}", lang), coverage))
    values: list[tuple[str | float | None, ...]] = []
    words: list[tuple[str, ...]] = []
    for peer in chosen:
        name = f"{facts.company.short_name if peer.role == peers.SUBJECT else peer.name} ({peer.ticker})"
        numbers = [None if (f := _found(peer, field)) is None else f.value for field in _COLUMNS]
        values.append((name, *numbers))
        words.append((name, *(_words(peer, field, lang) for field in _COLUMNS)))
    full = sum(all(row) for row in words)
    own = next((i for i, peer in enumerate(chosen) if peer.role == peers.SUBJECT), None)
    coverage = text.join([f"{text.t(f'peers.column.{field}', lang)} {counts[field]}" for field in _COLUMNS], lang)
    return Grid(
        "peers",
        draft.say(
            f"title.{'some' if full else 'none'}", shown=str(len(chosen)), full=str(full), count=str(len(_COLUMNS))
        ),
        draft.say("subtitle"),
        draft.say("alt", shown=str(len(chosen))),
        tuple(columns),
        tuple(values),
        tuple(words),
        draft.say("note", counts=coverage),
        own,
    )


def _found(peer: Peer, field: str) -> peers.Found | None:
    """A field of a company; nothing where it publishes none."""
    found = peers.of(peer, field)
    return found if found is not None and isinstance(found.value, float) else None


def _words(peer: Peer, field: str, lang: Lang) -> str:
    """A cell of the sortable table in the language of the page, with the sign of a bound and the period counted."""
    found = _found(peer, field)
    if found is None or found.figure is None:
        return ""
    bound = "" if field == peers.SOLD_SHARE else peer_words.bound(found.figure)
    words = bound + peer_words.value_words(found.value, "count" if found.unit == "btc" else found.unit, lang)
    return f"{words} · {peer_words.short_period(found.figure, lang)}" if field in _OVER_TIME else words


@fixed
def entries(scenario: Scenario, lang: Lang) -> tuple[Entry, ...]:
    """Every figure of every company for the register: value, day, document, and what the document says about it."""
    facts = scenario.facts
    rows = []
    for peer in peers.companies(facts):
        for figure in peer.figures:
            found = peers.Found(
                figure.base, figure.unit, "derived" if figure.kind == "derived" else "reported", peer, figure
            )
            ((words, source),) = peer_words.origins(facts, found, peers.name(peer, figure.field), lang)
            rows.append(
                Entry(
                    f"{peers.short(facts, peer)}: {peer_words.field_label(figure.field, lang)}",
                    _number(peer, figure, figure.field, lang),
                    words,
                    "" if source is None else source.publisher,
                    None if source is None else source.url,
                )
            )
    return tuple(rows)
