"""Recorded crime and ASB: what is counted, how it changed and moves, and where the area stands among districts."""
