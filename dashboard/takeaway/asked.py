"""What a link asks for, without a session: facts, scenario and language, and the link in its one canonical form."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import registry
from dashboard.facts import Facts, archive
from dashboard.numbers.resolver import Scenario
from dashboard.takeaway import link as links
from dashboard.takeaway import link_notices, served
from dashboard.takeaway.link import FACTS, Request
from dashboard.words import text
from dashboard.words.text import Lang


@dataclass(frozen=True)
class Asked:
    """A link as its page shows it. facts: the archived ones where the link asks for those, else the published ones."""

    request: Request
    facts: Facts
    scenario: Scenario
    lang: Lang

    @property
    def page(self) -> str:
        """The page that the link leads to."""
        return self.request.page

    @property
    def switches(self) -> dict[str, str]:
        """The tokens of the controls that stand on the page."""
        chosen = self.request.switches
        return {key: chosen.get(key, tokens[0]) for key, tokens in registry.PAGE[self.page].switches.items()}

    def query(self, moved_only: bool = True) -> str:
        """The canonical query: equal views have the same one. Without ``moved_only`` it names every slider."""
        defaults = {key: tokens[0] for key, tokens in registry.PAGE[self.page].switches.items()}
        archived = self.request.own_file == self.facts.fingerprint
        return links.query(
            self.facts,
            self.request.values,
            self.lang,
            switches={key: token for key, token in self.switches.items() if token != defaults[key]},
            own_file={FACTS: self.facts.fingerprint} if archived else {},
            other=self.request.other,
            moved_only=moved_only,
        )

    @property
    def path(self) -> str:
        """The path of the page below the site, without a slash before it; empty for the first page."""
        return "" if self.page == registry.NAMES[0] else self.page

    def problem(self) -> str:
        """One sentence about what of the link cannot be used; empty if all of it can."""
        own_file = self.request.own_file
        if own_file is not None and own_file not in archive.versions():
            return text.t("api.error.own_file", self.lang)
        if own_file is not None and own_file != self.facts.fingerprint:
            return text.t("link.unreadable_version", self.lang, version=own_file)
        return next(iter(link_notices.lines(self.request, self.lang)), "")


def ask(published: Facts, link: str, preferred: Lang = "EN") -> Asked:
    """What ``link`` (an address, ``?query`` or ``query``) asks for; any text whatever asks for something.

    preferred: the language where the link names none.
    """
    request = links.decode(published, link)
    facts = published
    if request.own_file in archive.versions():
        facts = served.archived(published, str(request.own_file))
        request = links.decode(facts, link)
    return Asked(request, facts, request.scenario(facts), request.lang or preferred)
