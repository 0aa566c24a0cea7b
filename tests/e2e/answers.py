"""What a person has said, as the database has it."""

from ratings.models import Rating


def live(participant):
    rows = Rating.objects.filter(participant=participant).order_by("round_solution__position", "objective__position")
    return list(rows.values_list("state", "value"))
