"""Burn, runway, the next forced sale, and how likely each is."""

from __future__ import annotations

from typing import Final

from dashboard.model import runway  # noqa: F401
from dashboard.outputs.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {

}
