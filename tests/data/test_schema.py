"""Every key that a facts file may have is read by something."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from pydantic import BaseModel

from dashboard.facts import schema

ROOM = Path(__file__).parents[2] / "dashboard"


def test_every_key_of_the_file_is_read() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py") if path.name != "schema.py")
    names = set(re.findall(r"\w+", code))
    tables = [one for one in vars(schema).values() if inspect.isclass(one) and issubclass(one, BaseModel)]
    assert len(tables) > 10
    assert [(one.__name__, key) for one in tables for key in one.model_fields if key not in names] == []
