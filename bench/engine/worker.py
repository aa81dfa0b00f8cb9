"""One contender in a process of its own: reads a number of instances, answers with the seconds taken."""

import importlib
import sys
import time


def main() -> None:
    name, folder = sys.argv[1:3]
    run_one = importlib.import_module(f"bench.engine.{name}").prepare(folder)
    for line in sys.stdin:
        count = int(line)
        began = time.perf_counter()
        for number in range(count):
            run_one(number)
        print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main()
