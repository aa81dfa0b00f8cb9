"""Regular expressions in time linear in the text: XPath syntax without back references (Thompson, Pike)."""

from engine.feel.patterns.machine import Pattern, compile_pattern

__all__ = ["Pattern", "compile_pattern"]
