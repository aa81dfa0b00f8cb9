"""When a failed job is tried again: later each time, never long after an hour, never all at once."""

from datetime import timedelta

from engine.jobs.retry import delay_after


def test_pause_doubles_up_to_an_hour() -> None:
    for attempt, seconds in ((1, 5), (2, 10), (3, 20), (8, 640), (11, 3600), (60, 3600)):
        for _ in range(50):
            pause = delay_after(attempt)
            assert timedelta(seconds=seconds * 0.8) <= pause <= timedelta(seconds=seconds * 1.2)


def test_jobs_that_failed_together_are_not_tried_again_together() -> None:
    assert len({delay_after(3) for _ in range(50)}) > 40
