"""For pytest under mutmut (``-p tools.fastest_first``): quick tests first, since the first failure ends a run."""

from __future__ import annotations

import pytest
from mutmut.state import state


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort by the seconds that mutmut has measured; what it has not, it has yet to run, in any order."""
    seconds = state().duration_by_test
    items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
