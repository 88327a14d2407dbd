"""Counts over the claims of the facts file."""

import numpy as np

from dashboard.model import Periods

Verdicts = Periods
"""One verdict per claim: supported, partly, contradicted, unverifiable or outdated."""


def claims_checked(claims_verdict: Verdicts) -> int:
    """Number of claims that have been checked against the documents."""
    return int(np.size(claims_verdict))


def claims_supported(claims_verdict: Verdicts) -> int:
    """Number of claims that the documents bear out."""
    return _count(claims_verdict, "supported")


def claims_partly(claims_verdict: Verdicts) -> int:
    """Number of claims that the documents bear out in part."""
    return _count(claims_verdict, "partly")


def claims_contradicted(claims_verdict: Verdicts) -> int:
    """Number of claims that the documents contradict."""
    return _count(claims_verdict, "contradicted")


def claims_unverifiable(claims_verdict: Verdicts) -> int:
    """Number of claims that no document at hand can settle."""
    return _count(claims_verdict, "unverifiable")


def claims_outdated(claims_verdict: Verdicts) -> int:
    """Number of claims that were true and have been overtaken."""
    return _count(claims_verdict, "outdated")


def _count(verdicts: Verdicts, verdict: str) -> int:
    return int(np.count_nonzero(verdicts == verdict))
