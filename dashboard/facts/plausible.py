"""The range of a slider that the evidence supports."""

from collections.abc import Iterator

from dashboard.facts.problems import facts_error
from dashboard.facts.schema import Assumption
from dashboard.facts.yaml_loader import Document, FactsError, KeyPath


def check_plausible(
    assumption: Assumption, lowest: float, highest: float, document: Document, path: KeyPath
) -> Iterator[FactsError]:
    """A plausible range lies within the slider, low end first, and says what supports it."""
    found = assumption.plausible
    if not found:
        return
    if len(found) != 2 or not lowest <= found[0] < found[1] <= highest:
        numbers = ", ".join(f"{value:g}" for value in found)
        expected = f"expected two rising numbers from {lowest:g} to {highest:g}, found {numbers}"
        yield facts_error(document, (*path, "plausible"), expected)
    if assumption.evidence is None:
        yield facts_error(document, path, "expected evidence, one sentence, beside plausible")
