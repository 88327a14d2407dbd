"""Where a number comes from: its status, its origin in words, its row in the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup

from dashboard.facts import Assumption
from dashboard.facts.units import look_of
from dashboard.figures.layout import Entry
from dashboard.numbers import OUTPUTS, catalog, peers
from dashboard.numbers.resolver import Output
from dashboard.screen import sidebar
from dashboard.screen.context import Context
from dashboard.screen.markup import NOTHING, column_heads, filled, joined, link, mark, note, number_html, sentence_html
from dashboard.words import age as ages
from dashboard.words import changes, say, text
from dashboard.words import peers as peer_words
from dashboard.words.text import Lang

REGISTER = "how"
_COLUMNS = ("figure", "value", "status", "origin")
_LINE = Markup("<br>")


def badge(context: Context, output: Output) -> Markup:
    """Reported, Derived or Assumed, opening to source, formula or slider."""
    css = "pv pv-a" if output.kind == "assumed" else "pv"
    return Markup(
        '<details class="{}" name="pv"><summary>{}</summary><div class="box">{}</div></details>'
    ).format(
        css,
        status(output, context.lang),
        context.sheet.later(f"why-{output.key}", partial(origin, context, output, full=True)),
    )  # fmt: skip


def status(output: Output, lang: Lang) -> Markup:
    """The kind of a number as a glyph and a word; a second glyph where it moves with a slider."""
    moves = filled(Markup(" {}"), mark("assumed")) if output.kind == "scenario" else NOTHING
    return filled(Markup("{} {}{}"), mark(output.kind), text.t(f"kind.{output.kind}", lang), moves)


def origin(context: Context, output: Output, full: bool = False) -> Markup:
    """Where a number comes from: document, formula with its numbers, or slider with its range.

    full: also the words of the document, the numbers of the formula, and what the versions of the facts changed.
    """
    found = _origin(context, output, full)
    if not full:
        return found
    lines = changes.of_name(context.facts, output.key, context.lang)
    return joined((found, *(filled(Markup('<span class="cg-changed">{}</span>'), line) for line in lines)), _LINE)


def _origin(context: Context, output: Output, full: bool) -> Markup:
    if output.key in OUTPUTS:
        return _computed(context, output, full)
    if peers.is_peer(output.key):
        return _peer(context, output.key)
    assumption = context.facts.assumption(output.key)
    if assumption is not None:
        return _slider(context, assumption)
    if output.key in context.facts.facts:
        return _fact(context, output, full)
    return _series_or_constant(context, output.key)


def _computed(context: Context, output: Output, full: bool) -> Markup:
    scenario, lang = context.scenario, context.lang
    lines = [filled(Markup('<span class="cg-formula">{}</span>'), say.formula_words(scenario, output.key, lang))]
    if full and output.value is not None:
        numbers = say.formula_numbers(scenario, output.key, lang)
        lines.append(filled(Markup('<span class="cg-formula">= {}</span>'), sentence_html(numbers)))
    names = say.sliders_behind(scenario, output.key, lang)
    if output.kind == "scenario" and names:
        lines.append(filled(Markup("{} {}"), mark("assumed"), text.t("origin.depends", lang, names=names)))
    if output.missing:
        names = ", ".join(say.label(scenario, name, lang) for name in output.missing)
        lines.append(Markup.escape(text.t("origin.missing", lang, names=names)))
    return joined(lines, _LINE)


def _fact(context: Context, output: Output, full: bool) -> Markup:
    facts, lang = context.facts, context.lang
    fact = facts.facts[output.key]
    lines = [] if output.value is not None else [Markup.escape(text.t("word.not_disclosed", lang))]
    period = text.date(catalog.period(facts, output.key), lang)
    lines.append(filled(Markup("{}{}"), period, cited(sources(context, fact.sources))))
    if full and fact.phrase:
        lines.append(filled(Markup("<q>{}</q>"), fact.phrase))
    if fact.note is not None:
        lines.append(Markup.escape(fact.note.get(lang)))
    return joined(lines, _LINE)


def _series_or_constant(context: Context, key: str) -> Markup:
    facts, lang = context.facts, context.lang
    constant = catalog.constant_of(facts, key)
    words = text.t("origin.series", lang) if constant is None else constant.reason.get(lang)
    daily = catalog.daily_documents(facts, key).items()
    files = [link(address, title) for title, address in daily]
    return filled(Markup("{}{}"), words, cited([*files, *sources(context, catalog.sources(facts, key))]))


def _slider(context: Context, assumption: Assumption) -> Markup:
    facts, lang = context.facts, context.lang
    lines = [assumption.reason.get(lang)]
    if not assumption.options:
        style = look_of(assumption.unit).name
        low, high = (text.show(assumption.to_base(v), style, lang) for v in assumption.bounds[:2])
        lines.append(text.t("origin.range", lang, low=low, high=high, key=assumption.key))
    preset = sidebar.current_preset(facts, context.values)
    if preset is not None and assumption.key in preset.values:
        lines.append(text.t("origin.preset", lang, name=preset.label.get(lang)))
    return _LINE.join(lines)


def _peer(context: Context, key: str) -> Markup:
    """The document of another company's figure, or how the figure follows from two of them."""
    facts, lang = context.facts, context.lang
    found = peers.find(facts, key)
    if found is None or found.value is None:
        return Markup.escape(text.t("word.not_disclosed", lang))
    if found.peer is None:
        return Markup.escape(text.t("peers.origin.all", lang))
    return joined(
        (
            filled(Markup("{}{}"), words, cited([] if source is None else [link(source.url, source.publisher)]))
            for words, source in peer_words.origins(facts, found, key, lang)
        ),
        _LINE,
    )


def sources(context: Context, keys: Iterable[str]) -> list[Markup]:
    """Publisher, address and day of each document."""
    facts, lang = context.facts, context.lang
    links = []
    for key in keys:
        source = facts.sources[key]
        published = f", {text.date(source.published, lang)}" if source.published else ""
        links.append(filled(Markup("{}{}"), link(source.url, source.publisher), published))
    return links


def cited(links: Iterable[Markup]) -> Markup:
    """Documents behind the words that rest on them."""
    return joined(filled(Markup(" · {}"), one) for one in links)


def origins(kinds: Sequence[tuple[str, str]], lang: Lang) -> Markup:
    """What a chart rests on, by kind."""
    parts = joined(
        filled(Markup("<span>{} {}: {}</span>"), mark(kind), text.t(f"kind.{kind}", lang), words)
        for kind, words in kinds
    )
    return filled(Markup('<div class="cg-origins">{}</div>'), parts)


def age(context: Context, keys: Iterable[str]) -> Markup:
    """The date of a key figure, or of what it rests on, and how long ago that was."""
    lines = ages.line(context.scenario, keys, context.today, context.lang)
    return joined(
        filled(Markup('<div class="cg-note cg-age{}">{}</div>'), " cg-noted" if noted else "", words)
        for words, noted in lines
    )


def stale_note(context: Context) -> Markup:
    """One line where the balance sheet that everything starts from is long past on the reader's day."""
    latest = catalog.latest_balance(context.facts)
    limit = ages.NOTED_AFTER_DAYS["balance"]
    days = 0 if latest is None else (context.today - latest).days
    if latest is None or days <= limit:
        return NOTHING
    case = "notice.old" if days <= 2 * limit else "notice.very_old"
    return note(text.t(case, context.lang, date=ages.ago(latest, context.today, context.lang)), "cg-old")


def register(context: Context, keys: Iterable[str], extra: Iterable[Entry]) -> Markup:
    """How the page is computed: one row for each number, and ``extra`` rows that bring their own origin."""
    return Markup('<details class="cg cg-how" id="{}"><summary><h2>{}</h2></summary>{}</details>').format(
        REGISTER,
        text.t("register.title", context.lang),
        context.sheet.later("register", partial(_register, context, tuple(keys), tuple(extra))),
    )


def _register(context: Context, keys: Iterable[str], extra: Iterable[Entry]) -> Markup:
    lang = context.lang
    rows = joined([*(_row(context, key) for key in keys), *(_extra_row(entry, lang) for entry in extra)])
    return Markup(
        '<p class="cg-sub">{}</p><div class="cg-scroll"><table class="cg-register"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(
        text.t("register.note", lang), column_heads(text.t(f"register.{column}", lang) for column in _COLUMNS), rows
    )


_ROW = Markup('<tr><th scope="row">{}</th><td class="num">{}</td><td>{}</td><td>{}</td></tr>')


def _row(context: Context, key: str) -> Markup:
    scenario, lang = context.scenario, context.lang
    output = scenario.output(key)
    number = number_html(say.figure(output, lang, "plain"))
    return filled(_ROW, say.label(scenario, key, lang), number, status(output, lang), origin(context, output))


def _extra_row(entry: Entry, lang: Lang) -> Markup:
    kind = entry.figure.kind
    words = filled(Markup("{} {}"), mark(kind), text.t(f"kind.{kind}", lang))
    publisher = cited([link(entry.url, entry.publisher)] if entry.publisher else [])
    return filled(_ROW,
        entry.label, number_html(entry.figure), words, filled(Markup("{}{}"), entry.words, publisher)
    )  # fmt: skip
