"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Piece:
    """`kind` is same, removed or added."""

    kind: str
    text: str


def diff_words(old: str, new: str) -> list[Piece]:
    before, after = _words(old), _words(new)
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(before[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(after[c:d])))
    return pieces


def _words(text: str) -> list[str]:
    """Words and the gaps between them, so that joining gives the text back."""
    return re.findall(r"\s+|[^\s]+", text.replace("\r\n", "\n"))
