"""Makes the record-level data of the demonstration: Blackpool, April 2011 to March 2017. Illustrative.

No record is a real one. The counts are those of `counts.toml`, so that wherever the Community Safety Plan
2016-2019 or the performance report for April 2016 to March 2017 prints a figure the records give exactly that
figure.
"""
