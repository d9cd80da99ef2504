"""What is counted: a category, codes, a marker, and the id and words of each."""

import pytest
from held import rows, together

from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.coded import Coded
from assessment.chapters.crime.priority import PRIORITIES
from assessment.figures import FIGURE_ID

CRIMES = together(
    rows("crime", 3, category="Sexual offences", subcategory="Rape", victim_age=["0-9", "15", "16-19"]),
    rows("crime", 2, category="Violence against the person", offence_code=["5D", "105A"], alcohol=[True, False]),
    rows("crime", 1, category="Theft offences", alcohol=True, domestic_abuse=True),
)


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        (s.ALL_CRIME, 6),
        (s.SEXUAL, 3),
        (s.RAPE, 3),
        (s.UNDER_16, 2),
        (s.SERIOUS_ASSAULTS, 1),
        (s.NON_INJURY_ASSAULTS, 1),
        (s.ALCOHOL, 2),
        (s.ALCOHOL_VIOLENCE, 1),
        (s.DOMESTIC, 1),
        (s.DOMESTIC_ASSAULTS, 0),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_a_subject_takes_the_records_that_are_its_own(subject, number):
    assert len(subject.choose(CRIMES)) == number


def test_a_subject_is_known_where_its_columns_are_filled_and_its_names_occur():
    assert s.UNDER_16.known(Coded(CRIMES)) and s.ALCOHOL_VIOLENCE.known(Coded(CRIMES))
    assert not s.LESS_SERIOUS_ASSAULTS.known(Coded(CRIMES)), "no code 8N or 8P"
    assert not s.EXPLOITATION.known(Coded(CRIMES)), "the column is empty"
    assert not s.ASB_YOUTH.known(Coded(CRIMES)), "there is no such column"
    assert s.EXPLOITATION.known(Coded(CRIMES.assign(cse=False))), "a marker that nothing bears is none, not unknown"


def test_every_id_is_one_that_a_figure_may_bear_and_none_comes_twice():
    found = [value for value in vars(s).values() if isinstance(value, s.Subject)]
    found += [*s.ASB_TYPES, *s.DOMESTIC_ASSAULT_KINDS]
    assert all(FIGURE_ID.fullmatch(subject.id) for subject in found)
    assert len({subject.id for subject in found}) == len(found)
    assert all(subject.id.startswith("asb.") == (subject.kind == "asb") for subject in found)


def test_the_words_of_a_subject():
    assert s.category("Violence against the person").id == "crime.violence_against_the_person"
    assert (s.ASB.noun, s.RAPE.noun) == ("incidents", "offences")
    assert s.inside("Violence against the person") == "violence against the person"
    assert s.RAPE.counted(1) == "1 offence" and s.RAPE.counted(1370) == "1,370 offences"
    assert s.SEXUAL.counted(371) == "371", "the label has the noun already"


def test_every_priority_stands_on_a_source_that_can_be_got():
    from assessment import project

    for priority in PRIORITIES.values():
        assert project.sources()[priority.source].how_to_get
        assert all(part.kind == subject.kind for subject in priority.subjects for part in priority.parts)
