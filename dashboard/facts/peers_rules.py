"""What the shape of the peers file cannot say."""

from collections.abc import Iterator

from dashboard.facts.peers_schema import PeersFile
from dashboard.facts.rules import Used, check_number, check_sources, check_unique
from dashboard.facts.yaml_loader import Document, FactsError, KeyPath


def check_peers(file: PeersFile, document: Document, as_of: str) -> Iterator[FactsError]:
    """Tickers stand once, numbers fit their unit, and every source is known and used."""
    used = Used(file.sources, document)
    yield from check_sources(file.sources, as_of, document)
    yield from check_unique((peer.ticker for peer in file.peers), document, "peers", "ticker")
    for index, peer in enumerate(file.peers):
        for position, figure in enumerate(peer.figures):
            path: KeyPath = ("peers", index, "figures", position)
            yield from check_number(figure.value, figure.unit, document, (*path, "value"))
            yield from used.check([figure.source], (*path, "source"), True)
    yield from used.unused()
