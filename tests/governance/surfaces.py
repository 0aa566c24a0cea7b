"""Every surface on which a figure about people could stand, visited as somebody who may see it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from governance.models import Decision
from mhin.accounts.models import User
from mhin.api import api
from mhin.common.pdf import can_make_pdf
from ratings.models import Round

VISITOR, PARTICIPANT, EXECUTIVE, ADMINISTRATOR, CURATOR = WHO = (
    "visitor",
    "participant",
    "executive",
    "administrator",
    "curator",
)
FILES = ("csv", "xlsx", "json", "pdf")
HTMX = {"HX-Request": "true"}
BOTH = (EXECUTIVE, ADMINISTRATOR)

# Pages on which no figure about other people stands, and why.
NOT_COLLECTED = {
    "ratings:invitation-open": "leads to another page",
    "ratings:rate-next": "leads to another page",
    "ratings:rate-solution": "one's own answers to one solution",
    "ratings:rate-matrix": "one's own answers",
    "ratings:weights-order": "one's own weights",
    "ratings:weights-questions": "one's own weights",
    "ratings:weights-check": "one's own weights",
    "ratings:weights-take-back": "one's own weights",
    "ratings:about-you": "one's own group, region and organisation",
    "ratings:part-reminders": "only asks",
    "ratings:comment-rounds": "what a curator reads, who sits on no board",
    "ratings:comment-list": "what a curator reads, who sits on no board",
    "ratings:withdraw": "only asks",
    "ratings:reminders-stop": "only asks",
    "ratings:invitation": "only asks",
    "ratings:booklet": "an empty form",
    "ratings:entry-list": "sheets that administrators typed themselves",
    "ratings:entry-new": "an empty form",
    "ratings:entry-draw": "draws among sheets that administrators typed themselves",
    "ratings:entry-sheet": "a sheet that an administrator typed",
    "ratings:entry-withdraw": "a sheet that an administrator typed",
    "ratings:entry-again": "a sheet that an administrator typed",
    "ratings:entry-settle": "a sheet that an administrator typed",
    "ratings:invitation-list": "who was invited, which administrators may know",
    "ratings:invite": "an empty form",
    "ratings:invitation-send-again": "who was invited, which administrators may know",
    "ratings:invitation-revoke": "who was invited, which administrators may know",
    "ratings:group-requests": "who asks for another group, which administrators may know",
    "governance:decision-action-add": "an empty form",
    "governance:decision-action-change": "what follows from a decision",
    "api:save_own_answers": "one's own answers",
    "api:save_own_weights": "one's own weights",
}


@dataclass(frozen=True)
class Visit:
    """A route, who goes there, and what stands in its address; the name is the same in every state."""

    route: str
    who: str
    keys: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Without the numbers of rows, which differ from one state to the next."""
        keys = [str(value) for key, value in self.keys.items() if key != "pk"]
        return " ".join([self.who, self.route, *keys, *map(str, self.query.items()), *self.headers])

    @property
    def address(self) -> str:
        if self.route.startswith("api:"):
            return "/api/v1" + operations()[self.route].format(**self.keys)
        return reverse(self.route, kwargs=dict(self.keys))


@dataclass(frozen=True)
class Surface:
    """What came back."""

    visit: Visit
    response: HttpResponse

    @property
    def name(self) -> str:
        return self.visit.name

    @property
    def kind(self) -> str:
        return self.response.headers.get("Content-Type", "").partition(";")[0]


def operations() -> dict[str, str]:
    """Each operation of the API by its name here, with its address."""
    return {
        f"api:{each.operation_id}": re.sub(r"{\w+:", "{", path)
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        for each in view.operations
    }


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every page and operation that knows of ratings: those of `ratings` and `governance`, and of the API."""
    if resolver is None:
        yield from (name for name in operations() if "/rounds" in operations()[name])
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace in (None, "ratings", "governance"):
            yield from routes(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern) and prefix:
            yield f"{prefix}{pattern.name}"


def visits(round_: Round, decision: Decision, *, files: tuple[str, ...] = FILES) -> Iterator[Visit]:
    """Those pages that an open, a closed and a published round have; some answer 404 or 403 in some of them."""
    files = tuple(kind for kind in files if kind != "pdf" or can_make_pdf())
    yield from _public(round_, decision, files)
    yield from _boards(round_)
    yield from _deciding(round_, decision)
    yield from _taking_away(round_, files)
    yield from _own_part(round_)
    yield Visit("governance:catalogue-health", CURATOR)


def run_numbers(round_: Round) -> range:
    return range(1, round_.current_run.number + 1) if round_.current_run else range(0)


def _own_part(round_: Round) -> Iterator[Visit]:
    slug = {"slug": round_.slug}
    for route in ("round-list", "part-list"):
        yield Visit(f"ratings:{route}", PARTICIPANT)
    for route in ("round-detail", "round-join", "rate", "review", "thank-you", "part", "weights", "consent"):
        yield Visit(f"ratings:{route}", PARTICIPANT, slug)
    for operation in ("read_own_ratings", "read_own_weights"):
        yield Visit(f"api:{operation}", PARTICIPANT, slug)
    yield Visit("api:read_own_answers", PARTICIPANT, slug | {"code": round_.round_solutions.first().code})


def _public(round_: Round, decision: Decision, files: tuple[str, ...]) -> Iterator[Visit]:
    slug = {"slug": round_.slug}
    for kind in files:
        yield Visit("governance:round-results-file", VISITOR, slug | {"kind": kind})
    for route in ("home", "governance:overview", "governance:decision-list", "ratings:round-list", "api:list_rounds"):
        yield Visit(route, VISITOR)
    for route in ("ratings:round-detail", "governance:round-results", "api:read_round"):
        yield Visit(route, VISITOR, slug)
    yield Visit("governance:decision-detail", VISITOR, {"pk": decision.pk})


def _boards(round_: Round) -> Iterator[Visit]:
    """Executives see the ranking, administrators only who takes part."""
    slug = {"slug": round_.slug}
    for who in BOTH:
        yield Visit("governance:board-list", who)
        yield Visit("governance:board", who, slug)
        yield Visit("governance:board-people", who, slug)
    yield Visit("governance:board", EXECUTIVE, slug, headers=HTMX)
    yield Visit("governance:board", EXECUTIVE, slug, {"area": "none"})
    yield Visit("governance:board-projector", EXECUTIVE, slug, headers=HTMX)
    for number in (0, *run_numbers(round_)):
        yield Visit("governance:board-newer", EXECUTIVE, slug | {"number": number})
    for number in run_numbers(round_):
        yield Visit("governance:board-run", EXECUTIVE, slug | {"number": number})
        yield Visit("governance:board-compare", EXECUTIVE, slug, {"with": str(number)})
    for route in ("board-changes", "board-agreement", "board-agenda", "board-compare", "board-projector"):
        yield Visit(f"governance:{route}", EXECUTIVE, slug)
    for first, second in (("100", "0"), ("50", "50")):
        yield Visit("governance:board-changes", EXECUTIVE, slug, {"O1": first, "O2": second}, HTMX)
    for item in round_.round_solutions.all():
        yield Visit("governance:board-solution", EXECUTIVE, slug | {"code": item.code})


def _deciding(round_: Round, decision: Decision) -> Iterator[Visit]:
    yield Visit("governance:decision-detail", EXECUTIVE, {"pk": decision.pk})
    yield Visit("governance:decision-detail", PARTICIPANT, {"pk": decision.pk})
    yield Visit("governance:decision-record", EXECUTIVE)
    yield Visit("governance:decision-record-round", EXECUTIVE, {"slug": round_.slug})
    for number in run_numbers(round_):
        yield Visit("governance:decision-record-run", EXECUTIVE, {"slug": round_.slug, "number": number})
    yield Visit("governance:body-detail", VISITOR, {"code": decision.body.code})


def _taking_away(round_: Round, files: tuple[str, ...]) -> Iterator[Visit]:
    slug = {"slug": round_.slug}
    yield Visit("governance:board-take-away", EXECUTIVE, slug)
    yield Visit("api:read_ranking", EXECUTIVE, slug)
    for number in run_numbers(round_):
        yield Visit("api:read_run", EXECUTIVE, slug | {"number": number})
        for kind in files:
            yield Visit("governance:board-download", EXECUTIVE, slug | {"number": number, "kind": kind})


def collect(asked: Iterator[Visit], people: Mapping[str, User]) -> Iterator[Surface]:
    """Go there; `people` has whoever must sign in, by what they are called here."""
    clients = {who: Client(raise_request_exception=False) for who in WHO}
    for who, user in people.items():
        clients[who].force_login(user)
    for visit in asked:
        response = clients[visit.who].get(visit.address, visit.query, headers=dict(visit.headers))
        yield Surface(visit, response)
