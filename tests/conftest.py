"""Fixtures that several suites share."""

import os
from pathlib import Path

import pytest
from editions import Edition, built

from assessment import project

# Before numpy is imported: two workers' threads of linear algebra on two cores wait for each other, four times as long.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

REAL = project.root().parent / "shared" / "real"

LONGEST = (  # begun first, so that none of them is what the other workers wait for in the end
    "real/test_tutorial.py",
    "pages/test_axe.py",
    "unit/test_chapters_whole.py",
    "published/test_edition_figures.py",
    "unit/test_chapters_sentences.py",
    "notebooks/test_failures.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those files first that take longest; the others stay in their order (`--no-loadscope-reorder`)."""
    order = {project.root() / "tests" / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real open data, for the machines that have it."""
    if not REAL.is_dir():
        pytest.skip("no real open data here: ../shared/real is not on this machine")
    return REAL


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id) -> Path:
    """A folder that all workers of this run of the tests share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def demonstration_2014(shared) -> Edition:
    """The demonstration edition of 2014/15."""
    return built(shared, "2014/15")


@pytest.fixture(scope="session")
def demonstration_2016(shared) -> Edition:
    """The demonstration edition of 2016/17."""
    return built(shared, "2016/17")


@pytest.fixture(scope="session")
def real_2021(shared, real) -> Edition:
    """Blackpool 2021/22 from the real open data."""
    return built(shared, "2021/22", real)
