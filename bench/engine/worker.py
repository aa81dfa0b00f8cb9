"""One contender in a process of its own: reads a number of units, answers with the seconds taken.

Usage: python -m bench.engine.worker <workload> <contender> <folder> <size>. The line ``check`` asks whether
everything is as it should be and is answered in words.
"""

import importlib
import sys


def main() -> None:
    workload, contender, folder, size = sys.argv[1:5]
    module = importlib.import_module(f"bench.engine.workloads.{workload}")
    prepare = getattr(module, contender)
    if contender == "bpmn_engine":
        from bench.engine.bpmn_engine import OverNode

        run = OverNode(folder, *prepare(int(size))).run
    else:
        run = prepare(folder, int(size))
    print("ready", flush=True)
    for line in sys.stdin:
        print(module.check(contender) if line.strip() == "check" else run(int(line)), flush=True)


if __name__ == "__main__":
    main()
