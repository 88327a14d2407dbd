"""The facts file: YAML to frozen, validated models; `python -m dashboard.facts FILE` checks a file."""

from dashboard.facts.elsewhere import Site
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
    Preset,
    Row,
    Series,
    Source,
    Text,
)
from dashboard.facts.stand_ins import completed
from dashboard.facts.store import PUBLISHED, FactsStore, current, store
from dashboard.facts.words import bounds_of
from dashboard.facts.yaml_loader import FactsError

__all__ = [
    "PUBLISHED", "Assumption", "Change", "Claim",
    "Company", "Conflict", "Constant", "Daily",
    "Facts", "FactsError", "FactsStore", "Peer", "PeerFigure", "Preset", "Row", "Series",
    "Site", "Source", "Text", "bounds_of", "completed", "current", "load", "loads", "store",
]  # fmt: skip
