"""The restricted edition beside the public one: what each shows, where each stands, and what a leak would do."""

import json
import re
import stat
import zipfile

import pytest
from editions import Edition, command
from filelock import FileLock

from assessment.figures import Figure, write_figures

HIDDEN = (
    "harm.homicide.count",
    "harm.homicide.days",
    "harm.other_violence.count",
    "crime.stalking_and_harassment.count",
)
MARK = "Restricted edition: not for publication"


@pytest.fixture(scope="session")
def restricted(shared) -> Edition:
    """Two chapters of the restricted edition of 2014/15."""
    out = shared / "restricted"
    folder = out / "blackpool" / "2014-15-restricted"
    with FileLock(f"{out}.lock"):
        if not (folder / "run.json").is_file():
            chapters = ("--chapter", "harm", "--chapter", "violence")
            done = command("build", "blackpool", "--year", "2014/15", "--restricted", *chapters, "--out", out)
            assert done.returncode == 0, done.stderr
    return Edition(folder)


def everything(edition: Edition) -> str:
    """All text of an edition: pages, notebooks, figures and the strings of its spreadsheet."""
    paths = [path for path in edition.folder.rglob("*") if path.suffix in (".html", ".ipynb", ".json", ".csv")]
    with zipfile.ZipFile(edition.folder / "tables.xlsx") as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return sheets + "".join(path.read_text(encoding="utf-8") for path in paths)


@pytest.mark.parametrize("id", HIDDEN)
def test_the_one_homicide_and_what_would_tell_it_are_hidden_in_public_alone(id, demonstration_2014, restricted):
    public = demonstration_2014.figure(id, "2014/15")
    assert public["suppressed"]
    assert {public[key] for key in ("value", "low", "high", "numerator", "denominator")} == {None}
    assert restricted.figure(id, "2014/15")["value"] == {"harm.homicide.count": 1, "harm.homicide.days": 5475}.get(id, {
        "harm.other_violence.count": 292, "crime.stalking_and_harassment.count": 292}.get(id))  # fmt: skip


def test_the_public_edition_holds_the_hidden_numbers_nowhere(demonstration_2014):
    page = demonstration_2014.text("05_harm.html") + demonstration_2014.text("04a_violence.html")
    for row in ("Homicide", "Other violence", "Stalking and harassment"):
        for told in re.findall(rf'<th scope="row"[^>]*>{row}</th>(.*?)</tr>', page, re.DOTALL):
            numbers = re.findall(r'<td class="number">([^<]+)</td>', told)
            assert set(numbers) <= {"5,475", "10"}, f"{row}: the weight of a crime is all that is told"
    assert not re.search(r"[Ss]talking and harassment[^<]{0,60}\b292\b", everything(demonstration_2014))
    assert MARK not in everything(demonstration_2014)


def test_every_page_book_and_notebook_of_the_restricted_edition_is_marked(restricted):
    assert restricted.run["restricted"] is True
    assert [path.name for path in restricted.pages if MARK not in path.read_text(encoding="utf-8")] == []
    assert [
        path.name for path in restricted.folder.glob("notebooks/*") if MARK not in path.read_text(encoding="utf-8")
    ] == []
    with zipfile.ZipFile(restricted.folder / "tables.xlsx") as book:
        assert MARK in book.read("xl/sharedStrings.xml").decode()


def test_the_restricted_edition_is_its_makers_alone(restricted):
    assert stat.S_IMODE(restricted.folder.stat().st_mode) == 0o700


def test_no_edition_names_this_machine_or_its_user(demonstration_2014, restricted):
    import getpass
    import socket

    names = {socket.gethostname(), getpass.getuser()} - {"root", "localhost"}
    for edition in (demonstration_2014, restricted):
        text = everything(edition)
        assert not re.search(r"(?<![\w.:/])/(?:tmp|root|home|work)/\w", text)
        assert [name for name in names if len(name) > 3 and name in text] == []


def test_an_edition_that_would_tell_is_refused_and_the_one_before_stays(tmp_path):
    area, hidden = tmp_path / "blackpool", "crime.stalking_and_harassment.count"
    for year, restricted in (("2013/14", False), ("2014/15", False)):
        folder = area / year.replace("/", "-")
        folder.mkdir(parents=True)
        told = {"area": "blackpool", "year": year, "restricted": restricted, "chapters": [], "sources": [], "files": []}
        (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    leak = Figure(hidden, "Stalking and harassment", 292, "count", "2014/15")
    write_figures([leak], area / "2013-14" / "figures.json")
    before = (area / "2014-15" / "run.json").read_bytes()
    done = command("build", "blackpool", "--year", "2014/15", "--chapter", "violence", "--out", tmp_path)
    assert done.returncode == 1
    assert "would tell 1 of the numbers that it hides" in done.stderr
    assert f"{hidden} (2014/15) stands in another edition" in done.stderr
    assert (area / "2014-15" / "run.json").read_bytes() == before
    assert sorted(path.name for path in area.iterdir()) == ["2013-14", "2014-15"]
