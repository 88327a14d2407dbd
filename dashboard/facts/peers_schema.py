"""The shape of the file of peers."""

from typing import Annotated, Literal

from dashboard.facts.schema import Model, Source, Text
from dashboard.facts.words import Frozen, Items, Name, Scalar, SourceKey, UnitName, Words, at_most, base_value


class PeerFigure(Model):
    """One figure of another company, in its declared unit."""

    field: Name
    value: Scalar
    unit: UnitName
    as_of: Words | None
    kind: Literal["reported", "derived", "secondary"]
    bound: Literal["lower", "upper"] | None = None
    source: SourceKey
    note: Text | None = None

    @property
    def base(self) -> float | str | None:
        """The value in the base unit, None if not disclosed."""
        return base_value(self.value, self.unit)


class Peer(Model):
    """A company to compare with."""

    ticker: Words
    name: Words
    role: Literal["subject", "peer", "ai_comparator"]
    period: Words
    confidence: Words
    note: Text | None = None
    figures: Annotated[Items[PeerFigure], at_most(60)]

    def figure(self, field: str) -> PeerFigure | None:
        """The first figure of that field, or None."""
        return next((figure for figure in self.figures if figure.field == field), None)


class PeersFile(Model):
    """The other miners, with sources of their own."""

    sources: Annotated[Frozen[Source], at_most(500)]
    peers: Annotated[Items[Peer], at_most(60)]
    end_of_facts: Literal[True]
