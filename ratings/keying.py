"""Paper sheets: their codes, and what a typed mark means. No Django, no rows."""

import re
from collections.abc import Iterable
from hashlib import sha256
from math import ceil

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # without I, O and Q, which look like figures; a prime number of them
PAPER, HELPED = "P", "H"
SECOND_KEYING_SHARE = 10  # one paper sheet of so many

# What is typed for a cell, and the state and value it stands for. Nothing typed: nothing was marked.
MARKS: dict[str, tuple[str, int | None]] = {
    **{str(value): ("rated", value) for value in range(1, 10)},
    "c": ("cannot_judge", None),
    "n": ("not_relevant", None),
    "p": ("prefer_not", None),
}
NO_ANSWER = ("prefer_not", None)


class MarkError(ValueError):
    """The mark means nothing."""


def sheet_code(series: str, number: int, round_id: int) -> str:
    """A code such as P0017K. Its last letter tells one wrong figure, two figures swapped, or another round's sheet."""
    return f"{series}{number:04}{_check_letter(series, number, round_id)}"


def _check_letter(series: str, number: int, round_id: int) -> str:
    figures = [LETTERS.index(series), *map(int, f"{number:04}")]
    return LETTERS[(sum(place * figure for place, figure in enumerate(figures, 1)) + round_id) % len(LETTERS)]


def clean_code(typed: str, round_id: int) -> str | None:
    """The code as it is stored, or None when it cannot be a code of this round."""
    code = re.sub(r"[\s-]", "", typed).upper()
    if not re.fullmatch(r"[PH][0-9]{4}[A-Z]", code):
        return None
    return code if code == sheet_code(code[0], int(code[1:5]), round_id) else None


def parse_mark(typed: str) -> tuple[str, int | None] | None:
    """State and value, or None when nothing was marked. Raises MarkError."""
    mark = typed.strip().lower()
    if not mark:
        return None
    if mark not in MARKS:
        raise MarkError(typed)
    return MARKS[mark]


def mark_of(state: str, value: int | None) -> str:
    """What is typed for a stored answer; nothing for none."""
    return next((mark for mark, meaning in MARKS.items() if meaning == (state, value)), "")


def same_answer(first: tuple[str, int | None] | None, second: tuple[str, int | None] | None) -> bool:
    """Nothing marked and 'prefer not to say' both count for nothing, so they do not differ."""
    return (first or NO_ANSWER) == (second or NO_ANSWER)


def drawn_codes(codes: Iterable[str], already: Iterable[str], seed: int) -> list[str]:
    """The sheets to key a second time: one in ten, rounded up, in an order that the seed fixes."""
    everything, drawn = set(codes), set(already)
    wanted = ceil(len(everything) / SECOND_KEYING_SHARE) - len(drawn & everything)
    waiting = sorted(everything - drawn, key=lambda code: sha256(f"{seed}:{code}".encode()).digest())
    return waiting[: max(wanted, 0)]
