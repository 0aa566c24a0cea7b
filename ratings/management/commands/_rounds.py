"""Finding the round that a command names."""

from django.core.management.base import CommandError

from ratings.models import Round


def find_round_or_fail(slug: str) -> Round:
    round_ = Round.objects.filter(slug=slug).first()
    if round_ is None:
        known = ", ".join(Round.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no round {slug!r}. Rounds: {known}.")
    return round_
