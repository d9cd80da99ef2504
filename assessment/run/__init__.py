"""Runs the chapters by papermill and leaves an edition; knows chapters by their names in the configuration only."""

import sys

# nbformat brings jsonschema, which for two seconds builds grammars of IRIs if it finds this; notebooks hold none.
sys.modules.setdefault("rfc3987_syntax", None)
