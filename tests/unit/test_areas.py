"""An area's configuration: what it may not say is refused before any work, with the file, the setting and the mend."""

from typing import get_args

import pytest

from assessment import project
from assessment.areas import Criterion, Morile, Priority
from assessment.chapters.choice.criteria import CRITERIA
from assessment.chapters.choice.judgement import MORILE
from assessment.chapters.crime.priority import PRIORITIES
from assessment.errors import AssessmentError, UsageError

SOUND = {
    "name": '"Elsewhere"',
    "authorities": '["E06000009"]',
    "year": '"2014/15"',
}


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Write a configuration of settings as TOML values and read it."""
    (tmp_path / "config" / "areas").mkdir(parents=True)
    (tmp_path / "config" / "chapters.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def written(encoding="utf-8", **settings):
        lines = [f"{key} = {value}" for key, value in {**SOUND, **settings}.items()]
        (tmp_path / "config" / "areas" / "elsewhere.toml").write_text("\n".join(lines), encoding=encoding)
        return project.area("elsewhere")

    return written


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("name", '""', "name: it must not be empty"),
        ("name", '"  "', "name: it must not be empty"),
        ("name", f'"{"x" * 10_000}"', "name: write it in at most 100"),
        ("name", r'"Black\u001b[31mpool"', "name: write it in at most 100"),
        ("name", r'"Black\u202epool"', "name: write it in at most 100"),
        ("name", "7", "name: it must be text in quotation marks"),
        ("force", r'"Lanc\nashire"', "force: write it"),
        ("authorities", '"E06000009"', "authorities: it must be a list in square brackets"),
        ("authorities", "[]", "authorities: an area needs"),
        ("authorities", '["Blackpool"]', "authorities.0: 'Blackpool' is not the code"),
        ("authorities", '["E0600000９"]', "authorities.0: "),
        ("authorities", '["E01000001"]', "authorities.0: 'E01000001' is not the code"),
        ("authorities", '["E06000009", "E06000009"]', "'E06000009' is there twice"),
        ("partnership", '"Blackpool"', "partnership: 'Blackpool' is not the code"),
        ("year", "2014", "year: it must be text in quotation marks"),
        ("year", '"2014"', "year: '2014' is not a financial year"),
        ("priorities", '["violence", "litter"]', "priorities.1: 'litter' is not one of 'violence', "),
        ("priorities", '["violence", "violence"]', "'violence' is there twice"),
        ("prioritys", '["violence"]', "prioritys: there is no such setting (did you mean 'priorities'?)"),
        ("priorities_weights", "{ volume = -1 }", "priorities_weights.volume: "),
        ("priorities_weights", "{ volume = nan }", "priorities_weights.volume: "),
        (
            "priorities_weights",
            "{ volume = 0, harm = 0 }",
            "priorities_weights: at least one weight must be more than 0",
        ),
        ("priorities_weights", "{ litter = 1 }", "'litter' is not one of 'volume', "),
        ("priorities_reasons", '{ violence = "" }', "priorities_reasons.violence: write it in one to 400"),
        ("priorities_reasons", '{ litter = "Much of it." }', "'litter' is not one of 'violence', "),
        ("morile", "{ violence = { physical = 1 } }", "morile.violence.psychological: it is missing"),
        ("horizon", '[{ kinds = "legal" }]', "horizon.0.kinds: there is no such setting (did you mean 'kind'?)"),
        ("slug", '"../../elsewhere"', "slug: there is no such setting"),
        ("districts", '[{ code = "E06000009", name = "" }]', "districts.0.name: it must not be empty"),
        ("districts", '[{ code = "x", name = "X" }]', "districts.0.code: 'x' is not the code"),
        (
            "districts",
            '[{ code = "E06000009", name = "A" }, { code = "E06000009", name = "B" }]',
            "'E06000009' is there twice",
        ),
    ],
)
def test_what_an_area_may_not_say_is_refused_with_file_and_setting(read, key, value, told):
    with pytest.raises(AssessmentError) as refused:
        read(**{key: value})
    said = str(refused.value)
    assert told in said
    assert "elsewhere.toml" in said
    assert refused.value.mend
    assert said.isprintable()
    assert len(said) < 600


def test_several_wrong_settings_are_all_named(read):
    with pytest.raises(AssessmentError, match=r"Settings are wrong: name: .*; authorities.0: "):
        read(name='""', authorities='["x"]')


def test_an_unknown_priority_names_those_there_are(read):
    with pytest.raises(AssessmentError, match="domestic_abuse"):
        read(priorities='["litter"]')


def test_the_priorities_that_may_be_named_are_those_that_the_chapters_know():
    assert set(get_args(Priority)) == set(PRIORITIES)


def test_weights_are_of_the_criteria_that_the_chapter_on_priorities_knows():
    assert set(get_args(Criterion)) == set(CRITERIA)
    assert set(Morile.model_fields) == set(MORILE)


def test_welsh_and_metropolitan_codes_and_accents_are_taken(read):
    codes = '["W06000001", "E08000001", "E09000001", "E07000117"]'
    area = read(name='" Ynys Môn "', authorities=codes, partnership='"W14000001"')
    assert (area.name, len(area.authorities)) == ("Ynys Môn", 4)


def test_a_byte_order_mark_before_the_first_setting_is_read_over(read):
    assert read(encoding="utf-8-sig").name == "Elsewhere"


def test_an_area_of_a_very_long_name_is_refused_in_a_short_sentence():
    with pytest.raises(UsageError) as refused:
        project.area("x" * 10_000)
    assert len(str(refused.value)) < 300


def test_two_files_with_one_authority_are_told_and_those_that_cannot_be_read_are_left_out(read, tmp_path):
    own = read()
    assert project.shared_authorities(own) == []
    areas = tmp_path / "config" / "areas"
    (areas / "copy.toml").write_text('authorities = ["E06000009", "E07000123"]', encoding="utf-8")
    (areas / "other.toml").write_text('authorities = ["E07000123"]', encoding="utf-8")
    (areas / "damaged.toml").write_text("authorities = [", encoding="utf-8")
    (areas / "wrong.toml").write_text("authorities = 6", encoding="utf-8")
    assert project.shared_authorities(own) == ["E06000009 is an authority of several areas: copy, elsewhere"]
