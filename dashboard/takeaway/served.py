"""The facts that this process shows: those of its facts file, or the archived ones that a link asks for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

from dashboard import facts as facts_file
from dashboard.facts import PUBLISHED, Facts, FactsError, archive
from dashboard.numbers.resolver import shared
from dashboard.takeaway import rehearsal


def facts_path() -> Path:
    """The facts file: ``DASHBOARD_FACTS`` or ``data/cango.yaml``."""
    return Path(os.environ.get("DASHBOARD_FACTS") or PUBLISHED)


def served() -> tuple[Facts, FactsError | None]:
    """The facts to show, and what is wrong with the file on disk; FactsError if there are none.

    Another company's file may leave sliders out.
    """
    if facts_path() == PUBLISHED:
        return facts_file.current(PUBLISHED, rehearsal.rehearse)
    found, error = facts_file.current(facts_path(), lambda facts: rehearsal.rehearse(_whole(facts)))
    return _whole(found), error


def read() -> Facts:
    """The facts to show, read once and not tried on every page: for a command. Raises FactsError."""
    found = facts_file.load(facts_path())
    return found if facts_path() == PUBLISHED else _whole(found)


def own_company(facts: Facts) -> bool:
    """Whether ``facts`` are of the company that the published file, the article and its answers are about."""
    published = _published()
    return published is not None and facts.company.ticker == published.company.ticker


def _published() -> Facts | None:
    """The published file, where it can be read."""
    try:
        return facts_file.current(PUBLISHED, rehearsal.rehearse)[0]
    except FactsError:
        return None


def _whole(found: Facts) -> Facts:
    """Another company's facts with what they leave to the published file, where that one can be read."""
    memory = shared(found)
    if "completed" not in memory:
        published = _published()
        if published is None:
            # Without a published file this one must set everything itself.
            return found
        memory["completed"] = rehearsal.with_stand_ins(found, published)
    return cast(Facts, memory["completed"])


def archived(published: Facts, version: str) -> Facts:
    """The archived facts of ``version``; ``published`` where today's program cannot read them."""
    memory = shared(published)
    if ("archived", version) not in memory:
        try:
            memory["archived", version] = rehearsal.fitting(archive.load(version), published)
        except FactsError:
            # The notices say that these are today's facts.
            memory["archived", version] = published
    return cast(Facts, memory["archived", version])
