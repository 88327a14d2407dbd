"""The facts file: YAML to frozen, validated models; `python -m dashboard.facts FILE` checks a file."""

from dashboard.facts.facts import Facts, load, loads
from dashboard.facts.files import Daily
from dashboard.facts.peers_schema import Peer, PeerFigure
from dashboard.facts.schema import (
    Assumption,
    Change,
    Claim,
    Company,
    Conflict,
    Constant,
    Disclosure,
    Fact,
    Preset,
    Row,
    Series,
    Source,
    Text,
)
from dashboard.facts.store import FactsStore, current, store
from dashboard.facts.words import period_bounds
from dashboard.facts.yaml_loader import FactsError

__all__ = [
    "Assumption", "Change", "Claim",
    "Company", "Conflict", "Constant", "Daily", "Disclosure", "Fact", "Facts", "FactsError",
    "FactsStore", "Peer", "PeerFigure", "Preset", "Row", "Series", "Source", "Text", "current", "load", "loads",
    "period_bounds", "store",
]  # fmt: skip
