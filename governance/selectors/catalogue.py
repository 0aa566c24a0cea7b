"""The health of the catalogue: what a curator should look at next. Nothing here opens a link."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from governance.selectors.wording import older_wording
from mhin.common.links import link_problem, links_in
from mhin.common.reading import EASY_AGE, PLAIN_AGE, read
from needs.models import Area, Need, Source
from needs.selectors.curation import counts_by_status
from ratings.models import Round, RoundSolution, SolutionScore
from solutions.models import Solution
from solutions.selectors.curation import Completeness, Overlap, completeness, overlaps, with_counts

SHORTEST_TEXT = 8  # words; the reading age of fewer says nothing


@dataclass(frozen=True)
class Found:
    row: Any

    @property
    def address(self) -> str:
        """The page on which it is mended."""
        return reverse(f"admin:{self.row._meta.label_lower.replace('.', '_')}_change", args=[self.row.pk])


@dataclass(frozen=True)
class LinkFault(Found):
    where: str
    url: str
    problem: str


@dataclass(frozen=True)
class HardText(Found):
    where: str
    age: int
    limit: int


@dataclass(frozen=True)
class Health:
    counts: dict[str, int]
    needs_without_solution: list[Need]
    thin_solutions: list[Any]
    incomplete: list[tuple[Solution, Completeness]]
    unrated_areas: list[Area]
    link_faults: list[LinkFault]
    hard_texts: list[HardText]
    frozen_older: list[RoundSolution]
    draft_older: list[RoundSolution]
    overlaps: list[Overlap]


def catalogue_health() -> Health:
    needs = list(Need.objects.published().order_by("code"))
    solutions = list(with_counts(Solution.objects.exclude(status=Solution.Status.ARCHIVED)).order_by("code"))
    dials = [(solution, completeness(solution)) for solution in solutions]
    older = list(older_wording())
    return Health(
        counts=counts_by_status(),
        needs_without_solution=list(_needs_without_solution()),
        thin_solutions=[solution for solution in solutions if solution.need_count <= 1],  # type: ignore[attr-defined]
        incomplete=sorted((pair for pair in dials if pair[1].missing), key=lambda pair: pair[1].done),
        unrated_areas=list(_unrated_areas()),
        link_faults=list(_link_faults(needs, solutions)),
        hard_texts=sorted(_hard_texts(needs, solutions), key=lambda text: text.limit - text.age),
        frozen_older=[row for row in older if row.round.status != Round.Status.DRAFT],
        draft_older=[row for row in older if row.round.status == Round.Status.DRAFT],
        overlaps=overlaps(),
    )


def _needs_without_solution() -> QuerySet[Need]:
    met = Count("solutions", filter=~Q(solutions__status=Solution.Status.ARCHIVED))
    return Need.objects.published().annotate(met=met).filter(met=0).select_related("area").order_by("code")


def _unrated_areas() -> QuerySet[Area]:
    """Areas of which no solution has a score in the latest run of any round."""
    scored = SolutionScore.objects.filter(
        run__round__current_run=F("run"), score__isnull=False, round_solution__solution__isnull=False
    )
    return Area.objects.exclude(solutions__in=scored.values("round_solution__solution")).order_by("position")


def _link_faults(needs: Iterable[Need], solutions: Iterable[Solution]) -> Iterator[LinkFault]:
    found: list[tuple[Any, str, str, str]] = []
    for source in Source.objects.order_by("code"):
        number = source.code if source.kind == Source.Kind.GUIDELINE else ""
        found += [(source, "address", url, number) for url in filter(None, [source.url])]
        found += [(source, "seen at", url, "") for url in source.seen_at]
    found += [(area, "source", area.source_url, "") for area in Area.objects.exclude(source_url="")]
    found += [(solution, "source", url, "") for solution in solutions for url in solution.source_urls]
    rows: list[Need | Solution] = [*needs, *solutions]
    for row in rows:
        found += [(row, where, url, "") for where, text in _texts(row) for url in links_in(text)]
    for target, where, url, number in found:
        if problem := link_problem(url, nice_number=number):
            yield LinkFault(target, where, url, problem)


def _hard_texts(needs: Iterable[Need], solutions: Iterable[Solution]) -> Iterator[HardText]:
    rows: list[Need | Solution] = [*needs, *solutions]
    for row in rows:
        for where, text in _texts(row):
            limit = EASY_AGE if where == "easy read" else PLAIN_AGE
            reading = read(text)
            if reading.words >= SHORTEST_TEXT and reading.age > limit:
                yield HardText(row, where, reading.age, limit)


def _texts(row: Need | Solution) -> list[tuple[str, str]]:
    main = ("text", row.detail) if isinstance(row, Need) else ("summary", row.summary)
    return [pair for pair in (main, ("easy read", row.easy_read)) if pair[1]]
