"""How long street rows take from files to Parquet and counts, here and in plain pandas and Polars; and how much memory.

    make bench                                        two million rows in 24 files
    make bench BENCH="--rows 20000000 --files 240"    the national size
    … --zipped                                        the same in zips, a force each

Every job runs in a process of its own, the jobs taking turns, so that a busy machine slows them alike: the ratios of
the medians count, not the seconds. The files are made from a seed (streets.py) and removed at the end.
"""

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from pathlib import Path
from statistics import median

import streets

HERE = "E06000009"  # the authority of the area that is read back: the first 94 LSOAs
LSOAS = [f"E0{streets.FIRST + number}" for number in range(94)]
KEYS = ["Month", "LSOA code", "Crime type"]


def opened(raw: Path):
    """Each file or member, as something to read."""
    for path, member in streets.members(raw):
        if member:
            with zipfile.ZipFile(path) as archive:
                yield io.BytesIO(archive.read(member))
        else:
            yield path


def ours(raw: Path, work: Path) -> dict:
    """This workbook's way: checked, hashed, IDs counted once, kept for the next build, the area's tables made."""
    prepared = _prepare(raw, work)
    parts = [(part["rows"].sum(), part["repeated"].sum()) for part in _national(work).counts()]
    rows, repeated = (sum(column) for column in zip(*parts, strict=True))
    area_rows = sum(prepared.heights.get(name, 0) for name in ("crime", "asb"))
    return {"rows": rows, "counted": rows - repeated, "area": area_rows}


def again(raw: Path, work: Path) -> dict:
    """A second build: nothing changed, nothing is read; the area's tables are handed to a chapter."""
    prepared = _prepare(raw, work)
    return {"area": sum(len(prepared.table(name)) for name in ("crime", "asb"))}


def area(raw: Path, work: Path) -> dict:
    """The rows of one area, 94 LSOAs, out of the national store: the median of nine."""
    national, taken = _national(work), []
    for _ in range(9):
        start = time.perf_counter()
        rows = national.rows(LSOAS)
        taken.append(time.perf_counter() - start)
    return {"area": rows.height, "seconds": median(taken)}


def _prepare(raw: Path, work: Path):
    from assessment import project, store

    os.environ["ASSESSMENT_PROCESSED"] = str(work)
    return store.prepare(project.Area(slug="bench", name="Here", authorities=(HERE,), year="2014/15"), raw)


def _national(work: Path):
    from assessment.sources.national import National

    return National(next((work / "streets").iterdir()))


def pandas_counts(raw: Path, work: Path) -> dict:
    """A loop of pandas.read_csv that only counts: no Parquet, no IDs, no checks."""
    return _pandas(raw, work, write=False)


def pandas_parquet(raw: Path, work: Path) -> dict:
    """The same loop that also writes Parquet, through Polars, since this environment has no pyarrow."""
    return _pandas(raw, work, write=True)


def pandas_same(raw: Path, work: Path) -> dict:
    """That loop with what ours gives: Parquet in order of LSOA, each Crime ID counted once in its force; no checks."""
    return _pandas(raw, work, write=True, once=True)


def _pandas(raw: Path, work: Path, write: bool, once: bool = False) -> dict:
    import pandas as pd
    import polars as pl

    counts, rows, known = [], 0, defaultdict(set)
    for number, source in enumerate(opened(raw)):
        frame = pd.read_csv(source, dtype=str)
        rows += len(frame)
        counted = _first_of_each_id(frame, known) if once else frame
        counts.append(counted.groupby(KEYS, dropna=False).size())
        if write:
            frame = frame.sort_values("LSOA code", kind="stable") if once else frame
            columns = {name: frame[name].astype(object).where(frame[name].notna(), None).to_list() for name in frame}
            pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).write_parquet(work / f"{number}.parquet")
    return {"rows": rows, "counted": int(pd.concat(counts).groupby(level=KEYS, dropna=False).sum().sum())}


def _first_of_each_id(frame, known: dict[str, set]):
    """The rows without an ID, and of those with one the first: `known` has the IDs of the months before by force."""
    ids, before = frame["Crime ID"], known[frame["Falls within"].iloc[0]]
    first = ids.isna() | ~(ids.duplicated() | ids.map(before.__contains__))
    before.update(ids.dropna())
    return frame[first]


def polars_scan(raw: Path, work: Path) -> dict:
    """Polars as one would first write it: every file to Parquet, then counts of those; no IDs, no checks."""
    import polars as pl

    for number, source in enumerate(opened(raw)):
        pl.scan_csv(source, infer_schema=False).sink_parquet(work / f"{number}.parquet")
    counts = pl.scan_parquet(work / "*.parquet").group_by(KEYS).len().collect(engine="streaming")
    return {"rows": int(counts["len"].sum())}


JOBS = {job.__name__: job for job in (ours, again, area, pandas_counts, pandas_parquet, pandas_same, polars_scan)}
STORED = ("ours", "again", "area")  # one after another on the same store


def alone(job: str, raw: Path, work: Path) -> dict:
    """Run a job in a process of its own."""
    command = [sys.executable, __file__, "--job", job, "--raw", str(raw), "--work", str(work)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def one(job: str, raw: Path, work: Path) -> None:
    """Do a job here, and print what it took; the start of Python and its imports count."""
    start = time.perf_counter() - time.process_time()
    told = JOBS[job](raw, work)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {"seconds": time.perf_counter() - start, **told}
    print(json.dumps({**told, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}))


def rounds(raw: Path, count: int, jobs: list[str]) -> dict[str, list[dict]]:
    """Let the jobs take turns."""
    told: dict[str, list[dict]] = {job: [] for job in jobs}
    for _ in range(count):
        with tempfile.TemporaryDirectory(dir=raw.parent) as store:
            for job in jobs:
                with tempfile.TemporaryDirectory(dir=raw.parent) as work:
                    told[job].append(alone(job, raw, Path(store if job in STORED else work)))
                    print(f"  {job}: {told[job][-1]}", file=sys.stderr, flush=True)
    return told


def table(told: dict[str, list[dict]]) -> str:
    """Medians as a table: seconds, how many times as long as ours, processor time, peak memory."""
    middle = {job: {key: median(run[key] for run in runs) for key in runs[0]} for job, runs in told.items()}
    lines = ["| job | rows | seconds | times ours | processor s | peak MB |", "|---|---|---|---|---|---|"]
    for job, run in middle.items():
        ratio = f"{run['seconds'] / middle['ours']['seconds']:.2f}" if "ours" in middle else ""
        rows = run.get("rows", run.get("area", 0))
        seconds = f"{run['seconds']:.3f}" if run["seconds"] < 1 else f"{run['seconds']:.1f}"
        lines.append(f"| {job} | {rows:,.0f} | {seconds} | {ratio} | {run['cpu']:.1f} | {run['peak']:.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Make the files, let the jobs take turns, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--files", type=int, default=24, help="force-months: twelve months of each force")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--zipped", action="store_true")
    parser.add_argument("--jobs", nargs="+", default=[*JOBS], choices=[*JOBS])
    parser.add_argument("--job", choices=[*JOBS], help=argparse.SUPPRESS)
    parser.add_argument("--raw", type=Path, help="files that were made before, instead of new ones")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.job:
        one(given.job, given.raw, given.work)
        return
    if given.raw:  # made before
        print(table(rounds(given.raw, given.rounds, given.jobs)))
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        made(Path(folder) / "raw", given)
        print(table(rounds(Path(folder) / "raw", given.rounds, given.jobs)))


def made(raw: Path, given: argparse.Namespace) -> None:
    """Make the files, and the look-up that says where the area lies."""
    start, months = time.perf_counter(), min(12, given.files)
    size = streets.make(raw, rows=given.rows, months=months, forces=given.files // months, zipped=given.zipped)
    rows = "".join(f"{code},E05000001,{HERE}\n" for code in LSOAS)
    (raw / "places.csv").write_text(f"lsoa21_code,ward24_code,ltla24_code\n{rows}")
    print(f"{size / 1e9:.2f} GB of text in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
