"""A chain of call activities; the innermost process runs a script. One transaction."""

from bench.engine import shapes
from bench.engine.runs import Run, timed

TITLE = "call activities, 10 deep"
UNIT, SIZE, COUNT, TINY = "instances", 10, 50, (2, 2)
NOT_MEASURED = {"bpmn_engine": "the called processes did not run in this host"}
CANNOT = {"viewflow": "no sub-process in the open-source wheel"}


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    texts = [f"{shapes.HEAD}{text}</definitions>" for text in shapes.chain(size, "feel")]
    host.set_up(folder, *texts)
    return timed(lambda: host.run_through(f"p{size}", {}, {"work": 2}))


def floor(folder: str, size: int) -> Run:
    from bench.engine import floor as host

    return host.prepare(kartabl(folder, size))


def spiff(folder: str, size: int) -> Run:
    from bench.engine.spiff import Host, run_through

    xml = f"{shapes.HEAD}{''.join(shapes.chain(size, 'python'))}</definitions>"
    return timed(run_through(Host(folder, xml, f"p{size}"), {}, {"work": 2}))
