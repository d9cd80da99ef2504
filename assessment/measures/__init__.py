"""Statistics on numbers, arrays and tables: no files, no charts, no state, nothing else of this package.

One module a subject. Every function names its formula's source in its docstring, and refuses with a
ValueError that says what to give instead; `docs/methods.md` has the formulas, limits and worked examples.
"""
