"""What a runway sentence claims, read from its words, and what the path holds, read from its months."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from dashboard.model.month import FORCED_CAUSES
from dashboard.model.path import run_path
from dashboard.numbers.resolver import Scenario
from dashboard.words import text
from dashboard.words.text import Lang

COIN = 1e-6
DAYS = r"((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|März|Mai|Juni|Juli|Okt|Dez)\.? \d{4})"
HORIZON = 36


@dataclass(frozen=True)
class Told:
    """The months of one path, straight from its arrays: 1 = the first of the forecast."""

    scenario: Scenario
    lang: Lang

    @cached_property
    def path(self) -> Any:
        return self.scenario.value("runway_path")

    def ahead(self, name: str) -> Any:
        return self.path.ahead(name)

    def first(self, flags: Any) -> int | None:
        found = np.flatnonzero(flags)
        return int(found[0]) + 1 if found.size else None

    @cached_property
    def sale(self) -> int | None:
        return self.first(sum(self.ahead(f"sold_{cause}") for cause in FORCED_CAUSES) > COIN)

    @cached_property
    def plant(self) -> int | None:
        return self.first(self.ahead("sold_plant") > COIN)

    @cached_property
    def gone(self) -> int | None:
        return self.first(self.ahead("shortfall") != 0)

    @cached_property
    def covered(self) -> Any:
        paid = np.arange(1, HORIZON + 1) < (self.gone or HORIZON + 1)
        return (self.ahead("burn") > 0) & (self.ahead("ai_net") >= self.ahead("burn")) & paid

    @cached_property
    def best(self) -> float:
        """The largest share of a burn that AI covers in a paid month."""
        burn, paid = self.ahead("burn"), np.arange(1, HORIZON + 1) < (self.gone or HORIZON + 1)
        shares = [n / b for n, b, p in zip(self.ahead("ai_net"), burn, paid, strict=True) if p and b > 0]
        return max(shares, default=np.nan)

    @cached_property
    def longest(self) -> int:
        """Months covered in a row at most."""
        best = run = 0
        for one in self.covered:
            run = run + 1 if one else 0
            best = max(best, run)
        return best

    def cause(self) -> str:
        """The largest cause of the first forced sale."""
        assert self.sale is not None
        sold = {cause: self.ahead(f"sold_{cause}")[self.sale - 1] for cause in FORCED_CAUSES}
        return max(sold, key=lambda cause: float(sold[cause]))

    def forced_before_today(self) -> bool:
        return bool(sum(self.path.estimated(f"sold_{cause}").sum() for cause in FORCED_CAUSES) > COIN)

    def coins(self, month: int) -> float:
        """Coins after a month; 0 = today."""
        return float(self.path.today("btc") if month == 0 else self.ahead("btc_close")[month - 1])

    def plant_share(self) -> float:
        sold = self.ahead("treasury_sold").sum()
        return float(self.ahead("sold_plant").sum() / sold) if sold > COIN else 0.0

    def mining_pays(self) -> bool:
        """What mining has earned since today pays its bills in every month."""
        return bool((self.ahead("burn").cumsum() <= 0).all())

    def sale_without_ai(self) -> bool:
        """A coin would go by force if no AI plant ran from today on."""
        path = run_path(replace(self.path.terms, ai_mw=0.0))
        return bool(sum(path.ahead(f"sold_{cause}").sum() for cause in FORCED_CAUSES) > COIN)

    def by_debt(self) -> bool:
        """The debt falls due in the month that is not paid, and what is missing is less than the debt."""
        due = self.ahead("debt_open")[self.gone - 1] * (1 - self.path.terms.debt_rolled_over) if self.gone else 0
        return bool(self.gone == self.path.terms.maturity_month and self.scenario.value("shortfall_gap") <= due + 1)

    def without_this_plant(self) -> bool:
        """The first month would be paid had no plant to be paid for in it."""
        terms = self.path.terms
        built = max(float(terms.ai_mw - terms.ai_mw_today), 0.0) / float(terms.ramp_months)
        paid = built * float(terms.expansion_capex_per_mw) * (1 - float(terms.vendor_share))
        return bool(self.scenario.value("shortfall_gap") <= paid + 1)

    def month(self, words: str) -> int:
        """The number of the month that a date names; fails where the path has no such month."""
        start = np.datetime64(self.scenario.value("today_month"), "M")
        names = {text.date(str(start + n), self.lang): n for n in range(-12, HORIZON + 2)}
        return names[words]

    def spans(self, start: int, end: int) -> bool:
        """AI covers every month from start to end, and not the one before nor the one after."""
        inside = self.covered[start - 1 : end].all()
        before = start == 1 or not self.covered[start - 2]
        return bool(inside and before and end < HORIZON and not self.covered[end] and end - start >= 2)


Claim = tuple[str, str, Callable[..., bool]]
# English, German, and when it is so; the groups are dates or numbers, handed over as words.
CLAIMS: tuple[Claim, ...] = (
    (rf"(?:money(?: is)?|all|,) gone by {DAYS}", rf"(?:Geld weg im|Geld im|(?<!nicht )alle bis|alle weg im) {DAYS}",
     lambda t, m: t.gone == t.month(m)),
    (rf"takes all(?: the money)? by {DAYS}", rf"(?:nimmt|nehmen)(?: der KI-Bau)?(?: schon)? im {DAYS} alles",
     lambda t, m: t.gone == t.month(m)),
    (r"(?!)", rf"im {DAYS} ist das Geld weg", lambda t, m: t.gone == t.month(m)),
    (rf"coins all go in {DAYS}", rf"gehen im {DAYS} alle Coins weg", lambda t, m: t.gone == t.sale == t.month(m)),
    (rf"coins go from {DAYS}", rf"(?:gehen ab {DAYS}|ab {DAYS} gehen) Coins",
     lambda t, *m: t.sale == t.month(next(filter(None, m))) and (t.plant is None or t.plant >= t.sale)),
    (rf"coins must go from {DAYS}", rf"(?:müssen ab {DAYS}|ab {DAYS} müssen) Coins",
     lambda t, *m: t.sale == t.month(next(filter(None, m))) and t.plant is not None and t.plant < t.sale),
    (rf"no forced sale before {DAYS}", rf"kein Zwangsverkauf vor {DAYS}",
     lambda t, m: t.sale is None and t.gone is None and t.month(m) == HORIZON + 1),
    (r"no forced sale(?: follows)?$", r"kein Zwangsverkauf(?: danach)?$", lambda t: t.sale is None and t.gone is None),
    (rf"carries the burn until {DAYS}", rf"trägt \S+ die Lücke bis {DAYS}", lambda t, m: t.spans(1, t.month(m))),
    (rf"carries (?:the burn )?{DAYS} to {DAYS}", rf"trägt (?:\S+ )?(?:die Lücke )?{DAYS} bis {DAYS}",
     lambda t, a, b: t.spans(t.month(a), t.month(b))),
    (rf"covers the burn from {DAYS}", rf"deckt \S+ die Lücke ab {DAYS}|; \S+ deckt die Lücke ab {DAYS}",
     lambda t, *m: bool(t.covered[t.month(next(filter(None, m))) - 1 :].all()) and t.gone is None),
    ("before a coin must be sold", "bevor ein Coin weg muss", lambda t: t.sale is None and t.gone is None),
    (r"covers (\d+)%", r"deckt (\d+) %", lambda t, n: 0 < round(100 * t.best) == int(n) < 100 and t.longest < 3),
    ("covers under 1%", "deckt unter 1 %", lambda t: 0 < t.best < 0.005),
    ("covers over 99%", "deckt über 99 %", lambda t: 0.995 <= t.best < 1),
    ("covers the burn briefly", "deckt die Lücke nur kurz", lambda t: t.best >= 1 and 0 < t.longest < 3),
    ("adds to the burn", "vergrößert die Lücke", lambda t: t.best <= 0),
    ("no AI is planned", "KI ist keine geplant", lambda t: t.scenario.value("ai_mw") == 0),
    ("keeps selling coins", "verkauft Cango weiter Coins", lambda t: t.sale == 1 and t.forced_before_today()),
    (rf"(?:is due in|takes them all in|debt takes all by) {DAYS}",
     rf"bis im {DAYS} .* fällig sind|im {DAYS} fällig sind|im {DAYS} alle nehmen|Schulden nehmen im {DAYS} alles",
     lambda t, *m: t.gone == t.month(next(filter(None, m))) and t.by_debt()),
    ("mining pays its way: ", "trägt sich das Mining: ", lambda t: t.mining_pays() and not t.sale_without_ai()),
    ("mining and .* pay their way: ", "tragen sich Mining und .*: ", lambda t: t.mining_pays() and t.sale_without_ai()),
    ("mining pays (?:its way )?now", "trägt sich (?:das )?Mining", lambda t: t.ahead("burn")[0] <= 0),
    (rf"mining burns cash from {DAYS}", rf"zehrt Mining ab {DAYS}",
     lambda t, m: t.first(t.ahead("burn") > 0) == t.month(m) > 1),
    (rf"bills take coins (?:from|in) {DAYS}", rf"Rechnungen kosten (?:Coins ab )?{DAYS}",
     lambda t, m: t.cause() == "liquidity" and t.sale == t.month(m)),
    ("minimum cash takes coins", "Mindestliquidität kostet Coins", lambda t: t.cause() == "minimum_cash"),
    ("margin call takes coins", "Margin Call kostet Coins", lambda t: t.cause() == "margin_call"),
    ("lender takes coins", "Kreditgeber nimmt Coins", lambda t: t.cause() == "liquidation"),
    (rf"debt takes coins in {DAYS}", rf"Schulden kosten (?:Coins im )?{DAYS}",
     lambda t, m: t.cause() == "maturity" and t.sale == t.month(m)),
    ("AI plant takes most coins", "KI-Bau (?:ab .* )?die meisten Coins|KI-Bau frisst Coins",
     lambda t: t.plant_share() > 0.5 and t.gone is not None),
    ("AI plant takes all the money", "nimmt der KI-Bau schon",
     lambda t: t.gone == 1 and t.without_this_plant()),
    (rf"most coins, from {DAYS}", rf"KI-Bau ab {DAYS}", lambda t, m: t.plant == t.month(m)),
    ("only AI plant takes coins", "nur der KI-Bau", lambda t: t.sale is None and t.plant is not None),
    (rf"some last beyond {DAYS}", rf"nicht alle bis {DAYS}",
     lambda t, m: t.gone is None and t.sale is not None and t.month(m) == HORIZON and t.coins(HORIZON) > COIN),
    (r"is missing|short of the minimum cash", r"fehlen \d|Es fehlen", lambda t: t.gone == 1),
    ("with every coin sold|no coin left", "ohne einen Coin", lambda t: t.coins(t.gone) < 0.5),
    (rf"would have been gone in {DAYS}: these", rf"wäre im {DAYS} weg gewesen",
     lambda t, m: t.path.estimated("shortfall")[t.month(m) - 1 + t.path.terms.clock.estimated] != 0),
)  # fmt: skip


def claims(words: str, lang: Lang) -> list[tuple[str, Callable[..., bool], tuple[str, ...]]]:
    """What the sentence claims: the words of the claim, its check, and the dates and numbers it names."""
    found = []
    for english, german, check in CLAIMS:
        match = re.search(english if lang == "EN" else german, words)
        if match:
            found.append((match[0], check, match.groups()))
    return found
