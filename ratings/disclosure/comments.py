"""What people wrote, after a curator released it."""

from hashlib import sha256

from django.db.models import Count, OuterRef, Subquery

from ratings.models import Comment, Round, RoundSolution


def release_comments(*, round_: Round, round_solution: RoundSolution) -> tuple[str, ...]:
    """Released comments without name, group or date, in an order that says nothing; none before k people commented."""
    same = Comment.objects.filter(round_solution=OuterRef("round_solution")).order_by().values("round_solution")
    people = Subquery(same.annotate(people=Count("participant", distinct=True)).values("people"))
    released = Comment.objects.filter(round_solution=round_solution, status=Comment.Status.RELEASED)
    shown = (
        released.annotate(people=people)
        .filter(people__gte=round_.smallest_group)
        .values_list("released_text", flat=True)
    )
    return tuple(sorted(shown, key=lambda text: sha256(text.encode()).hexdigest()))
