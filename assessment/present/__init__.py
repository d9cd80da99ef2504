"""House style: pictures, tables, sentences. All that is shown is `text/html` of our own making, its text
escaped.

`pictures.Picture`, `tables.Table`, `parts.Notice`, `parts.Prose` and `parts.Section` show themselves in a
notebook (`_repr_mimebundle_`: text/html and text/plain). `charts` and `maps` make pictures and are, with
`drawing`, the only modules that import matplotlib; `wording` turns numbers into text; `alt` writes the
alternative text of a picture from its data.

No markup here has a `style` attribute, a script, an outside reference or a heading. The page's style sheet
gives the looks of these, and must do what is said in brackets:

- `figure.picture` > `figcaption` > `p.title`, `p.subtitle`; then `div.scroll` > inline `svg` or `img`;
  `p.source`; `details.data` > `summary`, `div.scroll` > `table.data`. The caption stands above the image.
  [`.picture svg, .picture img`: `width: 100%; max-width: 700px; min-width: 650px; height: auto; display:
  block`; the image keeps its own white ground in dark pages; its width and height attributes are for
  JupyterLab.]
- `div.scroll` is focusable (`tabindex=0`, `role=group`, `aria-label`). [`overflow-x: auto`; visible focus]
- `div.table` > `div.scroll` > `table.data`; then `p.note`, `p.symbols`, `p.source`. In `table.data`:
  `caption` > `span.title`, `span.unit` [both `display: block`]; `th[scope=col]`, `th[scope=row]`; with two
  levels of heads `th[scope=colgroup]`; `th.number`, `td.number` [right-aligned, tabular figures, no
  wrapping], `td.text`; `td.symbol` (`[c]` suppressed, `[x]` not available) [right-aligned]; `tr.total`
  [bold, a rule above]. [`th, td`: `overflow-wrap: anywhere`]
- `th.part` (and `.deep`) heads a row that is a part of the one above [set in]; long words hold `wbr`.
- `aside.notice` with one of `.care`, `.missing`, `.illustrative`, and `role=note`; inside it `p.kind` (its
  name in words), `p` or, for several points, `ul` > `li`, and `p.mend`.
- `p.source`, and in it `span.badge` ("Illustrative data").
- `div.prose` > `p`, `ul` > `li`; `div.prose.findings` where the bullets are the key findings.
- `div.section` around the parts of a cell.
"""
