"""DMN 1.2 to 1.5 on top of FEEL: load a model, evaluate a decision, see which rules matched."""

from engine.dmn.decision_model import DecisionModel, DecisionResult, load
from engine.errors import DecisionError

__all__ = ["DecisionError", "DecisionModel", "DecisionResult", "load"]
