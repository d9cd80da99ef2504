"""The public edition that would tell what it hides is not published."""

from collections.abc import Sequence

from assessment.errors import AssessmentError

MEND = (
    "Nothing was published, and the edition before stands as it was. Reword the sentence, merge the categories, or "
    "leave the chapter out with --chapter; --restricted builds one not for publication. See docs/methods.md."
)


def refuse(found: Sequence[str]) -> None:
    """Raise AssessmentError where something was found that tells a hidden number."""
    if found:
        what = f"The public edition would tell {len(found)} of the numbers that it hides"
        raise AssessmentError(what, "; ".join(found[:5]), MEND)
