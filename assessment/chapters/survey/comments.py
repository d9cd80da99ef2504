"""What respondents wrote, counted by the words of config/consultation.toml; no comment is ever shown."""

import re
from dataclasses import dataclass, replace

import pandas as pd

from assessment import project
from assessment.chapters.base import Chapter
from assessment.chapters.crime.themes import told_share
from assessment.chapters.disclosed import THRESHOLD
from assessment.chapters.survey.answers import survey_year, surveys_of
from assessment.figures import Figure, snake
from assessment.present import wording
from assessment.present.parts import Prose, Section
from assessment.present.wording.numbers import SMALL_BASE

NONE = "Other comments"
RULE = (
    "A comment belongs to every theme of which it holds a word, so that the themes do not add up; a word stands for "
    "all that begin with it. Rules of words miss irony, spelling and what is said in other words."
)


@dataclass(frozen=True)
class Themes:
    """One survey's comments: how many there are, and how many belong to each theme."""

    survey: str
    comments: int
    by_theme: dict[str, int]
    rules: dict[str, str]
    least: int = THRESHOLD  # comments of a theme below which its number is not shown

    def shown(self, theme: str) -> int | None:
        """The number of a theme; None where it is too small to be shown."""
        found = self.by_theme[theme]
        return None if 0 < found < self.least else found


def themes_of(chapter: Chapter) -> list[Themes]:
    """The themes of each survey in which comments were written."""
    found = []
    for survey, rows in surveys_of(chapter, "survey_text").items():
        texts = rows["text"].dropna().astype(str)
        texts = texts[texts.str.strip() != ""]
        if len(texts):
            made = counted(survey, texts, project.consultation().theme)
            found.append(made if chapter.disclosure.guards("survey_text") else replace(made, least=1))
    return found


def counted(survey: str, texts: pd.Series, themes: tuple[project.Theme, ...]) -> Themes:
    """The comments of each theme, those with most first, and last those of none."""
    held = {theme.name: texts.str.contains(pattern_of(theme), case=False, regex=True) for theme in themes}
    numbers = {name: int(found.sum()) for name, found in held.items()}
    order = sorted(numbers, key=lambda name: -numbers[name])
    rest = len(texts) - int(pd.concat(held.values(), axis=1).any(axis=1).sum()) if held else len(texts)
    rules = {theme.name: ", ".join(theme.words) for theme in themes}
    by_theme = {name: numbers[name] for name in order} | {NONE: rest}
    return Themes(survey, len(texts), by_theme, rules | {NONE: "no word of the rules"})


def pattern_of(theme: project.Theme) -> str:
    """A pattern that finds the beginnings of words of a theme."""
    return rf"\b(?:{'|'.join(map(re.escape, theme.words))})"


def theme_figures(chapter: Chapter, found: Themes) -> dict[str, Figure]:
    """The number of comments and each theme's share of them; too small ones suppressed."""
    told = {"of": "survey_text", "period": survey_year(found.survey) or found.survey}
    chapter.figure("consultation.comments.count", f"{found.survey}: comments", found.comments, "count", **told)
    made = {}
    for theme, number in found.by_theme.items():
        id_, label = f"consultation.comments_{snake(theme)}.share", f"{found.survey}: comments on {theme.lower()}"
        if found.shown(theme) is None:
            made[theme] = chapter.figure(id_, label, None, "ratio", suppressed=True, **told)
        else:
            made[theme] = chapter.share(id_, label, number, found.comments, counted=False, **told)
    return made


def themes_section(chapter: Chapter, found: Themes) -> Section:
    """The themes with the rules by which they are counted."""
    figures = theme_figures(chapter, found)
    enough = found.comments >= SMALL_BASE
    rows = []
    for theme, figure in figures.items():
        share = "[c]" if figure.suppressed else 100 * figure.value if enough else None
        rows.append((theme, "[c]" if figure.suppressed else figure.numerator, share, found.rules[theme]))
    frame = pd.DataFrame(rows, columns=["Theme", "Comments", "Share, %", "Words that begin with"])
    told = f"{found.survey}: themes of {wording.counted(found.comments, 'comment')}"
    name = f"comments_{snake(found.survey)}"
    table = chapter.table(frame.astype(object), told, "comments", name, of="survey_text", decimals={"Share, %": 1})
    return Section((table, Prose(RULE)))


def theme_sentence(chapter: Chapter, found: Themes) -> str:
    """The theme that most comments are on."""
    theme = next((name for name in found.by_theme if name != NONE), None)
    if theme is None or not found.shown(theme):
        return ""
    share = told_share(theme_figures(chapter, found)[theme])
    return f"Of the themes, “{theme}” is written about most: in {share} of the comments, counted by their words."
