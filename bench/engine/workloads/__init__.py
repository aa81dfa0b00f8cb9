"""One file for each workload: title, unit, sizes, who cannot and why, and a function for each contender.

A contender's function prepares in a folder of its own and gives what runs so many units, verified. ``SIZE``
is how large one unit is, ``COUNT`` how many units a round does; ``TINY`` is both for the smoke test.
"""
