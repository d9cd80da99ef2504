"""Make the demonstration's records, returns, cases and surveys: `python -m data.generator`."""

import argparse
import sys
from pathlib import Path

RAW = Path(__file__).resolve().parents[1] / "raw"

if not __package__:  # run by its path, from wherever
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    __package__ = "data.generator"


def main(arguments: list[str] | None = None) -> None:
    """Write the files of crime, antisocial behaviour, returns, cases and surveys; other files there are left alone."""
    parser = argparse.ArgumentParser(prog="python -m data.generator", description=__doc__)
    parser.add_argument("--out", type=Path, default=RAW, help="the folder to write to")
    folder = parser.parse_args(arguments).out
    from data.generator import asb, crime, register, returns, survey, write
    from data.generator.counts import YEARS

    folder.mkdir(parents=True, exist_ok=True)
    for year in YEARS:
        for name, source in (("crime", crime), ("asb", asb)):
            content = write.table(source.HEADER, source.lines(year))
            write.compressed(folder / f"{name}_{year.replace('/', '-')}.csv.gz", content)
    (folder / "partnership_returns.csv").write_bytes(write.table(returns.HEADER, returns.lines()))
    (folder / "case_register.csv").write_bytes(write.table(register.HEADER, register.lines()))
    for one in survey.surveys():
        (folder / one["file"]).write_bytes(write.table(survey.header(one), survey.lines(one)))


if __name__ == "__main__":
    main()
