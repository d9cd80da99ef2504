"""One module a chapter, named in `config/chapters.toml`: the calls that its notebook's cells make.

Beside them stand `opening`, `base` and `files` (what every chapter shows and keeps), `residents` (how many live there),
`one_priority` (what 04a to 04e share), `gathering`, `tested` and `outlook` (what the summary and the horizon draw on).
The rooms hold the parts that chapters are made of; each room's `__init__` says what it knows.
"""
