"""What made-up people write about a few solutions, in the mood of their ratings; a curator has read most of it."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from uuid import UUID

from mhin.accounts.models import User
from ratings.models import Comment, RoundSolution
from ratings.services.comments import comment_mark
from ratings.services.moderation import release_comment

TEXTS = Path(__file__).resolve().parents[1] / "data" / "simulated_comments.json"
SOLUTIONS, PEOPLE_EACH, LEFT_WAITING = 6, 14, 2
LIKES, DISLIKES = 6.0, 4.5  # mean of somebody's answers from 1 to 9
Opinion = tuple[UUID, float]  # who, and the mean of their answers to a solution


def write_comments(
    *, round_solutions: Sequence[RoundSolution], opinions: Sequence[Sequence[Opinion]], seed: int, by: User
) -> None:
    """`opinions` are those of everybody who rated a solution, solution by solution. `by` is the curator."""
    rng = Random(f"comments {seed}")  # noqa: S311 -- no secret
    for place in rng.sample(range(len(round_solutions)), min(SOLUTIONS, len(round_solutions))):
        texts = _shuffled_texts(rng)
        people = rng.sample(opinions[place], min(PEOPLE_EACH, len(opinions[place])))
        written = [(who, texts[_mood(mean)].pop()) for who, mean in people if texts[_mood(mean)]]
        for number, (who, versions) in enumerate(written):
            comment = Comment.objects.create(
                participant_id=who, round_solution=round_solutions[place], text=versions[0]
            )
            if number >= LEFT_WAITING:
                release_comment(comment=comment, text=versions[-1], mark=comment_mark(comment.text), by=by)


def _shuffled_texts(rng: Random) -> dict[str, list[list[str]]]:
    """By mood: what is written, and perhaps what others may read of it."""
    texts = json.loads(TEXTS.read_text(encoding="utf-8"))
    return {mood: rng.sample(texts[mood], len(texts[mood])) for mood in ("for", "mixed", "against")}


def _mood(mean: float) -> str:
    if mean >= LIKES:
        return "for"
    return "against" if mean < DISLIKES else "mixed"
