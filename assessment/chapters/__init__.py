"""One module a chapter: the calls that its notebook's cells make."""
