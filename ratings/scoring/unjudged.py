"""Who could not judge what: the one thing about answers that the sheets do not tell apart from no answer."""

from collections import defaultdict

from django.db.models import Count

from ratings.models import Rating, Round
from ratings.scoring.named import Json


def cannot_judge(round_: Round) -> Json:
    """People who said so, by the codes of option and objective; a cell where nobody did is left out."""
    rows = Rating.objects.filter(state=Rating.State.CANNOT_JUDGE, round_solution__round=round_).order_by()
    counted = rows.values_list("round_solution__code", "objective__code").annotate(people=Count("pk"))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for option, objective, people in counted:
        found[option][objective] = people
    return dict(found)
