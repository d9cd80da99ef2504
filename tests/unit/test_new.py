"""A configuration for another area: found in the look-ups, whole or not at all, never over one that is there."""

import os
import re
import tomllib

import pytest
from editions import command
from newly import AUTHORITIES, stood_in

from assessment import project
from assessment.areas import Area
from assessment.errors import AssessmentError, UsageError
from assessment.fetch.plan import force_slug
from assessment.new import command as asking
from assessment.new import making, missing, written
from assessment.new.places import Gazetteer, force_in_words
from assessment.new.words import slug_of, typed
from assessment.new.written import Settings

HEAD, *LINES = AUTHORITIES.splitlines()
YEAR = Settings("2021/22")


def gazetteer() -> Gazetteer:
    import csv

    names = ("authority", "name", "partnership", "partnership_name", "force", "force_name")
    return Gazetteer(dict(zip(names, line, strict=True)) for line in csv.reader(LINES))


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A workbook of one's own, in which the test stands."""
    return stood_in(tmp_path, monkeypatch)


def found(name: str, *authorities: str):
    return making.chosen(gazetteer(), name, authorities, making.refuse_several)


@pytest.mark.parametrize("name", ["Preston", "preston", "  PRESTON ", "Preston ", "E07000123", "Préston"])
def test_an_area_is_found_however_its_name_is_typed(name):
    place = found(typed(name))
    assert (place.name, place.authorities, place.partnership, place.force) == (
        "Preston",
        ("E07000123",),
        "E22000158",
        "Lancashire",
    )
    assert list(place.districts) == ["E06000009", "E07000121", "E07000123", "E07000127"]


@pytest.mark.parametrize(
    ("name", "area", "authorities", "partnership"),
    [
        ("City of York", "York", ["E06000014"], "E22000371"),
        ("kings lynn & west norfolk", "King's Lynn and West Norfolk", ["E07000146"], "E22000190"),
        ("North Hampshire", "North Hampshire", ["E07000084", "E07000089", "E07000092"], "E22000374"),
        ("Dorset", "Dorset", ["E06000059"], ""),
        ("Poole", "Bournemouth, Christchurch and Poole", ["E06000058"], ""),
    ],
)
def test_a_partnership_is_an_area_of_its_authorities(name, area, authorities, partnership):
    place = found(name)
    assert (place.name, list(place.authorities), place.partnership) == (area, authorities, partnership)
    assert bool(place.note) == (not partnership)


def test_one_authority_of_several_is_asked_for_by_its_code():
    with pytest.raises(
        UsageError, match=r"2 areas.*--authority E07000084 --authority E07000089.* or --authority E070000"
    ):
        found("Hart")
    alone = found("", "E07000089")
    assert (alone.name, alone.partnership) == ("Hart", "") and "North Hampshire (E22000374)" in alone.note
    assert found("", "hart", "RUSHMOOR", "basingstoke and deane").name == "North Hampshire"
    with pytest.raises(UsageError, match="no name in the look-ups"):
        found("", "hart", "RUSHMOOR")


def test_authorities_are_put_together_under_a_name():
    place = found("Coast", "E07000123", "Lancaster", "E07000123")
    assert (place.name, place.authorities, place.partnership) == ("Coast", ("E07000123", "E07000121"), "")
    with pytest.raises(UsageError, match="2 police force areas"):
        found("Everywhere", "E07000123", "E06000014")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Prestn", "Did you mean Preston"),
        ("Lancashire", "--police-force 'Lancashire'"),
        ("Bournemouth", "Bournemouth, Christchurch and Poole"),
        ("../x", "local authorities and partnerships"),
        ("Zzz", "local authorities and partnerships"),
        ("x" * 100, "local authorities and partnerships"),
        ("-", "local authorities and partnerships"),
    ],
)
def test_an_unknown_name_is_refused_with_those_near_it(name, near):
    with pytest.raises(UsageError, match=re.escape(near)):
        found(name)


@pytest.mark.parametrize("name", ["", "   ", "x" * 10_000, "Pres\u202eton", "Pres\x1b[31mton", "Pres\nton", "\u200b"])
def test_names_that_cannot_be_a_name_are_refused(name):
    with pytest.raises(UsageError, match="The name is"):
        typed(name)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Blackburn with Darwen", "blackburn-with-darwen"),
        ("King's Lynn and West Norfolk", "kings-lynn-and-west-norfolk"),
        ("../../etc/passwd", "etc-passwd"),
        ("St. Helens", "st-helens"),
        ("Á" * 100, "a" * 60),
    ],
)
def test_a_file_is_called_after_the_name_and_stays_in_its_folder(name, slug):
    assert slug_of(name) == slug


def test_a_name_without_a_letter_gives_no_file():
    with pytest.raises(UsageError, match="No file"):
        slug_of("日本")


@pytest.mark.parametrize("name", ["Cwm Taf", "Merthyr Tydfil"])
def test_wales_is_refused_until_its_index_is_read(name):
    codes = ["W06000024"] if name == "Merthyr Tydfil" else []
    with pytest.raises(AssessmentError, match="Wales, which has an index of deprivation of its own") as refused:
        found(name, *codes)
    assert refused.value.exit_code == 1


def test_forces_are_called_as_a_sentence_has_them():
    assert force_in_words("London, City of") == "City of London"
    assert force_slug(force_in_words("Devon & Cornwall")) == "devon-and-cornwall"
    assert found("City of London").force == "City of London"


def test_a_force_gives_an_area_a_partnership_and_each_authority_is_in_one():
    every = gazetteer().every
    codes = [code for place in every for code in place.authorities]
    assert sorted(codes) == sorted(set(gazetteer().names))
    assert [place.name for place in gazetteer().of_force("LANCASHIRE ")] == [
        "Blackpool",
        "Lancaster",
        "Preston",
        "West Lancashire",
    ]
    with pytest.raises(UsageError, match="Did you mean Lancashire"):
        gazetteer().of_force("Lancashir")


def test_the_configuration_reads_back_as_what_was_found(root):
    folder = making.Folder.of(root / "data/raw")
    told = []
    area = making.one(folder, found("Preston"), Settings("2021/22", ("violence",), "The office"), told.append)
    assert area == project.area("preston")
    assert (area.name, area.priorities, area.contact, len(area.districts)) == (
        "Preston",
        ("violence",),
        "The office",
        4,
    )
    text = (root / "config/areas/preston.toml").read_text(encoding="utf-8")
    assert "# In the look-ups: 3 LSOAs (0 with an outline) in 2 wards (0 with an outline)." in text
    assert [path.name for path in (root / "config/areas").iterdir() if path.name.startswith(".")] == []
    said = "\n".join(told)
    assert "Nothing blocks a build" in said or "blocks a build" in said
    assert "section 17A" in said and "Open Government Licence" in said and "section 115" in said


def test_what_is_commented_out_holds_when_the_marks_are_taken_away():
    text = written.text_of(found("Preston"), YEAR)
    taken = re.sub(r"^# (?=[a-z_]+ = |\[)", "", text, flags=re.MULTILINE)
    taken = re.sub(r"^(priorities = .*)$", r"\1", taken, flags=re.MULTILINE)
    told = tomllib.loads(taken)
    area = Area.model_validate({"slug": "preston", **told})
    assert (
        area.horizon and area.last_plan and area.edition and area.extract and area.priorities_weights and area.contact
    )
    assert len(told) > len(tomllib.loads(text)) + 5


@pytest.mark.parametrize("name", ['He said "no" \\ <year>', "# a comment", "x = 1", "<authorities>", "Ärger & <b>"])
def test_hostile_names_stay_text(name):
    place = gazetteer().place(["E07000084", "E07000089"], name)
    told = tomllib.loads(written.text_of(place, YEAR))
    assert (told["name"], told["year"], told["authorities"]) == (name, "2021/22", ["E07000084", "E07000089"])


def test_one_that_is_there_stays_as_it_is(root):
    path = root / "config/areas/blackpool.toml"
    before = path.read_bytes()
    with pytest.raises(AssessmentError, match="stays as it is"):
        written.refuse_what_is_there("blackpool")
    with pytest.raises(AssessmentError, match="stays as it is"):
        written.write("blackpool", written.text_of(found("Blackpool"), YEAR))
    assert path.read_bytes() == before
    (root / "config/areas/preston.toml").symlink_to(root / "nowhere")
    with pytest.raises(AssessmentError, match="stays as it is"):
        written.write("preston", written.text_of(found("Preston"), YEAR))
    assert not (root / "nowhere").exists()


def test_what_does_not_hold_is_never_written(root):
    with pytest.raises(AssessmentError, match=r"contact.*nothing was written"):
        written.write("preston", written.text_of(found("Preston"), Settings("2021/22", contact="x" * 500)))
    assert project.area_names() == ["blackpool"]


def test_a_disk_that_fails_in_the_middle_leaves_nothing(root, monkeypatch):
    def refused(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(written.os, "link", refused)
    monkeypatch.setattr(written.Path, "rename", refused)
    with pytest.raises(AssessmentError, match="disk is full"):
        written.write("preston", written.text_of(found("Preston"), YEAR))
    assert sorted(path.name for path in (root / "config/areas").iterdir()) == ["blackpool", "blackpool.toml"]


def test_the_year_is_the_last_whole_one_of_the_files(root):
    folder = making.Folder.of(root / "data/raw")
    assert folder.year("Lancashire") == "2021/22"
    (root / "data/raw/2021-12-lancashire-street.csv").unlink()
    ended = making.Folder.of(root / "data/raw").year("Lancashire")
    assert ended == folder.year("Kent") != "2021/22"


def test_every_partnership_of_a_force_but_those_that_are_there(root):
    folder, told = making.Folder.of(root / "data/raw"), []
    made = making.of_force(folder, "lancashire", "", told.append)
    assert [area.slug for area in made] == ["lancaster", "preston", "west-lancashire"]
    assert told[0] == "Blackpool: config/areas/blackpool.toml is there already, and stays as it is"
    assert {area.year for area in made} == {"2021/22"}
    (root / "config/areas/preston.toml").rename(root / "config/areas/pn.toml")
    assert making.of_force(folder, "Lancashire", "2020/21", told.append) == []
    assert any(line.startswith("Preston: config/areas/pn.toml is there already") for line in told)


def test_without_look_ups_only_a_code_will_do(root):
    for name in ("authorities.csv", "wards.csv"):
        (root / "data/raw" / name).unlink()
    folder = making.Folder.of(root / "data/raw")
    with pytest.raises(AssessmentError, match="No look-up of authorities"):
        making.chosen(folder.gazetteer, "Preston", [], making.refuse_several)
    with pytest.raises(AssessmentError, match="No look-up of authorities"):
        making.of_force(folder, "Lancashire", "", print)
    place = making.chosen(folder.gazetteer, "Preston", ["e07000123"], making.refuse_several)
    area = written.write("preston", written.text_of(place, YEAR))
    assert (area.name, area.authorities, area.force, area.districts) == ("Preston", ("E07000123",), "", ())
    with pytest.raises(UsageError, match="no authority 'X1'"):
        making.chosen(folder.gazetteer, "Preston", ["X1"], making.refuse_several)
    with pytest.raises(UsageError, match="no name in the look-ups"):
        making.chosen(folder.gazetteer, "", ["E07000123"], making.refuse_several)


def test_every_request_of_a_partner_names_its_basis():
    for one in missing.requests():
        assert re.search(r"section|SI 2007|respondents were told|national monitoring", one.basis), one.of
        assert one.formats or one.measures
    known = set(project.sources())
    assert {name for one in missing.requests() for name in one.formats} <= known
    assert set(missing.NOT_USED) <= known


def test_at_a_terminal_what_is_not_given_is_asked(root, monkeypatch):
    answers = iter(["North Hampshire", "2020/21", "violence, exploitation", "The office"])
    monkeypatch.setattr(asking, "_asks", lambda: True)
    monkeypatch.setattr(asking.typer, "prompt", lambda *_, **__: next(answers))
    asking.new()
    area = project.area("north-hampshire")
    assert (area.year, area.priorities, area.contact) == ("2020/21", ("violence", "exploitation"), "The office")


def test_at_a_terminal_one_of_several_is_chosen(root, monkeypatch):
    answers = iter([2, "2020/21", "", ""])
    monkeypatch.setattr(asking, "_asks", lambda: True)
    monkeypatch.setattr(asking.typer, "prompt", lambda *_, **__: next(answers))
    asking.new("Hart")
    assert project.area("hart").authorities == ("E07000089",)


def test_the_command_ends_with_0_though_its_check_finds_problems(root):
    done = command("new", "Lancaster", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "Wrote config/areas/lancaster.toml" in done.stdout and "Next: assessment build lancaster" in done.stdout
    again = command("new", "lancaster", cwd=root)
    assert again.returncode == 1 and "stays as it is" in again.stderr
    assert command("new", "Cwm Taf", cwd=root).returncode == 1
    unknown = command("new", "Lancster", "--priority", "nosuch", cwd=root)
    assert unknown.returncode == 2 and "Lancaster" in unknown.stderr
    assert command("new", "York", "--priority", "nosuch", cwd=root).returncode == 2
    assert project.area_names() == ["blackpool", "lancaster"]
