"""Panels for exploring in JupyterLab, each one call: what if, before anything is written.

They show small counts and are for the analyst alone; nothing of them reaches a page. What a panel shows is worked out
by plain functions of what is chosen (`crime.seen`, `harm.seen` …); the widgets only ask for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.explore.crime import crime_explorer as crime_explorer
    from assessment.explore.deprivation import deprivation_explorer as deprivation_explorer
    from assessment.explore.harm import harm_explorer as harm_explorer
    from assessment.explore.priority import priority_explorer as priority_explorer
    from assessment.explore.quality import quality_explorer as quality_explorer
    from assessment.explore.start import start_here as start_here

WHERE = {
    "crime_explorer": "crime",
    "deprivation_explorer": "deprivation",
    "harm_explorer": "harm",
    "priority_explorer": "priority",
    "quality_explorer": "quality",
    "start_here": "start",
}


def __getattr__(name: str) -> object:
    """A panel, imported when it is asked for."""
    if name in WHERE:
        return getattr(import_module(f"assessment.explore.{WHERE[name]}"), name)
    raise AttributeError(name)
