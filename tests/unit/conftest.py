"""Fixtures of the unit tests."""

import pandas as pd
import pytest

from assessment import project, store
from assessment.present import charts, maps
from assessment.present.pictures import Picture


@pytest.fixture(scope="session")
def demonstration():
    """The demonstration's own data, prepared as a build prepares them."""
    return store.prepare(project.area(project.DEMONSTRATION), project.raw_or_default())


@pytest.fixture
def undrawn(monkeypatch):
    """Pictures with their words but without an image: a chapter's calls then take no time to draw."""

    def picture(*_, title: str, subtitle: str, source: str, illustrative: bool = False, **__) -> Picture:
        return Picture(
            title, subtitle, "Not drawn.", source, "<svg></svg>", pd.DataFrame({"Drawn": ["no"]}), illustrative
        )

    for room, names in ((charts, charts.__all__), (maps, ["choropleth"])):
        for name in names:
            monkeypatch.setattr(room, name, picture)


@pytest.fixture
def processed(tmp_path, monkeypatch):
    """Where the tables of a test go, and nowhere else."""
    folder = tmp_path / "processed"
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(folder))
    return folder
