"""Questions about the sheets that administrators enter for others."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from mhin.accounts.models import User
from mhin.accounts.roles import Role
from ratings.models import EntrySheet, Participant, Rating, Round, SecondKeying


def sits_on_a_board(user: User) -> bool:
    """The boards never see one person's answers, whatever other role they hold."""
    return user.groups.filter(name=Role.EXECUTIVE).exists()


def entry_sheets_of(round_: Round) -> QuerySet[EntrySheet]:
    """Every sheet of a round with how many cells have an answer."""
    rows = EntrySheet.objects.filter(round=round_).select_related(
        "participant__group", "participant__region", "entered_by", "second_keying"
    )
    return rows.annotate(answered=Count("participant__ratings"))


def find_entry_sheet(*, round_: Round, code: str) -> EntrySheet:
    """Raises EntrySheet.DoesNotExist."""
    return EntrySheet.objects.select_related("participant", "round", "entered_by").get(round=round_, code=code)


def find_second_keying(*, round_: Round, code: str) -> SecondKeying:
    """Raises SecondKeying.DoesNotExist."""
    rows = SecondKeying.objects.select_related("sheet__participant", "sheet__round")
    return rows.get(sheet__round=round_, sheet__code=code)


def ratings_by_cell(participant: Participant) -> dict[tuple[int, int], Rating]:
    """What was keyed, by round solution id and objective id. Only for whoever keyed it, or settles what differs."""
    rows = Rating.objects.filter(participant=participant)
    return {(rating.round_solution_id, rating.objective_id): rating for rating in rows}


@dataclass(frozen=True)
class KeyingCheck:
    """How well the first keying agrees with the second, over the whole round."""

    paper_sheets: int
    drawn: int
    keyed: int
    cells: int
    mismatches: int
    unsettled: int

    @property
    def mismatch_percent(self) -> float | None:
        return 100 * self.mismatches / self.cells if self.cells else None


def keying_check(round_: Round) -> KeyingCheck:
    papers = EntrySheet.objects.filter(round=round_, participant__mode=Participant.Mode.PAPER).count()
    counts = SecondKeying.objects.filter(sheet__round=round_).aggregate(
        drawn=Count("pk"),
        keyed=Count("pk", filter=Q(keyed_by__isnull=False)),
        cells=Sum("cells", default=0),
        mismatches=Sum("mismatches", default=0),
        unsettled=Count("pk", filter=Q(keyed_by__isnull=False, settled_by__isnull=True)),
    )
    return KeyingCheck(paper_sheets=papers, **counts)


def highest_number(*, round_: Round, series: str) -> int:
    """The highest number of the series among the sheets entered; 0 before the first."""
    codes = EntrySheet.objects.filter(round=round_, code__startswith=series).values_list("code", flat=True)
    return max((int(code[1:5]) for code in codes), default=0)
