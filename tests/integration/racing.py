"""Commands of several threads that start at the same moment, each with a connection of its own."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

from engine.errors import EngineError


def at_once(*commands: Callable[[], Any]) -> Counter[str]:
    """Run the commands in threads that start together; how each ended, by name of its error or "done"."""
    results: list[str] = []
    gate = threading.Barrier(len(commands))

    def run(command: Callable[[], Any]) -> None:
        gate.wait()
        try:
            command()
            results.append("done")
        except EngineError as error:
            results.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[command]) for command in commands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(results)
