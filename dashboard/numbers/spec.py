"""What the list of derived numbers is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Spec:
    """One derived number.

    function: its arguments are names of facts, sliders, constants or other outputs.
    unit: the name of a look of facts/units. digits: decimals where they are not those of the look.
    formula: symbols with those names in braces; empty where it takes words, which are the string ``formula.<key>``.
    result: whether its sign is good or bad news, so that it carries a sign and a colour.
    signed: whether it carries a sign without being good or bad news, as a difference does.
    rests_on: set where the function takes the whole scenario, to run it at other inputs: the outputs it runs.
    """

    function: Callable[..., Any]
    unit: str
    formula: str
    result: bool = False
    digits: int | None = None
    signed: bool = False
    rests_on: tuple[str, ...] = ()
