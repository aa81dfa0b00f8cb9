"""Tables of issued letters: the letter, its register, its frozen images, its PDF."""

from workflows.letters.models.files import FrozenImage, LetterFile
from workflows.letters.models.letter import Letter
from workflows.letters.models.register import LetterRegister

__all__ = ["FrozenImage", "Letter", "LetterFile", "LetterRegister"]
