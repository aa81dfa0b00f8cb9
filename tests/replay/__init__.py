"""Recorded histories and stored states: what the engine did once it must always do again.

``histories/``: whole cases. Every file is replayed, and its final state and its events compared with what
they were. After a change of behaviour that is wanted, ``python -m tests.replay.record`` writes them anew;
the difference of the files is then part of the review.

``states/``: cases at rest, in the stored form of their time. They are never written anew: cases like these
are in databases. A new form (``state_encoding.FORMAT``) adds files, by the same command.
"""
