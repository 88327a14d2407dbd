"""What the tests of the facts files share."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of its own with the example company's files: example.yaml, others.yaml, price.csv."""
    target = tmp_path / "example"
    shutil.copytree(Path(__file__).parent / "fixtures", target)
    return target
