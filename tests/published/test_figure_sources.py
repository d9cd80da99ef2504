"""Every figure of an edition names the files that its value rests on, and is illustrative where one of them is."""

import re

import pytest

POPULATION = {"population_authority", "population_lsoa", "census_residents"}
RECORDS = {"force_extract", "asb_extract", "police_uk_street"}
WEIGHTS, DEPRIVATION = {"harm_weights"}, {"deprivation"}
RESTS_ON = (  # what a figure is, by its id, and the kinds of file of each of which it names one or more
    (r"(crime|asb|substance|deprivation)\..*\.rate", (POPULATION, RECORDS)),
    (r"harm\..*", (WEIGHTS, RECORDS)),
    (r"harm\.(half_of|gini_of).*", (WEIGHTS, RECORDS, {"lsoa_wards", "boundaries", "deprivation"})),
    (r"deprivation\.crime_gradient.*|deprivation\.crime_decile_\d+\.rate", (POPULATION, RECORDS, DEPRIVATION)),
    (r"deprivation\.(average|extent|local|proportion|lsoas|decile|top).*", (DEPRIVATION,)),
    (r"deprivation\.rank", (DEPRIVATION | {"deprivation_published"},)),
    (r"(crime|asb|sexual|domestic)\.[a-z_]+\.(count|change|change_percent|change_p|share)", (RECORDS,)),
)
RETURNS = "partnership_returns"  # a file whose rows say themselves which of them are made up


@pytest.fixture(params=["demonstration_2014", "demonstration_2016", pytest.param("real_2021", marks=pytest.mark.real)])
def edition(request):
    return request.getfixturevalue(request.param)


def lacking(figure: dict, formats: dict[str, str]) -> list[set[str]]:
    """The kinds of file that a figure must name one of and does not."""
    named = {formats.get(file, "") for file in figure["sources"]}
    wanted = [kinds for pattern, all_of in RESTS_ON if re.fullmatch(pattern, figure["id"]) for kinds in all_of]
    return [kinds for kinds in wanted if not kinds & named]


def test_every_figure_names_what_it_rests_on(edition):
    formats = {file["file"]: file["format"] for file in edition.run["sources"]}
    without = [figure["id"] for figure in edition.figures if not figure["sources"]]
    assert without == []
    assert [(figure["id"], lack) for figure in edition.figures if (lack := lacking(figure, formats))] == []


def test_the_rules_reach_rates_harm_and_the_gradient(demonstration_2014):
    formats = {file["file"]: file["format"] for file in demonstration_2014.run["sources"]}
    for id in ("crime.all.rate", "harm.top_categories.count", "deprivation.crime_gradient.slope"):
        figure = next(figure for figure in demonstration_2014.figures if figure["id"] == id)
        assert lacking({**figure, "sources": ["crime_2014-15.csv.gz"]}, formats), f"{id} needs more than records"


def test_a_figure_is_illustrative_where_a_file_of_it_is(edition):
    made_up = {file["file"] for file in edition.run["sources"] if file["illustrative"]}
    returns = {file["file"] for file in edition.run["sources"] if file["format"] == RETURNS}
    for figure in edition.figures:
        if not returns & set(figure["sources"]):
            assert figure["illustrative"] == bool(made_up & set(figure["sources"])), figure["id"]


def test_a_published_rank_and_a_printed_number_are_not_illustrative(demonstration_2014):
    assert not demonstration_2014.figure("deprivation.rank", "IoD2015")["illustrative"]
    assert not demonstration_2014.figure("substance.treatment_young_people", "2014/15")["illustrative"]
    assert demonstration_2014.figure("crime.all.count", "2014/15")["illustrative"]
