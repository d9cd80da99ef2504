"""`assessment check`: what others wrote steers no terminal, and its last line is the verdict."""

import errno
import gzip
import io
import json
import os
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from assessment import check, project
from assessment.errors import AssessmentError

AREA = project.Area(slug="here", name="Here", authorities=("E06000009",), year="2014/15")
ASB = "incident_number,recorded_date,type,youth,lsoa\nA1,2014-04-01,Nuisance,N,E01012662\n"


@pytest.fixture
def raw(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "asb.csv").write_text(ASB)
    return folder


def listed(raw) -> str:
    return check.listing(check.check(AREA, raw))


def test_the_last_line_is_the_verdict(raw):
    assert listed(raw).split("\n")[-1] == "Nothing blocks a build; 0 warnings."
    (raw / "page.csv").write_text("<html>")
    assert listed(raw).split("\n")[-1] == "1 problem blocks a build; 0 warnings."
    (raw / "empty.csv").write_text("")
    assert listed(raw).split("\n")[-1] == "2 problems block a build; 0 warnings."


def test_problems_come_before_the_months(raw):
    (raw / "street.csv").write_text(
        "Crime ID,Month,Falls within,LSOA code,LSOA name,Crime type,Last outcome category\n"
        "1,2014-04,X,E01012662,Here 001A,Drugs,\n"
    )
    text = listed(raw)
    assert text.index("\nProblems\n") < text.index("\nCoverage\n")


def test_months_are_told_as_spans_with_those_that_are_not_there(raw):
    months = ["2014-04"] * 3 + ["2014-05"] * 2 + ["2014-08"]
    rows = [f"B{n},{month}-02,Nuisance,N,{'E01012662' if n else ''}\n" for n, month in enumerate(months)]
    (raw / "asb.csv").write_text(ASB.partition("\n")[0] + "\n" + "".join(rows))
    head, line = listed(raw).partition("\nCoverage\n")[2].split("\n")[:2]
    assert re.split("  +", head)[2:4] == ["months", "not there"]
    told = ["asb", "asb_extract", "2014-04 to 2014-05, 2014-08", "2014-06 to 2014-07", "6", "1 to 3", "1 (16.7%)", "0"]
    assert re.split("  +", line) == told


def test_of_a_long_header_whole_names_are_told(raw):
    names = [f"column number {n}" for n in range(100)]
    (raw / "long.csv").write_text(",".join(names) + "\n")
    (raw / "longer.csv").write_text("x" * 1000 + ",y\n")
    text = listed(raw)
    line = next(line for line in text.split("\n") if "long.csv: " in line)
    told = line.partition("its header is: ")[2].partition(" …")[0]
    assert told.split(", ") == names[: told.count(",") + 1]
    assert 250 < len(told) <= 300
    assert f"its header is: {'x' * 300} …" in text


STEERING = "\x1b]0;x\x07\x9b31m\u202eevil\u2066\u200b\r"


def test_names_and_headers_steer_no_terminal(raw):
    (raw / f"{STEERING}\n.csv").write_text(f'a{STEERING},"b\nc"\n1,2\n')
    text = listed(raw)
    assert all(sign.isprintable() for line in text.split("\n") for sign in line)
    assert "\\x1b]0;x\\x07\\x9b31m\\u202eevil\\u2066\\u200b\\r\\n.csv" in text
    assert len(text.split("\n")) == len([line for line in text.split("\n") if "\x1b" not in line])
    told = check.as_json(check.check(AREA, raw))
    assert all(sign.isprintable() or sign == "\n" for sign in told)
    assert f"{STEERING}\n.csv" in {row["file"] for row in json.loads(told)}


@pytest.mark.skipif(os.name == "nt", reason="names of files are bytes on Unix alone")
def test_a_name_that_is_not_utf8_is_told_by_its_bytes(raw):
    try:
        (raw / os.fsdecode(b"caf\xe9.csv")).write_text(ASB.replace("A1", "A2"))
    except OSError:
        pytest.skip("this disk has no such names")
    found = check.check(AREA, raw)
    assert {file.file for file in found.files} >= {"caf\\xe9.csv", "asb.csv"}
    assert found.heights["asb"] == 2
    assert "caf\\xe9.csv" in check.listing(found)
    json.loads(check.as_json(found))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["asb.csv"]\npublishr = "x"', "publishr: there is no such setting"),
        ('["asb.csv"]\nrelease = 2014-04-01', "release: it must be text in quotation marks"),
        ('["asb.csv"]\nillustrative = "yes"', "illustrative"),
        ('publisher = "x"', "stands in no table"),
        ("a = " + "[" * 20_000, "too deep"),
        ("[", "Invalid"),
        ("n = " + "9" * 5000, "limit"),
    ],
)
def test_a_wrong_provenance_is_told_with_what_is_wrong(raw, text, words):
    (raw / "provenance.toml").write_text(text)
    with pytest.raises(AssessmentError, match=words) as told:
        check.check(AREA, raw)
    assert "provenance.toml" in told.value.where
    assert told.value.mend


def test_a_provenance_that_is_a_folder_or_no_text_is_told(raw):
    (raw / "provenance.toml").write_bytes(b"\xff\xfe\0")
    with pytest.raises(AssessmentError, match="utf-8"):
        check.check(AREA, raw)
    (raw / "provenance.toml").unlink()
    (raw / "provenance.toml").mkdir()
    with pytest.raises(AssessmentError, match="directory"):
        check.check(AREA, raw)


def test_a_folder_without_the_right_to_read_it_is_told(raw, monkeypatch):
    closed, scan = raw / "closed", os.scandir
    closed.mkdir()

    def refused(path: str = ".") -> object:
        if str(path) == str(closed):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(AssessmentError, match="A folder cannot be read") as told:
        check.check(AREA, raw)
    assert told.value.where == str(closed)
    assert "the right to read it" in told.value.mend


def test_a_provenance_without_the_right_to_read_it_is_told(raw, monkeypatch):
    path, read = raw / "provenance.toml", Path.read_text
    path.write_text('["asb.csv"]\npublisher = "x"\n')

    def refused(self: Path, *told: object, **more: object) -> str:
        if self == path:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return read(self, *told, **more)

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(AssessmentError, match="Permission denied") as told:
        check.check(AREA, raw)
    assert "provenance.toml" in told.value.where


def thrice(data):
    """Compressed three times, without the time of day, which would make the test's name another in each process."""
    for _ in range(3):
        data = gzip.compress(data, mtime=0)
    return data


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("page.csv", b"<!-- saved from a site -->\n<html><body>no</body></html>", "web page"),
        ("page.csv", b"\n\n <script>x</script>", "web page"),
        ("answer.csv", b'{"error": {"code": 404, "message": "gone"}}', "JSON without outlines"),
        ("answer.csv", b'[{"month": "2014-04"}]', "JSON without outlines"),
        ("answer.csv", b"[]", "JSON without outlines"),
        ("answer.csv", b"[1, 2]", "JSON without outlines"),
        ("map.geojson", b'{"type": "FeatureCollection", "features": [{', "damaged or cut short"),
        ("feed.csv", b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "this is XML"),
        ("thrice.csv.gz", thrice(b"a,b\n1,2\n"), "not a text file"),
    ],
)
def test_what_is_no_table_is_named_with_its_mend(raw, name, data, kind):
    (raw / name).write_bytes(data)
    (problem,) = check.check(AREA, raw).blockers
    assert kind in problem.message
    assert problem.mend


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_two_bytes_a_sign_are_read_with_or_without_a_mark(raw, encoding):
    (raw / "asb.csv").write_bytes(ASB.replace("Nuisance", "Nuisancé").encode(encoding))
    found = check.check(AREA, raw)
    assert found.heights["asb"] == 1
    (problem,) = [problem for problem in found.problems if problem.check == "encoding"]
    assert problem.message == f"read as {encoding[:6].upper()}"


def test_a_file_that_was_compressed_twice_is_read_and_told(raw):
    (raw / "asb.csv").unlink()
    (raw / "asb.csv.gz").write_bytes(gzip.compress(gzip.compress(ASB.encode())))
    found = check.check(AREA, raw)
    assert found.heights["asb"] == 1
    assert "compressed-twice" in {problem.check for problem in found.problems}


def test_a_table_is_known_by_its_header_whatever_its_name_ends_in(raw):
    (raw / "asb.csv").unlink()
    (raw / "asb.txt").write_text(ASB.replace(",", "\t"))
    (raw / "more.gz").write_bytes(gzip.compress(ASB.replace("A1", "A2").encode()))
    assert check.check(AREA, raw).heights["asb"] == 2


@pytest.mark.parametrize("name", ["a.7z", "a.rar", "a.tar", "a.pdf", "a.docx", "a.kml", "a.accdb"])
@pytest.mark.parametrize("packed", [True, False])
def test_what_is_not_read_is_named_with_its_mend_and_blocks_nothing(raw, name, packed):
    if packed:
        with zipfile.ZipFile(raw / "all.zip", "w") as archive:
            archive.writestr(name, b"%PDF-1.7")
    else:
        (raw / name).write_bytes(b"%PDF-1.7")
    found = check.check(AREA, raw)
    (problem,) = found.problems
    assert (problem.check, problem.severity, bool(problem.mend)) == ("not-read", "information", True)
    assert problem.file.endswith(name)


def test_an_archive_of_archives_is_no_table(raw):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.add(raw / "asb.csv", "asb.csv")
    (raw / "all.tar.gz").write_bytes(out.getvalue())
    (problem,) = check.check(AREA, raw).blockers
    assert "not a text file" in problem.message


def test_a_folder_behind_a_link_is_read_once_and_a_circle_ends(raw, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "more.csv").write_text(ASB.replace("A1", "A2"))
    (raw / "partner").symlink_to(elsewhere)
    (elsewhere / "back").symlink_to(raw)
    assert check.check(AREA, raw).heights["asb"] == 2


def test_a_pipe_is_told_of_and_never_waited_for(raw):
    os.mkfifo(raw / "pipe.csv")
    with pytest.raises(AssessmentError, match="a pipe or a device"):
        check.check(AREA, raw)


def test_an_authority_of_two_areas_is_a_warning(raw, monkeypatch):
    monkeypatch.setattr(project, "shared_authorities", lambda area: [f"{area.authorities[0]} is of several areas"])
    assert "warning: E06000009 is of several areas. Where they are not meant to overlap" in listed(raw)
    assert listed(raw).split("\n")[-1] == "Nothing blocks a build; 1 warning."
