"""The areas of England and Wales as the Office for National Statistics' look-up of 2024 has them."""

import pytest

from assessment.new import making
from assessment.new.words import slug_of

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def folder(real):
    return making.Folder.of(real)


def test_preston_is_found_with_its_lsoas_and_wards(folder):
    """87 LSOAs of 2021 in 16 wards; E07000123 is one of the 14 authorities of Lancashire Constabulary."""
    place = making.chosen(folder.gazetteer, "Preston", [], making.refuse_several)
    assert (place.authorities, place.partnership, place.force) == (("E07000123",), "E22000158", "Lancashire")
    assert len(place.districts) == 14
    assert folder.found(place) == "In the look-ups: 87 LSOAs (87 with an outline) in 16 wards (0 with an outline)."
    assert folder.year("Lancashire") == "2021/22"


def test_lancashire_has_14_areas(folder):
    places = folder.gazetteer.of_force("Lancashire")
    assert len(places) == 14 and all(len(place.authorities) == 1 and place.partnership for place in places)


def test_every_authority_is_in_one_area_with_a_file_name_of_its_own(folder):
    gazetteer = folder.gazetteer
    every = gazetteer.every
    codes = [code for place in every for code in place.authorities]
    assert len(codes) == len(set(codes)) == len(gazetteer.names) == 318
    assert len({slug_of(place.name) for place in every}) == len(every)
    forces = {place.force for place in every}
    assert len(forces) == 43 and all(forces)


def test_every_authority_is_found_by_its_own_name(folder):
    gazetteer = folder.gazetteer
    for code, name in gazetteer.names.items():
        assert any(code in place.authorities for place in gazetteer.named(name)), name
