"""Tests that share what is costly or must not be disturbed run in one process, one after the other."""

from __future__ import annotations

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process runs all")
@pytest.mark.xdist_group("groups")
def test_groups_are_heeded(request: pytest.FixtureRequest) -> None:
    # By this end of the name pytest-xdist knows the group; where it is missing, nothing else says so.
    assert request.node.nodeid.endswith("@groups")
