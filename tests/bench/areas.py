"""How many areas an hour one worker and two build, each worker a core, and the memory of all processes together.

    make bench-areas                                            forty areas, which takes about half an hour
    make bench-areas AREAS="--areas 3 --chapter harm --workers 2"

The areas are the partnerships of one force, made by `assessment new` from the raw files in ../shared/real, and the same
under other names until there are enough. Each round begins with nothing read: what the force's files hold is read
once in it, as in a night of builds. One worker is given one core.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from chapters import BIN, ROOT, Watch

RAW = ROOT.parent / "shared" / "real"


def workbook(folder: Path, raw: Path, areas: int) -> None:
    """A project of that many areas."""
    for name in ("config", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "assessment").symlink_to(ROOT / "assessment", target_is_directory=True)
    settings = folder / "config" / "areas"
    shutil.rmtree(settings)
    settings.mkdir()
    words = [BIN / "assessment", "new", "--police-force", "Lancashire", "--raw", raw]
    subprocess.run(words, cwd=folder, check=True, capture_output=True)
    made = sorted(settings.glob("*.toml"))
    for extra in made[areas:]:
        extra.unlink()
    for number in range(len(made), areas):
        source = made[number % len(made)]
        shutil.copy(source, source.with_name(f"{source.stem}-{number // len(made) + 1}.toml"))


def build(folder: Path, given: argparse.Namespace, workers: int) -> tuple[float, float, float]:
    """Build every area: seconds, processor seconds, and the most memory of all processes, in MB."""
    with tempfile.TemporaryDirectory(prefix="bench-areas-") as home:
        words = ["build", "--all", "--json", "--year", given.year, "--raw", given.raw, "--out", f"{home}/out"]
        words += ["--workers", workers, *(word for name in given.chapter for word in ("--chapter", name))]
        begun, before = time.monotonic(), psutil.Process().cpu_times()
        process = psutil.Popen(
            [BIN / "assessment", *map(str, words)],
            cwd=folder,
            env={"ASSESSMENT_PROCESSED": f"{home}/processed", "PATH": str(BIN)},
            stdout=subprocess.DEVNULL,
        )
        process.cpu_affinity(process.cpu_affinity()[:workers])
        watch = Watch(psutil.Process().pid)
        if process.wait() != 0:
            sys.exit("a build failed")
        after = psutil.Process().cpu_times()
        spent = sum(getattr(after, one) - getattr(before, one) for one in ("children_user", "children_system"))
        return time.monotonic() - begun, spent, watch.end()


def main() -> None:
    """Build all with each number of workers, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--areas", type=int, default=40)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--chapter", action="append", default=[])
    parser.add_argument("--year", default="2021/22")
    parser.add_argument("--raw", type=Path, default=RAW)
    given = parser.parse_args()
    given.raw = given.raw.absolute()
    print("| workers | areas | seconds | areas an hour | of one core's rate | processor s an area | memory MB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="bench-workbook-") as folder:
        workbook(Path(folder), given.raw, given.areas)
        rates: dict[int, float] = {}
        for workers in given.workers:
            seconds, spent, memory = build(Path(folder), given, workers)
            rates[workers] = 3600 * given.areas / seconds
            share = f"{rates[workers] / rates[1]:.2f}" if 1 in rates else ""
            told = (f"{seconds:.0f}", f"{rates[workers]:.0f}", share, f"{spent / given.areas:.1f}", f"{memory:.0f}")
            print(f"| {workers} | {given.areas} | {' | '.join(told)} |", flush=True)


if __name__ == "__main__":
    main()
