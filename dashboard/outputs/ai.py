"""The AI business: revenue, margin, capital, and a megawatt-hour against mining."""

from __future__ import annotations

from typing import Final

from dashboard.model import ai
from dashboard.outputs.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {

}
