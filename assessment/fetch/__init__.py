"""Downloads open data from its publishers into a raw folder: resumable, checked, never replacing in silence."""

from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from assessment.fetch.fetching import Fetch, Outcome
from assessment.fetch.plan import Plan, Wanted, plan
from assessment.fetch.shown import shown_on
from assessment.fetch.transfer import Manners

__all__ = ["Fetch", "Manners", "Outcome", "Plan", "Wanted", "plan", "run"]


def run(plan: Plan, folder: Path, tell: Callable[[str], object], manners: Manners | None = None) -> bool:
    """Fetch a plan into a folder and tell a line a file, then what must be got by hand; False where a file failed."""
    failed = False
    with shown_on(Console(stderr=True)) as shown:
        for outcome in Fetch(folder, shown, manners).all(plan):
            failed = failed or outcome.state == "failed"
            tell(str(outcome))
    for name, entry in plan.by_hand:
        tell(f"by hand  {name}: {entry.how_to_get}")
    return not failed
