"""Who may open which page: a role by page matrix, and nothing without a declared rule."""

import json
import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from ninja.operation import Operation

from mhin.accounts.models import User
from mhin.api import api
from needs.selectors.receipts import receipt_of
from ratings.services.entry import begin_entry
from ratings.services.reminders import stop_address
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.governance import ActionFactory, BodyFactory
from tests.factories.needs import NeedFactory
from tests.factories.ratings import InvitationFactory, SecondKeyingFactory
from tests.factories.solutions import CatalogueImportFactory

OPEN, SIGN_IN, NO, NOT_SIGNED_IN, NOT_THERE = 200, 302, 403, 401, 404
ONLY_BY_POST = 405
WHO = ["visitor", "stakeholder", "executive", "curator", "administrator"]

PUBLIC = [OPEN, OPEN, OPEN, OPEN, OPEN]
SIGNED_IN = [SIGN_IN, OPEN, OPEN, OPEN, OPEN]
LEADS_TO_JOINING = [SIGN_IN, 302, 302, 302, 302]
BOARD = [SIGN_IN, NO, OPEN, NO, OPEN]
CURATES = [SIGN_IN, NO, NO, OPEN, NO]
DECIDES = [SIGN_IN, NO, OPEN, NO, NO]
ENTERS = [SIGN_IN, NO, NO, NO, OPEN]
ADMIN_SITE = [SIGN_IN, SIGN_IN, SIGN_IN, OPEN, OPEN]

# Page by URL name, with the keys of its arguments in the `places` fixture.
MATRIX = {
    "home": ((), PUBLIC),
    "accessibility": ((), PUBLIC),
    "privacy": ((), PUBLIC),
    "cookies": ((), PUBLIC),
    "healthz-live": ((), PUBLIC),
    "healthz-ready": ((), PUBLIC),
    "security-txt": ((), PUBLIC),
    "robots-txt": ((), PUBLIC),
    "sitemap": ((), PUBLIC),
    "account_email_verification_sent": ((), [302] * 5),  # nobody has been sent a code
    "api-no-operation": (("round",), [NOT_THERE] * 5),
    "needs:need-list": ((), PUBLIC),
    "needs:need-submit": ((), PUBLIC),
    "needs:need-similar": ((), [ONLY_BY_POST] * 5),
    "needs:need-submitted": (("receipt",), PUBLIC),
    "needs:need-support": (("need",), [SIGN_IN, 302, 302, 302, 302]),
    "solutions:path": ((), PUBLIC),
    "solutions:open-data": ((), PUBLIC),
    "solutions:open-data-csv": (("table",), PUBLIC),
    "solutions:open-data-json": (("table",), PUBLIC),
    "solutions:need-detail": (("need",), PUBLIC),
    "solutions:area-detail": (("area",), PUBLIC),
    "solutions:solution-list": ((), PUBLIC),
    "solutions:import-list": ((), CURATES),
    "solutions:import-detail": (("import",), CURATES),
    "solutions:export": ((), CURATES),
    "solutions:solution-detail": (("solution",), PUBLIC),
    "ratings:round-list": ((), PUBLIC),
    "ratings:round-detail": (("round",), PUBLIC),
    "ratings:round-join": (("round",), SIGNED_IN),
    "ratings:rate": (("round",), LEADS_TO_JOINING),
    "ratings:rate-next": (("round",), LEADS_TO_JOINING),
    "ratings:rate-matrix": (("round",), LEADS_TO_JOINING),
    "ratings:rate-solution": (("round", "solution"), LEADS_TO_JOINING),
    "ratings:weights": (("round",), LEADS_TO_JOINING),
    "ratings:weights-order": (("round",), LEADS_TO_JOINING),
    "ratings:weights-questions": (("round",), LEADS_TO_JOINING),
    "ratings:weights-check": (("round",), LEADS_TO_JOINING),
    "ratings:comment-rounds": ((), CURATES),
    "ratings:comment-list": (("round",), CURATES),
    "ratings:weights-take-back": (("round",), LEADS_TO_JOINING),
    "ratings:review": (("round",), LEADS_TO_JOINING),
    "ratings:thank-you": (("round",), LEADS_TO_JOINING),
    "ratings:invitation": (("round",), PUBLIC),
    "ratings:invitation-open": (("round", "token"), [302] * 5),
    "ratings:reminders-stop": (("round", "stop_mark"), PUBLIC),
    "ratings:part-list": ((), SIGNED_IN),
    "ratings:consent": (("round",), LEADS_TO_JOINING),
    "ratings:part": (("round",), [SIGN_IN, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE]),
    "ratings:about-you": (("round",), [SIGN_IN, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE]),
    "ratings:part-reminders": (("round",), [SIGN_IN, ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST, ONLY_BY_POST]),
    "ratings:withdraw": (("round",), [SIGN_IN, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE]),
    "ratings:invitation-list": (("round",), ENTERS),
    "ratings:invite": (("round",), ENTERS),
    "ratings:invitation-send-again": (("round", "invitation"), [SIGN_IN, NO, NO, NO, ONLY_BY_POST]),
    "ratings:invitation-revoke": (("round", "invitation"), [SIGN_IN, NO, NO, NO, ONLY_BY_POST]),
    "ratings:group-requests": (("round",), ENTERS),
    "ratings:booklet": (("round",), ENTERS),
    "ratings:entry-list": (("round",), ENTERS),
    "ratings:entry-new": (("round",), ENTERS),
    "ratings:entry-draw": (("round",), [SIGN_IN, NO, NO, NO, ONLY_BY_POST]),
    "ratings:entry-sheet": (("round", "own_sheet"), ENTERS),
    "ratings:entry-withdraw": (("round", "drawn_sheet"), ENTERS),
    "ratings:entry-again": (("round", "drawn_sheet"), ENTERS),
    "ratings:entry-settle": (("round", "drawn_sheet"), [SIGN_IN, NO, NO, NO, 302]),
    "governance:overview": ((), PUBLIC),
    "governance:catalogue-health": ((), CURATES),
    "governance:body-detail": (("body",), PUBLIC),
    "governance:decision-list": ((), PUBLIC),
    "governance:decision-detail": (("decision",), PUBLIC),
    "governance:decision-action-add": (("decision",), BOARD),
    "governance:decision-action-change": (("decision", "action"), BOARD),
    "governance:decision-record": ((), DECIDES),
    "governance:decision-record-round": (("published",), DECIDES),
    "governance:decision-record-run": (("published", "run"), DECIDES),
    "governance:board-list": ((), BOARD),
    "governance:board": (("round",), BOARD),
    "governance:board-run": (("published", "run"), BOARD),
    "governance:board-newer": (("published", "run"), [SIGN_IN, NO, 204, NO, NO]),
    "governance:board-changes": (("round",), DECIDES),
    "governance:board-agreement": (("round",), DECIDES),
    "governance:board-agenda": (("round",), DECIDES),
    "governance:board-people": (("round",), BOARD),
    "governance:board-solution": (("round", "solution"), [SIGN_IN, NO, NOT_THERE, NO, NO]),  # too few people answered
    "governance:round-results": (("published",), PUBLIC),
    "governance:round-results-file": (("published", "file"), [NOT_THERE] * 5),  # too few people answered
    "governance:board-compare": (("round",), DECIDES),
    "governance:board-take-away": (("round",), DECIDES),
    "governance:board-projector": (("round",), DECIDES),
    "governance:board-download": (("published", "run", "file"), [SIGN_IN, NO, 404, NO, NO]),  # too few people answered
}
ADMIN_PAGES = {
    "admin:index": ADMIN_SITE,
    "admin:needs_need_changelist": [SIGN_IN, SIGN_IN, SIGN_IN, OPEN, NO],
    "admin:solutions_solution_changelist": [SIGN_IN, SIGN_IN, SIGN_IN, OPEN, NO],
    "admin:accounts_user_changelist": [SIGN_IN, SIGN_IN, SIGN_IN, NO, OPEN],
    "admin:ratings_round_changelist": [SIGN_IN, SIGN_IN, SIGN_IN, NO, OPEN],
    "admin:ratings_scorerun_changelist": [SIGN_IN, SIGN_IN, SIGN_IN, NO, NO],
    "admin:mail_outgoingmail_changelist": [SIGN_IN, SIGN_IN, SIGN_IN, NO, OPEN],
    "admin:governance_interest_add": [SIGN_IN, SIGN_IN, SIGN_IN, NO, OPEN],
    "admin:governance_action_changelist": [SIGN_IN, SIGN_IN, SIGN_IN, NO, OPEN],
    "admin:audit_auditevent_changelist": [SIGN_IN, SIGN_IN, SIGN_IN, NO, OPEN],
}
# API operation by its id. Nobody has joined a round, so there are no answers of one's own; a body that would be taken.
# Nobody has rated either, so those who may read a ranking find none.
RANKING = [NOT_SIGNED_IN, NO, NOT_THERE, NO, NO]
OWN_PART = [NOT_SIGNED_IN, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE]
API_MATRIX = {
    "list_areas": (None, PUBLIC),
    "read_area": (None, PUBLIC),
    "list_needs": (None, PUBLIC),
    "read_need": (None, PUBLIC),
    "list_solutions": (None, PUBLIC),
    "read_solution": (None, PUBLIC),
    "read_ranking": (None, RANKING),
    "read_run": (None, RANKING),
    "list_rounds": (None, PUBLIC),
    "read_round": (None, PUBLIC),
    "read_own_ratings": (None, OWN_PART),
    "read_own_answers": (None, OWN_PART),
    "save_own_answers": ({"version": 0, "answers": {"O1": {"state": "rated", "value": 5}}}, OWN_PART),
    "read_own_weights": (None, OWN_PART),
    "save_own_weights": ({"points": {"O1": 100, "O2": 40}}, OWN_PART),
}
API_CELLS = [
    pytest.param(name, body, who, expected, id=f"{name}-{who}")
    for name, (body, row) in API_MATRIX.items()
    for who, expected in zip(WHO, row, strict=True)
]
CELLS = [
    pytest.param(name, keys, who, expected, id=f"{name}-{who}")
    for name, (keys, row) in (MATRIX | {name: ((), row) for name, row in ADMIN_PAGES.items()}).items()
    for who, expected in zip(WHO, row, strict=True)
]


@pytest.fixture
def places(roles, curator, administrator):
    """Something real behind every address."""
    stage, published = Stage(), Stage()
    published.recompute()
    close_round(round_=published.round, by=None)
    publish_round(round_=published.round, by=None)
    need, action = NeedFactory(status="published"), ActionFactory()
    own_sheet, drawn_sheet = enter_sheet(stage, by=administrator), enter_sheet(stage, by=curator)
    SecondKeyingFactory(sheet=drawn_sheet)
    return {
        "round": stage.round.slug,
        "token": "x" * 43,
        "stop_mark": stop_address(stage.round, "a@example.org").rstrip("/").rpartition("/")[2],
        "invitation": InvitationFactory(round=stage.round).pk,
        "own_sheet": own_sheet.code,
        "drawn_sheet": drawn_sheet.code,
        "published": published.round.slug,
        "run": 1,
        "file": "csv",
        "solution": stage.solutions[0].code,
        "need": need.code,
        "receipt": receipt_of(need),
        "table": "needs",
        "area": need.area.slug,
        "area_code": need.area.code,
        "import": CatalogueImportFactory(uploaded_by=curator).pk,
        "body": BodyFactory().code,
        "decision": action.decision_id,
        "action": action.pk,
    }


def enter_sheet(stage, by):
    return begin_entry(round_=stage.round, mode="paper", group=stage.groups[0], helper="", by=by)


@pytest.fixture
def user_called(request):
    def find(who) -> User | None:
        return None if who == "visitor" else request.getfixturevalue(who)

    return find


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "keys", "who", "expected"), CELLS)
def test_page_answers_each_role_as_the_table_says(client, places, user_called, name, keys, who, expected):
    user = user_called(who)
    if user:
        client.force_login(user)

    response = client.get(reverse(name, args=[places[key] for key in keys]))

    assert response.status_code == expected


def our_patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every view of our own with its name; allauth and the admin site guard their own, the API is below."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in ("admin", "api"):
                yield from our_patterns(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)
        elif not pattern.callback.__module__.startswith("allauth."):
            yield f"{prefix}{pattern.name}", pattern


def test_every_view_declares_who_may_open_it():
    undeclared = [name for name, pattern in our_patterns() if not hasattr(pattern.callback, "access")]

    assert undeclared == []


def test_every_view_stands_in_the_matrix():
    assert {name for name, _ in our_patterns()} == set(MATRIX)


def api_operations() -> Iterator[tuple[str, Operation]]:
    """Every operation of the API with its address."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            yield from ((re.sub(r"{\w+:", "{", path), operation) for operation in view.operations)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "body", "who", "expected"), API_CELLS)
def test_operation_answers_each_role_as_the_table_says(client, places, user_called, name, body, who, expected):
    path, operation = next((path, each) for path, each in api_operations() if each.operation_id == name)
    named = {"slug": places["round"], "code": places["solution"], "number": places["run"]}
    address = path.format(**named, area_code=places["area_code"], need_code=places["need"])
    user = user_called(who)
    if user:
        client.force_login(user)

    response = client.generic(
        operation.methods[0], f"/api/v1{address}", json.dumps(body) if body else "", content_type="application/json"
    )

    assert response.status_code == expected


def test_every_operation_declares_who_may_call_it():
    undeclared = [
        operation.operation_id for _, operation in api_operations() if not hasattr(operation.view_func, "access")
    ]

    assert undeclared == []


def test_an_operation_without_sign_in_is_one_that_is_declared_public():
    open_ones = {each.operation_id for _, each in api_operations() if not each.auth_callbacks}

    assert open_ones == {each.operation_id for _, each in api_operations() if each.view_func.access == "public"}


def test_every_operation_stands_in_the_matrix():
    assert {operation.operation_id for _, operation in api_operations()} == set(API_MATRIX)
