"""Where a slider stands that is being dragged: shown, but not chosen before it is let go of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard.facts import Facts
from dashboard.screen import address

_DRAG: Final = "drag"


def to(position: Mapping[str, Any] | None) -> None:
    """Take down where a slider stands that is being dragged; for callbacks. A move made meanwhile overtakes it.

    position: "key" of the slider, "value" in its own unit, and the "number" of the question.
    """
    if not address.acted():
        st.session_state[_DRAG] = position
    address.again(page_only=True)


def rest(position: Any) -> None:
    """Show what is committed, where a drag has ended as it began; for callbacks.

    position: with "key" and "value" where the slider stands, if that is not what was committed.
    """
    match position:
        case {"key": str(key), "value": int() | float() as value}:
            address.put({key: float(value)})
            address.again()
    address.again(page_only=True)


def dragged(facts: Facts) -> tuple[dict[str, Any], int | None]:
    """The sliders with the one that is being dragged where it stands, and the number of that question; once.

    The number is None where nothing is dragged, or to a value that the slider does not have.
    """
    values = address.values(facts)
    match st.session_state.pop(_DRAG, None):
        case {"key": str(key), "value": int() | float() as value, "number": int(number)}:
            moved = facts.assumption(key)
            if moved is not None and not moved.options and moved.accepts(value):
                return {**values, key: float(value)}, number
    return values, None
