"""Each verdict is counted by its own name."""

import numpy as np

from dashboard.model import claims


def test_each_verdict_is_counted() -> None:
    verdicts = ("supported", "partly", "contradicted", "unverifiable", "outdated")
    all_of_them = np.array([word for number, word in enumerate(verdicts, 1) for _ in range(number)])
    assert claims.claims_checked(all_of_them) == 15
    counts = (claims.claims_supported, claims.claims_partly, claims.claims_contradicted,
              claims.claims_unverifiable, claims.claims_outdated)  # fmt: skip
    assert [count(all_of_them) for count in counts] == [1, 2, 3, 4, 5]
