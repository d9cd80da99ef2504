"""The frame of a panel: labelled controls, a place for errors, what is shown, and choices that are kept."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from typing import ParamSpec

import ipywidgets as widgets
import pandas as pd
from traitlets import TraitError

from assessment.errors import AssessmentError
from assessment.explore.kept import Kept
from assessment.present.markup import escape, paragraph, scroll, tag
from assessment.present.tables import symbols_line, table_markup

P = ParamSpec("P")
RESTRICTED = "Restricted use: small counts are shown. For the analyst alone: do not publish, print or send on."
LOOK = """
.assessment-panel{max-width:72rem;padding:.5rem}
.assessment-panel .widget-label{width:11rem;min-width:11rem}
.assessment-panel .restricted{border:2px solid #801650;padding:.3rem .6rem;font-weight:bold}
.assessment-panel .fault{border-left:.4rem solid #801650;padding:.3rem .6rem}
.assessment-panel .drawn{background:#fff;color:#1d1d1d;padding:.5rem}
.assessment-panel .beside{display:flex;flex-wrap:wrap;gap:1rem}
.assessment-panel .beside>div{flex:1 1 20rem}
.assessment-panel .drawn svg{max-width:100%;height:auto}
.assessment-panel .drawn li svg{vertical-align:middle}
.assessment-panel .legend{list-style:none;padding:0;margin:.4rem 0}
.assessment-panel .scroll{max-height:28rem;overflow:auto}
.assessment-panel table.data{border-collapse:collapse;font-size:13px;line-height:1.4}
.assessment-panel table.data caption{text-align:left;font-weight:bold}
.assessment-panel table.data caption .unit{font-weight:normal;display:block}
.assessment-panel table.data th,.assessment-panel table.data td{padding:.1rem .6rem;text-align:left}
.assessment-panel table.data tr{border-bottom:1px solid #d0d0d0}
.assessment-panel table.data .number{text-align:right;font-variant-numeric:tabular-nums}
.assessment-panel [data-choice]{cursor:pointer}
.assessment-panel [data-choice]:hover{stroke:#1d1d1d;stroke-width:2}
.assessment-panel .copies{display:none;padding:.3rem .8rem}
.assessment-lab .assessment-panel .copies{display:inline-block}
.assessment-panel :focus-visible{outline:3px solid currentcolor;outline-offset:2px}
"""


class Panel(widgets.VBox):
    """Controls by name; `show` makes HTML of what is chosen; what goes wrong is told in the panel.

    `laid` are the widgets above what is shown, the controls in their order where not given; `after` those below it.
    """

    def __init__(
        self,
        title: str,
        kept: Kept,
        controls: Mapping[str, widgets.Widget],
        show: Callable[[dict[str, object]], str],
        *,
        laid: Sequence[widgets.Widget] = (),
        after: Sequence[widgets.Widget] = (),
    ) -> None:
        self.controls, self.show, self.kept = dict(controls), show, kept
        self.fault, self.shown = widgets.HTML(), widgets.HTML()
        head = tag("style", LOOK) + tag("h2", escape(title)) + paragraph(RESTRICTED, "restricted")
        afresh = widgets.Button(description="Start afresh", tooltip="Take back every choice in this panel")
        afresh.on_click(lambda _: self.afresh())
        above = laid or self.controls.values()
        super().__init__([widgets.HTML(head), *above, afresh, self.fault, self.shown, *after])
        self.add_class("assessment-panel")
        self._first = self.choices
        self.restore(kept.read())
        for control in self.controls.values():
            control.observe(self.changed, "value")
        self.update()

    @property
    def choices(self) -> dict[str, object]:
        """What is chosen: the controls' values by name."""
        return {name: control.value for name, control in self.controls.items()}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Take up choices; one that does not fit the files any more is passed over."""
        for name in [name for name in self.controls if name in choices]:
            with suppress(TraitError, ValueError, TypeError):
                self.controls[name].value = choices[name]

    def afresh(self) -> None:
        """Take back every choice."""
        self.restore(self._first)

    def changed(self, change: object) -> None:
        """A control was changed."""
        self.update()

    def update(self) -> None:
        """Show what the controls ask for, and keep their values."""
        choices = self.choices
        try:
            self.shown.value = tag("div", self.show(choices), class_="drawn")
            self.kept.write(choices)
            self.tell("")
        except Exception as error:  # a fault must be seen in the panel: a callback's traceback goes to a hidden log
            self.tell(fault_in_words(error))

    def tell(self, message: str) -> None:
        """Show a message to the user, or take the last one away."""
        self.fault.value = tag("p", escape(message), class_="fault", role="alert") if message else ""


def fault_in_words(error: Exception) -> str:
    """What a user reads of an error."""
    if isinstance(error, AssessmentError):
        return str(error)
    return f"A fault of the workbook, {type(error).__name__}: {error}. Report it with what you chose."


def told_in_place(make: Callable[P, widgets.Widget]) -> Callable[P, widgets.Widget]:
    """A panel that cannot be opened says why, with the mend, where it would have stood."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> widgets.Widget:
        try:
            return make(*args, **kwargs)
        except AssessmentError as error:
            box = widgets.HTML(tag("style", LOOK) + tag("p", escape(error), class_="fault", role="alert"))
            box.add_class("assessment-panel")
            return box

    return made


def listing(frame: pd.DataFrame, caption: str, unit: str, decimals: object = None) -> str:
    """A table of a panel."""
    markup = table_markup(frame, caption, unit, decimals)
    return scroll(markup, f"Table: {caption}") + symbols_line(markup)


def choice(label: str, options: object, value: object = None) -> widgets.Dropdown:
    """A labelled list to choose from."""
    found = list(options)
    first = found[0][1] if found and isinstance(found[0], tuple) else (found[0] if found else None)
    return widgets.Dropdown(description=label, options=found, value=first if value is None else value, layout=WIDE)


def slider_of(box: widgets.BoundedFloatText, description: str = "", **look: object) -> widgets.FloatSlider:
    """A slider that goes with a box, at the nearest of its steps: a number between two of them stays as it was typed.

    Were they linked, the browser would round the slider's number and write it into the box.
    """
    step, told = box.step, f"{box.description}, to slide"
    at = {"min": box.min, "max": box.max, "step": step, "value": step * round(box.value / step)}
    slider = widgets.FloatSlider(description=description, tooltip=told, readout=False, **at, **look)

    def follow(_: object) -> None:
        slider.value = step * round(box.value / step)

    def lead(_: object) -> None:
        if slider.value != step * round(box.value / step):
            box.value = slider.value

    box.observe(follow, "value")
    slider.observe(lead, "value")
    return slider


WIDE = widgets.Layout(width="34rem", max_width="100%")
