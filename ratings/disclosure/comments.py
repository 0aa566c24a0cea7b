"""What people wrote, after a curator released it."""

from hashlib import sha256

from django.db.models import Count

from ratings.models import Comment, Round, RoundSolution


def release_comments(*, round_: Round, round_solution: RoundSolution) -> tuple[str, ...]:
    """Released comments without name, group or date, in an order that says nothing; none before k people commented."""
    comments = Comment.objects.filter(round_solution=round_solution)
    if comments.aggregate(people=Count("participant", distinct=True))["people"] < round_.smallest_group:
        return ()
    released = comments.filter(status=Comment.Status.RELEASED).values_list("text", flat=True)
    return tuple(sorted(released, key=lambda text: sha256(text.encode()).hexdigest()))
