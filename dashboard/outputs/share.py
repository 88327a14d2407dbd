"""The share: market value, net asset value, what the price implies, dilution and the listing rule."""

from __future__ import annotations

from typing import Final

from dashboard.model import equity
from dashboard.outputs.spec import Spec

OUTPUTS: Final[dict[str, Spec]] = {

}
