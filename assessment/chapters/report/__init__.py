"""The committee's report, line by line."""
