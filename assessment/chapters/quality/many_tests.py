"""The tests of an edition taken together: how many are clear, and how many of these would not survive the others."""

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.gathering import left_by_others
from assessment.chapters.tested import ALPHA, every_test
from assessment.figures import Figure
from assessment.measures.many import hold_false_alarms
from assessment.present import wording
from assessment.present.parts import Notice, Prose, Section
from assessment.present.tables import Table

METHOD = "false discovery rate of one in twenty (Benjamini and Hochberg 1995)"
POLICY = "Sentences judge each test by itself, because a reader asks one question at a time; of many, some are chance."
WEAK = "A finding named below should not carry a decision without another that fits with it."
NONE_WEAK = "Not one of those that are clear each for itself falls away."


def tests_section(chapter: Chapter, source: str) -> Section:
    """How many tests the chapters made, how many are clear, and which of those would not survive all the others."""
    if chapter.edition is None:
        text = (
            "The tests of the other chapters are counted when an edition is built; this chapter was opened by itself."
        )
        return Section((Notice("missing", text, "Build the edition: assessment build."),))
    left = left_by_others(chapter).values()
    tests = every_test(figure for one in left for figure in one.figures)
    if not tests:
        return Section((Prose("No chapter of this edition made a test."),))
    adjusted = hold_false_alarms([one.value for one in tests]).adjusted
    rows = [(one, held) for one, held in zip(tests, adjusted, strict=True) if one.value <= ALPHA]
    weak = sorted(((one, held) for one, held in rows if held > ALPHA), key=lambda pair: pair[0].value)
    made_up = any(one.illustrative for one in tests)
    sources = tuple(dict.fromkeys(file for one in tests for file in one.sources))
    words = _sentence(chapter, len(tests), len(rows), len(weak), sources)
    return Section(
        (
            Prose((words, f"{POLICY} {WEAK if weak else NONE_WEAK}")),
            _table(chapter, weak, source, made_up) if weak else None,
        )
    )


def _sentence(chapter: Chapter, number: int, clear: int, weak: int, sources: tuple[str, ...]) -> str:
    told = {"sources": sources, "denominator": number}
    for name, label, value in (
        ("count", "Tests of the edition", number),
        ("clear", "Tests that are clear by themselves", clear),
        ("survive", "Tests that are clear among all others", clear - weak),
        ("chance", "Tests that would be clear by chance alone, about", round(ALPHA * number)),
    ):
        method = METHOD if name == "survive" else "count"
        chapter.figure(f"quality.tests.{name}", label, value, "tests", method=method, counted=False, **told)
    verb, due = "is" if clear == 1 else "are", wording.number(round(ALPHA * number))
    first = (
        f"The chapters of this edition make {wording.counted(number, 'test')}, of which {wording.number(clear)} {verb} "
        f"clear each for itself; if nothing had changed, about {due} would be, by chance"
    )
    survive = wording.number(clear - weak)
    return (
        f"{first}. Held together, so that about one in twenty of those called clear is false, {survive} remain clear."
    )


def _table(chapter: Chapter, weak: list[tuple[Figure, float]], source: str, made_up: bool) -> Table:
    """Those that are clear by themselves and not among all others, the surest first."""
    rows = [(one.label, one.id, float(one.value), float(held)) for one, held in weak]
    frame = pd.DataFrame(rows, columns=["Test", "Figure", "p", "p held together"])
    caption = "Clear by themselves, not clear among all tests of the edition"
    decimals = {"p": 3, "p held together": 3}
    made = Table(frame, caption, "probability", source, "quality_tests", made_up, decimals=decimals)
    chapter.tables.append(made)
    return made
