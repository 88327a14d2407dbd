"""What decides the answer, and how much of the plausible range it survives?"""

from __future__ import annotations

from dashboard.headlines import Headline, runway
from dashboard.numbers.difference import contributions
from dashboard.numbers.resolver import Scenario
from dashboard.words import say as words
from dashboard.words import text
from dashboard.words.say import say
from dashboard.words.text import Lang, Sentence

_NAMED = 3
# A sentence of difference names up to two assumptions, each of which explains a tenth of it.
_EXPLAINED, _WORTH_NAMING = 2, 0.1
# How the share of the plausible range stands in the title: the first of these that leaves room.
_TAILS = ("range", "holds", "bare")


def headline(scenario: Scenario, lang: Lang) -> Headline:
    """The three assumptions that decide and the share of the range in which the answer stays; then the range itself."""
    kicker = say(scenario, "drivers.kicker", lang)
    if not scenario.known("answer_holds"):
        known = runway.headline(scenario, lang)
        return Headline(kicker, known.title, known.standfirst)
    standfirst = (*say(scenario, f"drivers.range.{range_case(scenario)}", lang), *_beyond(scenario, lang), " ",
                  *say(scenario, f"drivers.left_out.{'some' if _left_out(scenario) else 'none'}", lang))  # fmt: skip
    return Headline(kicker, _title(scenario, lang), standfirst)


def against(here: Scenario, there: Scenario, lang: Lang) -> Sentence:
    """How many months earlier or later the money is gone here than there, and the assumptions that explain it most."""
    shares = contributions(here, there)
    total = round(sum(shares.values()))
    if not total:
        return say(here, "drivers.against.same", lang)
    # What pulls the other way explains nothing of the difference.
    helped = sorted((name for name in shares if shares[name] * total > 0), key=lambda name: -abs(shares[name]))
    most = [name for name in helped if abs(shares[name]) >= _WORTH_NAMING * abs(total)][:_EXPLAINED] or helped[:1]
    open_end = not (here.known("months_to_money_gone") and there.known("months_to_money_gone"))
    case = f"{'earlier' if total < 0 else 'later'}{'.least' if open_end else ''}"
    names = text.join([short_name(here, name, lang) for name in most], lang)
    return say(here, f"drivers.against.{case}", lang, months=text.months(abs(total), lang), names=names)


def short_name(scenario: Scenario, name: str, lang: Lang) -> str:
    """The short name of an assumption, for a bar or a sentence; its label where it has none."""
    key = f"driver.{name}"
    return text.t(key, lang) if text.has(key) else words.label(scenario, name, lang)


def _title(scenario: Scenario, lang: Lang) -> Sentence:
    swings = [swing for swing in scenario.value("drivers").swings if swing.span > 0][:_NAMED]
    names = [short_name(scenario, one.name, lang) for one in swings]
    case = "none" if not names else "one" if len(names) == 1 else "some"
    listed = text.join(names, lang)
    tried = [
        say(scenario, f"drivers.title.{case}.{tail}", lang, names=listed[:1].upper() + listed[1:],
            share=share(scenario, lang))
        for tail in _TAILS
    ]  # fmt: skip
    return next((title for title in tried if len(text.plain(title)) <= runway.LONGEST), tried[-1])


def share(scenario: Scenario, lang: Lang) -> text.Figure:
    """The share of the plausible range in which the answer stays, as far as its error bears."""
    return words.figure(scenario.output("answer_holds_rounded"), lang, "plain")


def _left_out(scenario: Scenario) -> bool:
    return bool(scenario.value("estimate_impossible") > 0)


def range_case(scenario: Scenario) -> str:
    """Whether the money is gone at both ends of the range, at the early end alone, or never; or in one month."""
    early, late = scenario.value("gone_early_month"), scenario.value("gone_late_month")
    if early is None:
        return "lasts"
    if late is None:
        return "open"
    return "same" if early == late else "between"


def sureness(page: str, title: Sentence, scenario: Scenario, lang: Lang) -> Sentence:
    """The line under the sentence ``title`` of ``page``: how far the answer holds; empty where no slider moves it."""
    moves = any(figure.kind in ("assumed", "scenario") for figure in text.figures_of(title))
    if page not in _SURE or not moves or not scenario.known("answer_holds"):
        return ()
    key = f"drivers.sure.{scenario.value('answer_case') if page in _SURE[:2] else 'elsewhere'}"
    reach = say(scenario, f"drivers.range.{range_case(scenario)}", lang)
    return (*say(scenario, key, lang, share=share(scenario, lang)), " ", *reach, *_beyond(scenario, lang))


def _beyond(scenario: Scenario, lang: Lang) -> Sentence:
    """That the date as set lies outside the middle of the range; empty where it does not."""
    own, early, late = (scenario.value(f"{name}_month") for name in ("money_gone", "gone_early", "gone_late"))
    never = "9999-12"
    case = "later" if (own or never) > (late or never) else "earlier" if (own or never) < (early or never) else ""
    return (" ", *say(scenario, f"drivers.beyond.{case}", lang)) if case else ()


# The pages whose sentence moves with sliders; the first two say what is tested, the others lead to it.
_SURE = ("runway", "overview", "mining", "sale", "ai", "share")
