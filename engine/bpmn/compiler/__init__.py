"""From the drawn graph to ``engine.definition``, one function per element."""

from engine.bpmn.compiler.process import compile_process

__all__ = ["compile_process"]
