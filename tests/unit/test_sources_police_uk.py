"""police.uk over all months of a force: IDs counted once, in the right month; ASB untouched; the area chosen after."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.project import Area, District
from assessment.sources.combine import Part, copies
from assessment.sources.files import raw_file
from assessment.sources.force_months import force_months
from assessment.sources.months import headers
from assessment.sources.national import National, gather
from assessment.sources.police_uk import read_street
from assessment.sources.tables import TABLES
from assessment.store.pieces import Pieces, pieces

AREA = Area(
    slug="here",
    name="Here",
    authorities=("E06000009",),
    year="2014/15",
    districts=(District(code="E06000009", name="Here"), District(code="E07000128", name="There")),
)
LIES = pl.DataFrame(
    {"lsoa": ["E01012662", "E01012663", "E01000009"], "authority": ["E06000009", "E07000128", "E09000001"]}
)
HERE, THERE, FAR = LIES["lsoa"]
HEADER = "Crime ID,Month,Falls within,LSOA code,LSOA name,Crime type,Last outcome category"
UNSETTLED, FINED = "Status update unavailable", "Offender fined"


def combine(*rows: tuple, area: Area = AREA):
    """Rows are (record, month, lsoa, category, outcome), or with the member that they came in after them."""
    members: dict[str, list[str]] = {}
    for record, month, lsoa, category, outcome, *rest in rows:
        cells = (record, month, "Example Constabulary", lsoa, "Here 001A", category, outcome)
        members.setdefault(*rest or ("x",), []).append(",".join(cell or "" for cell in cells))
    with TemporaryDirectory() as folder:
        pieces_ = Pieces(Path(folder))
        for member, lines in members.items():
            pieces_.take("street", read_street(raw_file("\n".join([HEADER, *lines]).encode(), member)))
        told = tuple((Path(folder) / name, months) for name, months in pieces_.told["street"])
        part = Part("x", "police_uk_street", False, len(rows), {}, told)
        gather(pieces([part], copies([part])), Path(folder))
        return force_months(National(Path(folder)), copies([part]), LIES, area)


def crime(*rows):
    return combine(*rows).tables["crime"]


def test_an_id_counts_in_its_first_month_with_its_latest_outcome():
    told = crime(("a", "2014-03", HERE, "Burglary", FINED), ("a", "2014-01", HERE, "Burglary", "Under investigation"))
    assert told.select("month", "outcome").rows() == [("2014-01", FINED)]


def test_in_one_month_an_outcome_that_says_more_holds():
    told = crime(("a", "2014-01", HERE, "Burglary", FINED), ("a", "2014-01", HERE, "Burglary", UNSETTLED))
    assert told["outcome"].to_list() == [FINED]


def test_a_later_months_outcome_holds_over_an_earlier_ones():
    told = crime(("a", "2014-01", HERE, "Burglary", FINED), ("a", "2014-02", HERE, "Burglary", UNSETTLED))
    assert told["outcome"].to_list() == [UNSETTLED]


def test_a_blank_outcome_takes_nothing_away():
    told = crime(("a", "2014-01", HERE, "Burglary", FINED), ("a", "2014-02", HERE, "Burglary", None))
    assert told["outcome"].to_list() == [FINED]


def test_rows_without_an_id_are_never_compared():
    asb = [(None, "2014-01", HERE, "Anti-social behaviour", None)] * 3
    found = combine(*asb, (None, "2014-01", HERE, "Burglary", None), (None, "2014-01", HERE, "Burglary", None))
    assert found.tables["asb"].height == 3
    assert found.tables["crime"].height == 2


def test_asb_is_never_crime():
    found = combine((None, "2014-01", HERE, "Anti-social behaviour", None), ("a", "2014-01", HERE, "Drugs", None))
    assert found.tables["crime"]["category"].to_list() == ["Drugs"]
    months = found.tables["district_months"]
    assert dict(months.select("kind", "count").iter_rows()) == {"asb": 1, "crime": 1}


def test_the_area_is_chosen_after_repeats_are_removed():
    """First recorded elsewhere, later given to us: it counts there, and once."""
    found = combine(("a", "2014-01", THERE, "Drugs", None), ("a", "2014-02", HERE, "Drugs", None))
    assert found.tables["crime"].height == 0
    assert found.tables["district_months"].select("authority", "count").rows() == [("E07000128", 1)]


def test_a_row_without_a_place_stays_in_the_forces_total():
    found = combine(("a", "2014-01", None, "Drugs", None), ("b", "2014-01", HERE, "Drugs", None))
    assert found.tables["crime"].height == 1
    assert found.tables["district_months"].filter(pl.col("authority").is_null())["count"].to_list() == [1]
    row = found.tables["coverage"].row(0, named=True)
    assert (row["rows"], row["blank_lsoa"], row["repeated"]) == (2, 1, 0)


def test_coverage_counts_a_repeat_in_its_own_month():
    found = combine(("a", "2014-01", HERE, "Drugs", None), ("a", "2014-02", HERE, "Drugs", None))
    assert found.tables["coverage"].select("month", "rows", "repeated").rows() == [("2014-01", 1, 0), ("2014-02", 1, 1)]


def told(found, check: str) -> str:
    return next((problem.message for problem in found.problems if problem.check == check), "")


def test_missing_months_are_named():
    found = combine(
        ("a", "2014-01", HERE, "Drugs", None),
        ("b", "2014-03", HERE, "Drugs", None),
        ("c", "2014-06", HERE, "Drugs", None),
    )
    assert "no rows for 2014-02, 2014-04 to 2014-05 (3 months)" in told(found, "missing-months")


def test_a_month_with_many_blank_places_is_named():
    rows = [(f"a{n}", "2014-01", HERE, "Drugs", None) for n in range(9)]
    found = combine(*rows, ("b", "2014-01", None, "Drugs", None))
    assert "10.0% in 2014-01" in told(found, "blank-lsoa")
    assert told(combine(*rows), "blank-lsoa") == ""


def test_rows_far_from_the_force_are_told_of():
    found = combine(("a", "2014-01", FAR, "Drugs", None), ("b", "2014-01", HERE, "Drugs", None))
    assert told(found, "outside-force").startswith("1 of 2 rows")


def test_a_month_that_came_twice_is_read_from_the_longer_file():
    january = [("a", "2014-01", HERE, "Drugs", None, "old")]
    newer = [
        ("a", "2014-01", HERE, "Drugs", FINED, "new"),
        (None, "2014-01", HERE, "Anti-social behaviour", None, "new"),
    ]
    asb = (None, "2014-01", HERE, "Anti-social behaviour", None)
    found = combine(*january, *newer)
    assert (found.tables["crime"].height, found.tables["asb"].height) == (1, 1)
    assert "came twice and differ: 2014-01" in told(found, "month-twice")
    assert combine(*january, (*asb, "old")).tables["asb"].height == 1


def test_a_month_that_came_twice_alike_is_counted_once_without_alarm():
    asb = (None, "2014-01", HERE, "Anti-social behaviour", None)
    found = combine((*asb, "one"), (*asb, "two"))
    assert found.tables["asb"].height == 1
    assert [problem.severity for problem in found.problems if problem.check == "month-twice"] == ["information"]


def test_of_a_file_with_several_months_those_are_read_that_no_longer_file_has():
    both = [("a", "2014-01", HERE, "Drugs", None, "one"), ("b", "2014-02", HERE, "Drugs", None, "one")]
    longer = [("a", "2014-01", HERE, "Drugs", FINED, "two"), ("c", "2014-01", THERE, "Drugs", None, "two")]
    found = combine(*both, *longer)
    assert found.tables["crime"].select("record", "month", "outcome").rows() == [
        ("a", "2014-01", FINED),
        ("b", "2014-02", None),
    ]
    assert found.tables["coverage"].select("month", "rows", "repeated").rows() == [("2014-01", 2, 0), ("2014-02", 1, 0)]


ROWS = st.lists(
    st.tuples(
        st.sampled_from([None, "a", "b", "c", "d"]),
        st.sampled_from(["2014-01", "2014-02", "2014-03"]),
        st.sampled_from([None, HERE, THERE, FAR, "E01099999"]),
        st.sampled_from(["Drugs", "Burglary"]),
        st.sampled_from([None, UNSETTLED, FINED]),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_counts_agree_with_a_plain_loop(rows):
    """The oracle walks the months in order and remembers the IDs that it saw."""
    seen, counts, repeats = set(), {}, 0
    for record, month, lsoa, category, _ in sorted(rows, key=lambda row: row[1]):
        if record in seen and record is not None:
            repeats += 1
            continue
        seen.add(record)
        authority = dict(LIES.iter_rows()).get(lsoa, "unknown") if lsoa else None
        counts[month, authority, category] = counts.get((month, authority, category), 0) + 1
    found = combine(*rows)
    months = found.tables["district_months"]
    assert {tuple(row[:3]): row[4] for row in months.iter_rows()} == counts
    assert found.tables["coverage"]["repeated"].sum() == repeats
    assert found.tables["coverage"]["rows"].sum() == len(rows)
    assert found.tables["crime"].height == sum(n for (_, where, _), n in counts.items() if where == "E06000009")
    assert set(found.tables["crime"]["lsoa"]) <= {HERE}


@pytest.mark.parametrize("table", ["crime", "asb", "district_months", "coverage"])
def test_the_tables_have_their_columns(table):
    found = combine(("a", "2014-01", HERE, "Drugs", None))
    assert dict(found.tables[table].schema) == TABLES[table]


@pytest.mark.parametrize("spelt", ["Anti-social behaviour", "Anti-Social Behaviour", "Antisocial behaviour"])
def test_antisocial_behaviour_is_never_crime_however_it_is_spelt(spelt):
    from assessment.sources.force_months import _told

    lies = pl.DataFrame(schema={"lsoa": pl.String, "authority": pl.String})
    rows = pl.DataFrame({"lsoa": ["E01012662"], "category": [spelt]})
    assert _told(rows, lies)["kind"].to_list() == ["asb"]


@pytest.mark.parametrize(
    ("rows", "filled"),
    [
        (["1,2014-04,X,E01012662,Here 001A,Drugs,,"], 0),
        (["1,2014-04,X,E01012662,Here 001A,Drugs,,odd", "2,2014-04,X,E01012662,Here 001A,Drugs,,"], 1),
        (['1,2014-04,X,E01012662,"Here 001A",Drugs,,', "2,2014-04,X,E01012662,Here 001A,Drugs,,odd"], 1),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_what_stands_in_the_last_column_is_counted(rows, filled, newline, last):
    text = newline.join([f"{HEADER},Context", *rows]) + newline * last
    months = read_street(raw_file(text.encode(), "")).tables["street_months"]
    assert months["contexts"].to_list() == [filled]
    (told,) = headers(months.with_columns(source=0))
    assert ("empty in every row" in told.message) == (not filled)
    assert "the same 8 columns in all 1 file" in told.message


def test_headers_that_differ_are_told():
    months = [
        read_street(raw_file(f"{HEADER}{more}\n".encode(), "")).tables["street_months"] for more in ("", ",Context")
    ]
    assert all(frame.is_empty() for frame in months)
    one = {"force": "X", "month": "2014-04", "content": "", "rows": 1, "contexts": None, "source": 0}
    (told,) = headers(pl.DataFrame([one | {"member": "a", "header": "a,b"}, one | {"member": "b", "header": "a,b,c"}]))
    assert told.message == "2 files have 2 different headers; every column that is read is in each of them"
