"""How a measure of a plan did, in words that its test allows."""

from assessment.present.wording.changes import unclear

CANNOT = "cannot be judged"
NO_DIRECTION = "the plan names no direction"
AS_WANTED, AGAINST = "as the plan wanted", "against the plan"


def verdict(wanted: str, difference: float | None, p: float | None, lacking: str = "") -> str:
    """The verdict on a measure that was wanted to "fall" or "rise" ("none": the plan names no direction).

    `difference` is now less the baseline, `p` that of its test; `lacking` says why the two cannot be compared.
    `fell as the plan wanted`, `rose, against the plan`, `no clear change`, `cannot be judged: …`. Without a test, and
    where chance alone could explain the difference, nothing is said of the plan.
    """
    if lacking or difference is None or p is None:
        return f"{CANNOT}: {lacking or 'no test could be made'}"
    if not difference:
        return "did not change"
    if unclear(p):
        return "no clear change"
    moved = "rose" if difference > 0 else "fell"
    if wanted not in ("fall", "rise"):
        return f"{moved}; {NO_DIRECTION}"
    return f"{moved} {AS_WANTED}" if (wanted == "rise") == (difference > 0) else f"{moved}, {AGAINST}"
