"""Numbers into text: one vocabulary, and no sentence that could contradict its numbers.

| word | when it is written |
|---|---|
| rose, fell | the later number is larger, smaller, and p is at most 0.05 or was not asked for |
| no clear change | p is above 0.05; both numbers and the difference are given all the same |
| did not change | the two numbers are equal |
| per cent (%) | a change relative to the number before, or a share of a whole |
| percentage points | the difference of two shares or percentages |
| too few for a percentage | the base is below 20 |
| about the same, twice, almost twice … | the ratio of two numbers, by the bands of `ratio_words` |
| more deprived, less deprived | a rank nearer to 1, further from 1; never "higher" or "lower" |
| strong, weak, static | the trend words of `measures.trend`, printed with their thresholds |
| annualised | a part year carried on at the same pace, always said |
"""

from assessment.present.wording.changes import (
    annualised,
    change_sentence,
    change_title,
    changed,
    like_for_like,
    part_year,
    points_sentence,
    unclear,
)
from assessment.present.wording.comparisons import (
    concentration,
    deprivation_change,
    deprivation_rank,
    gap_sentence,
    rank_phrase,
    ratio_words,
    trend_sentence,
)
from assessment.present.wording.numbers import (
    counted,
    interval,
    listed,
    months_listed,
    number,
    ordinal,
    ordinal_word,
    p_value,
    percent,
    points,
    rate,
    rounded,
    sentence,
    share,
    signed,
    signed_percent,
    small,
    span,
)

__all__ = [
    "annualised",
    "change_sentence",
    "change_title",
    "changed",
    "concentration",
    "counted",
    "deprivation_change",
    "deprivation_rank",
    "gap_sentence",
    "interval",
    "like_for_like",
    "listed",
    "months_listed",
    "number",
    "ordinal",
    "ordinal_word",
    "p_value",
    "part_year",
    "percent",
    "points",
    "points_sentence",
    "rank_phrase",
    "rate",
    "ratio_words",
    "rounded",
    "sentence",
    "share",
    "signed",
    "signed_percent",
    "small",
    "span",
    "trend_sentence",
    "unclear",
]
