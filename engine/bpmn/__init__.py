"""BPMN 2.0 XML in, compiled processes out; everything that cannot be executed is refused with its reasons."""

from engine.bpmn.compiler import compile_process
from engine.bpmn.graph import build_source
from engine.bpmn.problems import Problems
from engine.bpmn.reader import MAX_BYTES, MAX_DEPTH, read
from engine.bpmn.validator import validate
from engine.definition import Process
from engine.errors import DefinitionError

__all__ = ["MAX_BYTES", "MAX_DEPTH", "compile_bpmn"]


def compile_bpmn(xml: bytes) -> tuple[Process, ...]:
    """Every executable process of the file, in its order. Raises DefinitionError with all problems."""
    source = build_source(read(xml))
    problems = Problems()
    validate(source, problems)
    processes = tuple(compile_process(source, drawn, problems) for drawn in source.processes)
    found = problems.sorted()
    if found:
        raise DefinitionError(found)
    return processes
