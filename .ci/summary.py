"""Sum the suites' reports up, a line each and one closing line; exits 1 where anything failed or no test ran."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def counts(report: Path) -> dict[str, int]:
    """Passed, failed and skipped tests of a JUnit report; one failure where the report is missing."""
    if not report.is_file():
        return {"passed": 0, "failed": 1, "skipped": 0}
    suite = next(ElementTree.parse(report).getroot().iter("testsuite"))
    total, failed, errors, skipped = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
    return {"passed": total - failed - errors - skipped, "failed": failed + errors, "skipped": skipped}


def main() -> int:
    """Print the summary."""
    broken_steps, reports = int(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    found = {report.stem: counts(report) for report in reports}
    for name, numbers in found.items():
        print(f"{name}: " + ", ".join(f"{number} {word}" for word, number in numbers.items()))
    total = {word: sum(numbers[word] for numbers in found.values()) for word in ("passed", "failed", "skipped")}
    print(f"steps that failed: {broken_steps}")
    print(", ".join(f"{number} {word}" for word, number in total.items()))
    return int(broken_steps > 0 or total["failed"] > 0 or total["passed"] == 0)


sys.exit(main())
