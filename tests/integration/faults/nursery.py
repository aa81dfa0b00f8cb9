"""A process that has imported everything and forks servers on demand: a restart takes a moment only.

Run as ``python -m tests.integration.faults.nursery PORT``. Each word on its input forks one child: ``serve``
prints the child's process id and serves until it is killed; ``inspect`` and ``finish`` print one line of JSON.
"""

import os
import signal
import sys
import traceback

import uvicorn


def main(port: int) -> None:
    """Do as told until the input ends."""
    from portal.asgi import application
    from tests.integration.faults import inspection

    def serve() -> None:
        print(os.getpid(), flush=True)
        uvicorn.run(application, host="127.0.0.1", port=port, log_level="error")

    duties = {"serve": serve, "inspect": inspection.inspect, "finish": inspection.finish}
    warm_up()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    for word in sys.stdin:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                duties[word.strip()]()
            except Exception:  # noqa: BLE001 (the child must not go on as a second nursery)
                traceback.print_exc()
                print("null")
            finally:
                sys.stdout.flush()
                os._exit(0)


def warm_up() -> None:
    """What every server would load at its start and first request; no connection survives the fork."""
    from django.core.checks import run_checks
    from django.db import connections

    from engine.forms import get_form
    from engine.store import definitions

    run_checks()
    definitions.latest("letter_issuance")
    get_form("bank_loan")
    connections.close_all()


if __name__ == "__main__":
    main(int(sys.argv[1]))
