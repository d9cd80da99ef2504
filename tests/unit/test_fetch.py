"""Downloads against a publisher on this machine that drops, stalls, lies and changes its files."""

import gzip
import hashlib
import io
import json
import random
import socket
import zipfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from editions import command
from publisher import Answer, publisher
from rich.console import Console

from assessment import fetch as fetching
from assessment import project
from assessment.errors import AssessmentError
from assessment.fetch import Fetch, Manners, Plan, Wanted
from assessment.fetch import fetching as rooms
from assessment.fetch.addresses import downloads
from assessment.fetch.answers import wait_asked
from assessment.fetch.plan import force_slug
from assessment.fetch.shown import Shown, shown_on
from assessment.periods import FinancialYear
from assessment.sources.folder import found

BODY = b"code,year,value\n" + b"".join(b"E06000009,%d,%d\n" % (1900 + n, n * n) for n in range(500))
OTHER = BODY.replace(b"E06000009", b"E06000008")
PAGE = b"<!DOCTYPE html>\n<html><title>Down for maintenance</title></html>"


@pytest.fixture
def home(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with publisher() as found:
        yield found


class Folder:
    """A raw folder, and what fetching into it comes to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.waits: list[float] = []

    def manners(self, **more) -> Manners:
        patient = {"connect": 2, "read": 0.2, "attempts": 4, "sleep": self.waits.append, "chance": lambda: 1.0}
        return Manners(**{**patient, **more})

    def fetch(self, *wanted: Wanted, **more) -> list[rooms.Outcome]:
        shown = Shown(Console(file=io.StringIO()))
        return list(Fetch(self.path, shown, self.manners(**more)).all(Plan(tuple(wanted), ())))

    def one(self, url: str, file: str = "table.csv", manners: dict | None = None, **more) -> rooms.Outcome:
        return self.fetch(Wanted("source", url, file, "Ask the publisher.", **more), **(manners or {}))[0]

    def names(self) -> list[str]:
        return sorted(path.name for path in self.path.iterdir())

    def bytes(self, file: str = "table.csv") -> bytes:
        return (self.path / file).read_bytes()

    @property
    def records(self) -> dict:
        return json.loads((self.path / "checksums.json").read_text(encoding="utf-8"))


@pytest.fixture
def raw(tmp_path) -> Folder:
    return Folder(tmp_path / "raw")


def test_a_file_comes_whole_and_is_recorded(home, raw):
    url = home.gives("/table.csv", BODY)
    outcome = raw.one(url)
    assert outcome.state == "fetched", outcome
    assert raw.bytes() == BODY
    assert raw.names() == ["checksums.json", "table.csv"]
    today = datetime.now(UTC).date().isoformat()
    sha256 = hashlib.sha256(BODY).hexdigest()
    expected = {"url": url, "sha256": sha256, "bytes": len(BODY), "etag": '"one"', "date": today}
    assert raw.records == {"table.csv": expected}


def test_what_is_there_and_holds_is_not_asked_for_again(home, raw):
    url = home.gives("/table.csv", BODY)
    raw.one(url)
    assert raw.one(url).state == "already there"
    assert len(home.requests) == 1


def test_a_file_put_there_by_hand_is_left_as_it_is(home, raw):
    raw.path.mkdir()
    (raw.path / "table.csv").write_bytes(OTHER)
    assert raw.one(home.gives("/table.csv", BODY)).state == "already there"
    assert raw.bytes() == OTHER
    assert home.requests == []


def test_a_file_put_there_by_hand_that_is_not_the_published_one_is_refused(home, raw):
    raw.path.mkdir()
    (raw.path / "table.csv").write_bytes(OTHER)
    outcome = raw.one(home.gives("/table.csv", BODY), sha256=hashlib.sha256(BODY).hexdigest())
    assert outcome.state == "failed"
    assert raw.bytes() == OTHER


def test_a_dropped_connection_goes_on_where_it_stopped(home, raw):
    url = home.gives("/table.csv", Answer(BODY, sent=1000), Answer(BODY))
    assert raw.one(url).state == "resumed"
    assert raw.bytes() == BODY
    first, second = home.asked("/table.csv")
    assert "Range" not in first
    assert (second["Range"], second["If-Range"]) == ("bytes=1000-", '"one"')
    assert raw.waits == [1]


def test_a_later_call_goes_on_where_an_earlier_one_gave_up(home, raw):
    url = home.gives("/table.csv", Answer(BODY, sent=700), Answer(status=500))
    outcome = raw.one(url)
    assert outcome.state == "failed"
    assert "Call again" in outcome.mend
    assert raw.bytes("table.csv.part") == BODY[:700]
    home.gives("/table.csv", BODY)
    assert raw.one(url).state == "resumed"
    assert home.requests[-1][1]["Range"] == "bytes=700-"
    assert raw.bytes() == BODY
    assert raw.names() == ["checksums.json", "table.csv"]


@pytest.mark.parametrize("seed", range(8))
def test_however_often_the_connection_drops_the_bytes_are_the_publishers(home, raw, seed):
    chance = random.Random(seed)
    drops = [Answer(BODY, sent=chance.randint(1, 1500), chunked=False) for _ in range(9)]
    outcome = raw.one(home.gives("/table.csv", *drops, Answer(BODY)), manners={"progress": 1})
    assert outcome.state in ("resumed", "fetched"), outcome
    assert raw.bytes() == BODY


def test_attempts_that_bring_little_count_as_failed(home, raw):
    outcome = raw.one(home.gives("/table.csv", Answer(BODY, sent=10)))
    assert outcome.state == "failed"
    assert len(home.requests) == 4
    assert raw.bytes("table.csv.part") == BODY[:40]


def test_without_a_validator_a_part_is_never_gone_on_with(home, raw):
    url = home.gives("/table.csv", Answer(BODY, sent=700, etag=""), Answer(OTHER, etag=""))
    assert raw.one(url).state == "fetched"
    assert raw.bytes() == OTHER
    assert all("Range" not in headers for headers in home.asked("/table.csv"))


def test_a_weak_etag_is_not_asked_by_and_a_date_is(home, raw):
    date = {"Last-Modified": "Mon, 01 Jun 2026 10:00:00 GMT"}
    weak = Answer(BODY, etag='W/"one"', sent=700, headers=date)
    assert raw.one(home.gives("/table.csv", weak, Answer(BODY, etag='W/"one"', headers=date))).state == "fetched"
    assert home.requests[1][1]["If-Range"] == date["Last-Modified"]


def test_a_part_of_another_address_is_thrown_away(home, raw):
    raw.one(home.gives("/old.csv", Answer(OTHER, sent=700), Answer(status=404)))
    assert raw.one(home.gives("/new.csv", BODY)).state == "fetched"
    assert raw.bytes() == BODY


def test_a_stalled_connection_is_left_and_taken_up_again(home, raw):
    url = home.gives("/table.csv", Answer(BODY, sent=1000, stalls=True), Answer(BODY))
    outcome = raw.one(url)
    assert outcome.state in ("resumed", "fetched"), outcome
    assert raw.bytes() == BODY


def test_a_publisher_that_only_stalls_fails_and_says_so(home, raw):
    outcome = raw.one(home.gives("/table.csv", Answer(BODY, sent=0, stalls=True)), manners={"attempts": 2})
    assert outcome.state == "failed"
    assert "sent nothing for 0.2 seconds" in outcome.told


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418])
def test_a_refused_file_is_asked_for_once_and_the_others_still_come(home, raw, status):
    wanted = [
        Wanted("one", home.gives("/gone.csv", Answer(status=status)), "gone.csv", "Ask the publisher."),
        Wanted("two", home.gives("/table.csv", BODY), "table.csv", ""),
    ]
    gone, fine = raw.fetch(*wanted)
    assert (gone.state, fine.state) == ("failed", "fetched")
    assert str(status) in gone.told
    assert "Ask the publisher." in gone.mend
    assert len(home.asked("/gone.csv")) == 1
    assert raw.waits == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_publisher_is_given_the_time_that_it_asks_for(home, raw, status):
    busy = Answer(status=status, headers={"Retry-After": "7"})
    assert raw.one(home.gives("/table.csv", busy, busy, Answer(BODY))).state == "fetched"
    assert raw.waits == [7, 7]


def test_a_wait_may_be_asked_for_as_a_date():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < wait_asked(later) <= 90
    assert wait_asked("Mon, 01 Jun 2020 10:00:00 GMT") == 0
    assert [wait_asked(text) for text in ("", "soon", "-5")] == [None, None, None]


def test_a_wait_beyond_patience_fails_and_says_how_long(home, raw):
    outcome = raw.one(home.gives("/table.csv", Answer(status=429, headers={"Retry-After": "86400"})))
    assert outcome.state == "failed"
    assert "86400 seconds" in outcome.told
    assert raw.waits == []


def test_waits_double_and_have_a_limit(home, raw):
    errors = [Answer(status=status) for status in (500, 502, 504, 408, 202, 500)]
    outcome = raw.one(home.gives("/t.csv", *errors, Answer(BODY)), manners={"attempts": 9, "longest_wait": 10})
    assert outcome.state == "fetched"
    assert raw.waits == [1, 2, 4, 8, 10, 10]


def test_waits_differ_by_chance_so_that_not_all_come_back_at_once(home, raw):
    raw.one(home.gives("/t.csv", Answer(status=500), Answer(BODY)), manners={"chance": lambda: 0.0})
    assert raw.waits == [0.5]


def test_a_body_shorter_than_told_never_passes_for_whole(home, raw):
    short = Answer(BODY, length=len(BODY) + 5000, ranges=False)
    outcome = raw.one(home.gives("/table.csv", short))
    assert outcome.state == "failed"
    assert len(home.requests) == 4
    assert "table.csv" not in raw.names()


def test_a_chunked_body_that_breaks_off_never_passes_for_whole(home, raw):
    url = home.gives("/table.csv", Answer(BODY, chunked=True, sent=500, etag=""), Answer(BODY, chunked=True, etag=""))
    assert raw.one(url).state == "fetched"
    assert len(home.requests) == 2
    assert raw.bytes() == BODY


def test_a_body_without_a_length_comes_to_its_end(home, raw):
    assert raw.one(home.gives("/table.csv", Answer(BODY, length=None))).state == "fetched"
    assert raw.bytes() == BODY


def test_a_body_packed_unasked_is_unpacked(home, raw):
    packed = Answer(gzip.compress(BODY), headers={"Content-Encoding": "gzip"})
    assert raw.one(home.gives("/table.csv", packed)).state == "fetched"
    assert raw.bytes() == BODY
    assert home.requests[0][1]["Accept-Encoding"] == "identity"


def test_a_packed_body_that_is_cut_short_is_asked_for_again_from_the_start(home, raw):
    packed, encoding = gzip.compress(BODY), {"Content-Encoding": "gzip"}
    cut = Answer(packed[:-20], headers=encoding, length=None)
    assert raw.one(home.gives("/table.csv", cut, Answer(packed, headers=encoding))).state == "fetched"
    assert "Range" not in home.requests[1][1]
    assert raw.bytes() == BODY


def test_a_file_that_changed_between_two_parts_starts_anew(home, raw):
    url = home.gives("/table.csv", Answer(BODY, sent=1000), Answer(OTHER, etag='"two"'))
    assert raw.one(url).state == "fetched"
    assert raw.bytes() == OTHER
    assert raw.records["table.csv"]["etag"] == '"two"'


def test_a_publisher_that_ignores_the_condition_never_gets_two_versions_glued(home, raw):
    changed = Answer(OTHER, etag='"two"', condition=False)
    assert raw.one(home.gives("/table.csv", Answer(BODY, sent=1000), changed, changed)).state == "fetched"
    assert raw.bytes() == OTHER
    assert "Range" not in home.requests[-1][1]


def test_a_file_that_became_shorter_than_its_part_starts_anew(home, raw):
    url = home.gives("/table.csv", Answer(BODY, sent=1000), Answer(BODY[:900], condition=False), Answer(BODY[:900]))
    assert raw.one(url).state == "fetched"
    assert raw.bytes() == BODY[:900]


def test_a_body_that_is_not_the_published_one_is_thrown_away(home, raw):
    outcome = raw.one(home.gives("/table.csv", OTHER), sha256=hashlib.sha256(BODY).hexdigest())
    assert outcome.state == "failed"
    assert "checksum" in outcome.told
    assert raw.names() == []
    home.gives("/table.csv", BODY)
    assert raw.one(home.address + "/table.csv", sha256=hashlib.sha256(BODY).hexdigest()).state == "fetched"


def listing(**sums: str) -> bytes:
    return "".join(f"<li><a href='{n.replace('_', '-')}.zip'>\n{sha}\n</a>" for n, sha in sums.items()).encode()


def test_a_page_of_checksums_is_asked_once_and_heeded(home, raw):
    good, bad = zipped({"a.csv": BODY}), zipped({"b.csv": BODY})
    md5 = hashlib.md5(good).hexdigest()
    page = home.gives("/archive/", b"<html>" + listing(y2015="0" * 32, y2016=md5, y2017=md5))
    wanted = [
        Wanted("s", home.gives(f"/archive/{name}.zip", body), f"{name}.zip", "", checksums=page)
        for name, body in (("y2016", good), ("y2017", bad))
    ]
    right, wrong = raw.fetch(*wanted)
    assert (right.state, wrong.state) == ("fetched", "failed")
    assert "MD5" in right.told
    assert len(home.asked("/archive/")) == 1
    assert raw.names() == ["checksums.json", "y2016.zip"]


def test_a_tag_of_several_parts_is_not_an_md5():
    whole, other = "a" * 32, "b" * 32
    page = f"2026-06.zip {whole}-207 2026-07.zip {other}"
    assert rooms.md5_of("2026-06.zip", page) == ""
    assert rooms.md5_of("2026-07.zip", page) == other
    assert rooms.md5_of("2026-08.zip", page) == ""


def test_without_its_page_of_checksums_a_file_is_recorded_as_it_comes(home, raw):
    outcome = raw.one(home.gives("/table.csv", BODY), checksums=home.address + "/archive/")
    assert (outcome.state, outcome.told.endswith("checksum recorded")) == ("fetched", True)


@pytest.mark.parametrize(
    ("file", "body"),
    [
        ("table.csv", PAGE),
        ("table.csv", b""),
        ("table.csv", b'{"error": {"code": 400}}'),
        ("table.csv", b"<?xml version='1.0'?><Error>AccessDenied</Error>"),
        ("archive.zip", PAGE),
        ("archive.zip", b"PK\x03\x04 and no more"),
        ("table.csv.gz", BODY),
        ("map.geojson", b'{"error": {"code": 400}}'),
        ("map.geojson", b'{"type": "FeatureCollection", "features": ['),
        ("map.geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("map.geojson", b'{"properties": {"exceededTransferLimit": true}, "features": [1]}'),
    ],
)
def test_what_is_not_the_file_is_refused_and_nothing_of_it_stays(home, raw, file, body):
    outcome = raw.one(home.gives("/file", body), file)
    assert outcome.state == "failed"
    assert outcome.told
    assert outcome.mend
    assert raw.names() == []
    assert len(home.requests) == 1


def test_a_redirect_is_followed_a_few_times_only(home, raw):
    home.gives("/table.csv", BODY)
    url = home.gives("/old.csv", Answer(status=302, headers={"Location": "/table.csv"}))
    assert raw.one(url).state == "fetched"
    loop = home.gives("/loop.csv", Answer(status=302, headers={"Location": "/loop.csv"}))
    outcome = raw.one(loop, "loop.csv")
    assert outcome.state == "failed"
    assert len(home.asked("/loop.csv")) == 6


@pytest.mark.parametrize("target", ["https://127.0.0.1:9/t.csv", "ftp://127.0.0.1/t.csv", "file:///etc/passwd"])
def test_a_redirect_to_another_scheme_is_refused(home, raw, target):
    outcome = raw.one(home.gives("/table.csv", Answer(status=301, headers={"Location": target})))
    assert outcome.state == "failed"
    assert target.split(":")[0] in outcome.told
    assert raw.waits == []


@pytest.mark.parametrize("length", ["own", None])
def test_a_file_larger_than_it_may_be_is_refused(home, raw, length):
    outcome = raw.one(home.gives("/table.csv", Answer(BODY, length=length)), manners={"largest": 5000})
    assert outcome.state == "failed"
    assert "larger than 5,000 bytes" in outcome.told
    assert raw.names() == []


def test_a_length_beyond_measure_is_refused_before_anything_is_taken(home, raw):
    huge = Answer(b"", length=9_000, sent=0, stalls=True)
    assert "larger than" in raw.one(home.gives("/table.csv", huge), manners={"largest": 5000}).told


def test_a_body_that_unpacks_beyond_measure_is_refused(home, raw):
    bomb = Answer(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"})
    assert "larger than" in raw.one(home.gives("/table.csv", bomb), manners={"largest": 3_000_000}).told
    assert raw.names() == []


def test_a_publisher_that_is_not_there_fails_and_says_so(raw):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/table.csv"
    outcome = raw.one(address)
    assert outcome.state == "failed"
    assert "cannot be reached" in outcome.told
    assert raw.waits == [1, 2, 4]


def test_a_file_that_the_publisher_changed_later_is_kept_apart_until_it_is_chosen(home, raw):
    url = home.gives("/table.csv", BODY)
    raw.one(url)
    before = raw.records
    (raw.path / "table.csv").unlink()
    home.gives("/table.csv", Answer(OTHER, etag='"two"'))
    outcome = raw.one(url)
    assert outcome.state == "failed"
    assert "table.csv.new" in outcome.told
    assert raw.names() == ["checksums.json", "table.csv.new"]
    assert raw.records == before
    (raw.path / "checksums.json").write_text("{}", encoding="utf-8")
    asked = len(home.requests)
    assert raw.one(url).state == "fetched"
    assert len(home.requests) == asked
    assert raw.bytes() == OTHER
    assert raw.names() == ["checksums.json", "table.csv"]


def test_a_file_that_was_changed_here_is_fetched_again_and_the_changed_one_kept(home, raw):
    url = home.gives("/table.csv", BODY)
    raw.one(url)
    (raw.path / "table.csv").write_bytes(OTHER)
    outcome = raw.one(url)
    assert outcome.state == "fetched"
    assert "table.csv.old" in outcome.told
    assert (raw.bytes(), raw.bytes("table.csv.old")) == (BODY, OTHER)


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2015, 5, 1, 0, 0, 0)), body)
    return target.getvalue()


COUNTRY = {f"2015-03/2015-03-{force}-street.csv": force.encode() + BODY for force in ("kent", "lancashire", "cumbria")}


def test_of_an_archive_of_the_country_one_force_is_kept(home, raw):
    url = home.gives("/2015-03.zip", zipped(COUNTRY))
    outcome = raw.one(url, "police.zip", keep="*-lancashire-*.csv")
    assert outcome.state == "fetched", outcome
    with zipfile.ZipFile(raw.path / "police.zip") as kept:
        assert kept.namelist() == ["2015-03/2015-03-lancashire-street.csv"]
        assert kept.read(kept.namelist()[0]) == b"lancashire" + BODY
    assert raw.names() == ["checksums.json", "police.zip"]
    assert raw.records["police.zip"]["sha256"] == hashlib.sha256(zipped(COUNTRY)).hexdigest()
    assert raw.one(url, "police.zip", keep="*-lancashire-*.csv").state == "already there"
    assert len(home.requests) == 1


def test_an_archive_without_the_force_fails_and_names_the_setting(home, raw):
    outcome = raw.one(home.gives("/2015-03.zip", zipped(COUNTRY)), "police.zip", keep="*-essex-*.csv")
    assert outcome.state == "failed"
    assert "`force`" in outcome.mend
    assert "police.zip" not in raw.names()


def test_a_damaged_archive_is_thrown_away(home, raw):
    damaged = bytearray(zipped(COUNTRY))
    damaged[60] ^= 255
    outcome = raw.one(home.gives("/2015-03.zip", bytes(damaged)), "police.zip", keep="*.csv")
    assert outcome.state == "failed"
    assert "damaged" in outcome.told
    assert raw.names() == []


def test_what_fetching_leaves_beside_the_files_is_not_taken_for_data(home, raw):
    raw.one(home.gives("/table.csv", BODY))
    raw.one(home.gives("/half.csv", Answer(BODY, sent=700), Answer(status=404)), "half.csv")
    assert {"half.csv.part", "half.csv.part.info"} <= set(raw.names())
    assert found(raw.path) == [raw.path / "table.csv"]


@pytest.mark.parametrize("text", ["{", "[]", '{"table.csv": {}}', '{"table.csv": 1}'])
def test_checksums_that_cannot_be_read_stop_the_command(raw, text):
    raw.path.mkdir()
    (raw.path / "checksums.json").write_text(text, encoding="utf-8")
    with pytest.raises(AssessmentError, match="checksums"):
        raw.fetch()


def test_a_raw_folder_that_cannot_be_made_stops_the_command(raw):
    raw.path.write_text("", encoding="utf-8")
    with pytest.raises(AssessmentError, match="--raw"):
        raw.fetch()


def test_a_terminal_gets_a_bar_and_a_pipe_a_line(home, raw):
    url = home.gives("/table.csv", BODY)
    for terminal, name in ((False, "a.csv"), (True, "b.csv")):
        out = io.StringIO()
        with shown_on(Console(file=out, force_terminal=terminal, width=100)) as shown:
            Fetch(raw.path, shown, raw.manners()).one(Wanted("source", url, name, ""))
        assert name in out.getvalue()
        assert ("\x1b[" in out.getvalue()) is terminal


def test_the_plan_of_the_demonstration_fills_every_address_in():
    plan = fetching.plan(project.area("blackpool"), FinancialYear(2014))
    urls = {wanted.file: wanted.url for wanted in plan.wanted}
    assert urls["police_uk_lancashire_to_2015-03.zip"] == "https://data.police.uk/data/archive/2015-03.zip"
    assert "%27Blackpool%20____%27" in urls["lsoa_2011_E06000009.geojson"]
    assert all(url.startswith("https://") and "{" not in url for url in urls.values())
    assert len(urls) == len(plan.wanted)
    by_hand = {name for name, _ in plan.by_hand}
    assert by_hand | {wanted.source for wanted in plan.wanted} >= set(project.sources()) - {
        "police_uk_outcomes",
        "police_uk_stop_and_search",
    }


def entry(**download) -> project.SourceEntry:
    return project.SourceEntry(label="", publisher="", licence="", how_to_get="", downloads=[download])


def planned(monkeypatch, area: project.Area, **download) -> Plan:
    monkeypatch.setattr(project, "sources", lambda: {"one": entry(**download)})
    return fetching.plan(area, FinancialYear(2014))


def test_a_download_is_made_for_each_month_and_authority_that_it_names(monkeypatch):
    codes = ("E06000001", "E06000002")
    area = project.Area(slug="two", name="Two", authorities=codes, force="Avon and Somerset", year="2014/15")
    several = planned(monkeypatch, area, url="https://x/{authority}/{month}", file="{authority}_{month}.csv")
    assert len(several.wanted) == 24
    once = planned(monkeypatch, area, url="https://x/{force}/{year}", file="{force}.csv")
    assert [one.url for one in once.wanted] == ["https://x/avon-and-somerset/2014-15"]


def test_a_source_that_needs_what_the_area_does_not_say_is_got_by_hand(monkeypatch):
    area = project.Area(slug="one", name="One", authorities=("E06000001",), year="2014/15")
    plan = planned(monkeypatch, area, url="https://x/{force}", file="x.csv")
    assert (plan.wanted, [name for name, _ in plan.by_hand]) == ((), ["one"])


def test_an_apostrophe_in_a_name_cannot_end_the_question(monkeypatch):
    area = project.Area(slug="one", name="King's Lynn", authorities=("E06000001",), year="2014/15")
    plan = planned(monkeypatch, area, url="https://x/?where=NM='{authority_name}'", file="{authority_name}.csv")
    assert plan.wanted[0].url == "https://x/?where=NM='King%27%27s%20Lynn'"
    assert plan.wanted[0].file == "King-s-Lynn.csv"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Lancashire Constabulary", "lancashire"),
        ("Metropolitan Police", "metropolitan"),
        ("Dyfed-Powys", "dyfed-powys"),
    ],
)
def test_forces_are_written_as_in_file_names(name, slug):
    assert force_slug(name) == slug


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "https://x/{nosuch}", "file": "x.csv"},
        {"url": "https://x/{}", "file": "x.csv"},
        {"url": "ftp://x/y", "file": "x.csv"},
        {"url": "file:///etc/passwd", "file": "x.csv"},
        {"url": "https://x/y", "file": "../x.csv"},
        {"url": "https://x/y", "file": "/x.csv"},
        {"url": "https://x/y", "file": ".x.csv"},
        {"url": "https://x/y", "file": "x.csv", "checksums": "x"},
        {"url": "https://x/y", "file": "x.csv", "sha256": "x"},
        {"url": "https://x/y", "file": "x.csv", "nosuch": "x"},
        {"file": "x.csv"},
    ],
)
def test_a_download_that_is_not_sound_is_refused_with_the_configuration(wrong):
    with pytest.raises(AssessmentError, match=r"config/sources\.toml"):
        downloads("one", entry(**wrong))


@pytest.fixture
def workbook(tmp_path, home):
    """A project of its own whose sources are on this machine."""
    for folder in ("config/areas", "data"):
        (tmp_path / folder).mkdir(parents=True)
    own = project.root() / "config"
    for name in ("chapters.toml", "areas/blackpool.toml"):
        (tmp_path / "config" / name).write_bytes((own / name).read_bytes())
    told = 'label = "L"\npublisher = "P"\nlicence = "O"\nhow_to_get = "Ask {name}."\n'
    good, bad = home.gives("/{year}.csv".replace("{year}", "2014-15"), BODY), home.address
    lines = [
        "[good]\n" + told.format(name="them"),
        f'downloads = [{{ url = "{good.replace("2014-15", "{year}")}", file = "good_{{year}}.csv" }}]\n',
        "[bad]\n" + told.format(name="us"),
        f'downloads = [{{ url = "{bad}/nothing", file = "bad.csv" }}]\n',
        "[partners]\n" + told.format(name="the partners"),
    ]
    (tmp_path / "config" / "sources.toml").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def test_the_command_fetches_what_it_can_and_sums_up(workbook):
    done = command("fetch", "blackpool", cwd=workbook)
    assert done.returncode == 1, done.stderr
    good, bad, partners = done.stdout.splitlines()
    assert good.startswith(f"fetched  good_2014-15.csv: {len(BODY):,} bytes")
    assert bad.startswith("failed  bad.csv: the publisher's server has no such file (404)")
    assert "Ask us." in bad
    assert partners == "by hand  partners: Ask the partners."
    assert (workbook / "data" / "raw" / "good_2014-15.csv").read_bytes() == BODY
    assert "Traceback" not in done.stderr


def test_the_command_fetches_one_source_into_a_folder_of_its_own(workbook, home):
    words = ("fetch", "blackpool", "--year", "2014/15", "--source", "good", "--raw", workbook / "other")
    assert command(*words, cwd=workbook).returncode == 0
    again = command(*words, cwd=workbook)
    assert (again.returncode, again.stdout.splitlines()) == (
        0,
        ["already there  good_2014-15.csv: its checksum holds."],
    )
    assert len(home.requests) == 1
