"""Runs the chapters by papermill and leaves an edition; knows chapters by their names in the configuration only."""
