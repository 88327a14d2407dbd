"""The charts and the table of the Peers page: who sold what for which purpose, and who has AI contracts."""

from __future__ import annotations

from dashboard.facts import Peer, PeerFigure
from dashboard.figures import layout as base
from dashboard.figures.colors import GREY, GRID, INK, MUTED, PAPER
from dashboard.figures.fixed import fixed
from dashboard.figures.layout import HERO, Block, Cell, Chart, Dict, Entry, Grid, Table
from dashboard.headlines import say
from dashboard.headlines.peers import own_key
from dashboard.numbers import peers
from dashboard.numbers.resolver import Scenario
from dashboard.registry import PAGE
from dashboard.words import peers as peer_words
from dashboard.words import text
from dashboard.words.text import Figure, Lang

ROLES = ALL, MINERS, AI = PAGE["peers"].switches["role"]
_ROLE_OF = {MINERS: "peer", AI: "ai_comparator"}


def _number(scenario: Scenario, peer: Peer, figure: PeerFigure | None, field: str, lang: Lang) -> Figure:
    """A figure as a cell of a table; a blank where the company publishes none."""
    key = peers.name(peer, field)
    if figure is None or figure.base is None:
        return Figure(key, "", None, "reported")
    kind = "derived" if figure.kind == "derived" else "reported"
    return Figure(key, peer_words.shown(figure, lang), figure.base, kind)


@fixed
def sales(scenario: Scenario, lang: Lang) -> Chart | Block:
    """Coins sold in the last published period, and for what: the company in ink, the others grey."""
    facts = scenario.facts
    found = [(peer, figure) for peer in peers.companies(facts) if (figure := peer.figure("btc_sold")) is not None]
    rows = sorted(((p, f, float(f.base)) for p, f in found if isinstance(f.base, float)), key=lambda row: -row[2])
    if not rows:
        return base.missing("sales", "sales", lang, HERO)
    high = rows[0][2]

    def build(width: int) -> Dict:
        wide = width >= base.WIDE
        left = 84
        room = int((width - left - 12) / 6.3)
        scale = base.axis(range=[len(rows) - 0.35, -0.65], showticklabels=False)
        notes: list[Dict] = []
        for row, (peer, figure, value) in enumerate(rows):
            own = peer.role == peers.SUBJECT
            color = INK if own else MUTED
            name = f"<b>{peers.short(facts, peer)}</b><br>{peer_words.period(figure, lang)}"
            notes.append(base.label(0, row, name, color, "right", dx=-8, halo=False, xref="paper"))
            purpose = figure.note.get(lang) if figure.note is not None else text.t("peers.sales.unknown", lang)
            notes.append(
                base.label(0, row, base.wrap(purpose, room), color, "left", dx=2, dy=9, halo=False, yanchor="bottom")
            )
            notes.append(base.label(value, row, f"<b>{text.show(value, 'btc', lang)}</b>", color, "left", dx=5))
        # A period shorter than a quarter is drawn as an outline: its bar cannot be compared with the others.
        full = [peers.of(peer, peers.QUARTER_SALES) is not None for peer, _, _ in rows]
        inks = [INK if peer.role == peers.SUBJECT else GREY for peer, _, _ in rows]
        fills = [ink if whole else base.shade(ink, 0.25) for ink, whole in zip(inks, full, strict=True)]
        sold = text.t("peers.sales.sold", lang)
        return {
            "data": [
                {
                    "type": "bar", "orientation": "h", "y": list(range(len(rows))), "x": [v for _, _, v in rows],
                    "width": 0.22,
                    "marker": {
                        "color": fills,
                        "line": {"color": inks, "width": 1},
                    },
                    **base.hover_text([
                        base.hover(
                            (peers.short(facts, p), peer_words.period(f, lang)), (sold, peer_words.shown(f, lang))
                        )
                        for p, f, _ in rows
                    ]),
                }
            ],
            "layout": base.layout(
                margin={"l": left, "r": 12, "t": 2, "b": 4},
                xaxis={"range": [0, high * (1.22 if wide else 1.5)], "showticklabels": False},
                yaxis=scale,
                annotations=notes,
                shapes=[base.segment(0, -0.65, 0, len(rows) - 0.35, INK, 1)],
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    cells: list[tuple[Cell, ...]] = []
    for peer, figure, _ in rows:
        value = peer.figure("btc_sold_value")
        share = peers.of(peer, peers.SOLD_SHARE)
        cells.append(
            (
                peers.short(facts, peer),
                peer_words.period(figure, lang),
                _number(scenario, peer, figure, "btc_sold", lang),
                _number(scenario, peer, value, "btc_sold_value", lang),
                Figure(
                    peers.name(peer, peers.SOLD_SHARE),
                    "" if share is None else text.show(share.value, "pct", lang),
                    None if share is None else share.value,
                    "derived",
                ),
                figure.note.get(lang) if figure.note is not None else "",
            )
        )
    first = rows[0]
    subject = next((peer for peer, _, _ in rows if peer.role == peers.SUBJECT), None)
    case = "first" if subject is not None else "without"
    if (
        subject is not None
        and _value(first[0].figure("btc_held_before")) > _value(subject.figure("btc_held_before")) > 0
    ):
        case = "other"
    return Chart(
        "sales",
        say(scenario, f"peers.sales.title.{case}", lang, name=peers.short(facts, first[0]),
            sold=_number(scenario, first[0], first[1], "btc_sold", lang)),
        say(scenario, "peers.sales.subtitle", lang),
        say(scenario, "peers.sales.alt", lang, list=text.join(
            [f"{peers.short(facts, p)} {peer_words.shown(f, lang)}" for p, f, _ in rows], lang)),
        wide,
        tuple((kind, text.t(f"peers.sales.{kind}", lang)) for kind in ("reported", "derived")),
        Table(tuple(text.t(f"peers.sales.head.{c}", lang) for c in ("name", "period", "sold", "value", "share", "use")),
              tuple(cells), text.t("peers.blank", lang)),
        tuple(peers.name(p, "btc_sold") for p, _, _ in rows),
        HERO,
        narrow,
    )  # fmt: skip


@fixed
def contracts(scenario: Scenario, lang: Lang) -> Chart | Block:
    """AI megawatts under contract beside the hashrate of the same company; the company in ink, the others grey."""
    facts = scenario.facts
    rows = [
        (peer, peer.figure("ai_mw"), peer.figure("ai_mw_planned"), peer.figure("hashrate"))
        for peer in peers.companies(facts)
    ]
    rows = [row for row in rows if row[1] is not None or row[3] is not None or row[0].role == peers.SUBJECT]
    if not any(row[1] is not None for row in rows):
        return base.missing("contracts", "contracts", lang, HERO)
    rows.sort(key=lambda row: (-(_value(row[1]) if row[1] is not None else -1), -_value(row[3])))
    most = max(_value(figure) for row in rows for figure in row[1:3])
    rate = max((_value(row[3]) for row in rows), default=1.0) or 1.0

    def build(width: int) -> Dict:
        wide = width >= base.WIDE
        left = 66
        split = 0.62 if wide else 0.6
        notes: list[Dict] = [
            base.label(0, -0.95, text.t("peers.contracts.panel.ai", lang), MUTED, "left", halo=False),
            base.label(0, -0.95, text.t("peers.contracts.panel.hash", lang), MUTED, "left", halo=False, xref="x2"),
        ]
        marks: dict[str, list[tuple[float, int, str]]] = {"filled": [], "planned": [], "hash": []}
        for row, (peer, contracted, planned, hashrate) in enumerate(rows):
            own = peer.role == peers.SUBJECT
            color = INK if own else MUTED
            name = peers.short(facts, peer)
            notes.append(
                base.label(0, row, f"<b>{name}</b>" if own else name, color, "right", dx=-8, halo=False, xref="paper")
            )
            ink = INK if own else GREY
            if contracted is not None:
                value = _value(contracted)
                marks["filled"].append((value, row, ink))
                words = _bare(contracted, value, lang)
                notes.append(_beside(value / most, value, row, words, color, "x"))
            elif planned is not None:
                value = _value(planned)
                marks["planned"].append((value, row, ink))
                words = f"{_bare(planned, value, lang)} {text.t('peers.contracts.planned', lang)}"
                notes.append(_beside(value / most, value, row, words, color, "x"))
            else:
                notes.append(base.label(0, row, text.t("peers.contracts.blank", lang), color, "left", dx=8))
            if hashrate is not None:
                value = _value(hashrate)
                marks["hash"].append((value, row, ink))
                words = _bare(hashrate, value / 1e6, lang, 1)
                notes.append(_beside(value / rate, value, row, words, color, "x2"))

        def dots(kind: str, axis: str) -> Dict:
            points = marks[kind]
            style: Dict = {"color": [ink for *_, ink in points], "size": 10}
            if kind == "planned":
                style = {"color": PAPER, "size": 9, "line": {"color": [ink for *_, ink in points], "width": 2}}
            return base.marks([x for x, *_ in points], [y for _, y, _ in points], None, marker=style, xaxis=axis)

        lines = [
            base.segment(x0, row, x1, row, GRID, 1) | {"layer": "below", "xref": "paper"}
            for row in range(len(rows))
            for x0, x1 in ((0, split - 0.04), (split, 1))
        ]
        return {
            "data": [dots("filled", "x"), dots("planned", "x"), dots("hash", "x2")],
            "layout": base.layout(
                margin={"l": left, "r": 10, "t": 2, "b": 4},
                xaxis={"range": [-most * 0.03, most * 1.08], "domain": [0, split - 0.04], "showticklabels": False},
                xaxis2=base.axis(range=[-rate * 0.05, rate * 1.12], domain=[split, 1], showticklabels=False),
                yaxis={"range": [len(rows) - 0.4, -1.5], "showgrid": False, "showticklabels": False},
                annotations=notes,
                shapes=lines,
            ),
        }  # fmt: skip

    wide, narrow = base.both(build)
    own = next((row for row in rows if row[0].role == peers.SUBJECT), None)
    known = own is not None and own[1] is not None
    table: tuple[tuple[Cell, ...], ...] = tuple(
        (
            peers.short(facts, peer),
            *(
                _number(scenario, peer, figure, field, lang)
                for figure, field in zip(figures, ("ai_mw", "ai_mw_planned", "hashrate"), strict=True)
            ),
            contracted.note.get(lang) if (contracted := figures[0]) is not None and contracted.note is not None else "",
        )
        for peer, *figures in rows
    )
    return Chart(
        "contracts",
        say(scenario, f"peers.contracts.title.{'known' if known else 'none'}", lang,
            own=_number(scenario, own[0], own[1], "ai_mw", lang) if own is not None else ""),
        say(scenario, "peers.contracts.subtitle", lang),
        say(scenario, "peers.contracts.alt", lang, list=text.join(
            [f"{peers.short(facts, p)} {peer_words.shown(f, lang)}" for p, f, *_ in rows if f is not None], lang)),
        wide,
        (("reported", text.t("peers.contracts.reported", lang)),),
        Table(tuple(text.t(f"peers.contracts.head.{c}", lang) for c in ("name", "ai", "planned", "hashrate", "with")),
              table, text.t("peers.blank", lang)),
        ("peers_publishing_ai_mw", "peers_ai_mw_total", "peers_ai_mw", "peers_btc_sold_quarter",
         own_key(scenario, "ai_mw"), own_key(scenario, "hashrate")),
        HERO,
        narrow,
    )  # fmt: skip


def _value(figure: PeerFigure | None) -> float:
    return float(figure.base) if figure is not None and isinstance(figure.base, float) else 0.0


def _bare(figure: PeerFigure, value: float, lang: Lang, digits: int = 0) -> str:
    return f"{peer_words.bound(figure)}<b>{text.number(value, lang, digits)}</b>"


def _beside(share: float, value: float, row: int, words: str, color: str, axis: str) -> Dict:
    """A label on the side of the dot that has room."""
    flip = share > (0.62 if axis == "x" else 0.5)
    return base.beside(value, row, words, color, flip, 9, xref=axis)


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
    facts = scenario.facts
    everyone = peers.companies(facts)
    if not everyone:
        return base.missing("grid", "grid", lang, HERO)
    chosen = [p for p in everyone if role == ALL or p.role in (peers.SUBJECT, _ROLE_OF.get(role))]
    counts = {field: sum(_found(peer, field) is not None for peer in everyone) for field in _COLUMNS}
    columns = [(text.t("peers.grid.name", lang), "")]
    for field in _COLUMNS:
        coverage = text.t("peers.grid.coverage", lang, count=str(counts[field]), total=str(len(everyone)))
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
        say(
            scenario,
            f"peers.grid.title.{'some' if full else 'none'}",
            lang,
            shown=str(len(chosen)),
            full=str(full),
            count=str(len(_COLUMNS)),
        ),
        say(scenario, "peers.grid.subtitle", lang),
        say(scenario, "peers.grid.alt", lang, shown=str(len(chosen))),
        tuple(columns),
        tuple(values),
        tuple(words),
        say(scenario, "peers.grid.note", lang, counts=coverage),
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
                    _number(scenario, peer, figure, figure.field, lang),
                    words,
                    "" if source is None else source.publisher,
                    None if source is None else source.url,
                )
            )
    return tuple(rows)
