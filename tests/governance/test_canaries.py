"""Two hundred words that nobody may read on any surface: names, addresses, organisations, comments, and whom to invite.

They are looked for in every page, chart, file and answer, open and published, in what stands around it (headers, names
and metadata of files), in errors, and in what the server writes down meanwhile.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from hashlib import md5, sha256
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mhin.accounts.models import User
from ratings.models import Comment
from ratings.services.participation import join_round
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.factories.governance import DecisionFactory
from tests.factories.ratings import CommentFactory, InvitationFactory, RoundFactory, StakeholderGroupFactory
from tests.governance.figures import pdf_lines
from tests.governance.surfaces import ADMINISTRATOR, CURATOR, EXECUTIVE, PARTICIPANT, collect, visits

pytestmark = pytest.mark.django_db

PEOPLE = 40
KINDS = ("name", "mail", "place", "comment", "invited")
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEARCHED = {f"200 {kind}" for kind in ("text/html", "application/json", "text/csv", SPREADSHEET, "application/pdf")}
ANSWERS = {"200", "302", "400", "401", "403", "404", "405", "409", "422"}
FEW = 5  # whose comments on the last solution a curator released, but who are fewer than k


def canary(kind: str, number: int) -> str:
    return f"canary{kind}{number:03}x"


def mails() -> list[str]:
    return [f"{canary(kind, n)}@example.org" for kind in ("mail", "invited") for n in range(PEOPLE)]


@pytest.fixture
def people(executive, administrator, curator, stakeholder) -> dict[str, User]:
    return {EXECUTIVE: executive, ADMINISTRATOR: administrator, CURATOR: curator, PARTICIPANT: stakeholder}


@pytest.fixture
def planted(people) -> Stage:
    stage = Stage(
        round_=RoundFactory(aggregation="mean", weights="declared"),
        groups=StakeholderGroupFactory.create_batch(3),
        solutions=4,
    )
    stage.rate_all(stage.join(people[PARTICIPANT]), [(9, 8), (5, 5), (1, 2), (3, 3)])
    for n in range(PEOPLE):
        user = UserFactory(name=canary("name", n), email=f"{canary('mail', n)}@example.org")
        group = stage.groups[0 if n < 20 else 1 if n < 36 else 2]
        person = join_round(round_=stage.round, user=user, group=group, organisation=canary("place", n))
        stage.rate_all(person, [(9, 8), (5, 1 + n % 9), (1, None), (3, 3)])
        read = {"status": Comment.Status.RELEASED, "moderated_at": timezone.now(), "moderated_by": people[CURATOR]}
        place, words = (3, read | {"released_text": canary("comment", n)}) if n < FEW else (n % 3, {})
        CommentFactory(participant=person, round_solution=stage.solutions[place], text=canary("comment", n), **words)
        InvitationFactory(round=stage.round, group=group, email=f"{canary('invited', n)}@example.org")
    return stage


def responses(stage: Stage, people: dict[str, User]) -> Iterator[tuple[str, HttpResponse]]:
    """Every surface of the open round, then of the published one, then what is refused, by name."""
    for is_published in (False, True):
        if is_published:
            close_round(round_=stage.round, by=None)
        run = stage.recompute()
        if is_published:
            publish_round(round_=stage.round, by=None)
        decision = DecisionFactory(run=run, round_solution=stage.solutions[0])
        for surface in collect(visits(stage.round, decision), people):
            yield f"{surface.name} {stage.round.status}", surface.response
    yield from refused(stage, people)


def refused(stage: Stage, people: dict[str, User]) -> Iterator[tuple[str, HttpResponse]]:
    slug, code = stage.round.slug, stage.solutions[0].code
    api, board = f"/api/v1/rounds/{slug}", reverse("governance:board", args=[slug])
    decide = reverse("governance:decision-record-round", args=[slug])
    answers = {"version": 7, "answers": {"O1": {"state": "rated", "value": 1}}}
    asked: list[tuple[str, str, str, Any]] = [
        *(("get", address, EXECUTIVE, None) for address in (f"{board}runs/99/", f"{board}runs/99/csv/")),
        *(("get", address, EXECUTIVE, None) for address in (f"{board}runs/1/exe/", f"{board}solutions/none/")),
        *(("get", f"{board}{rest}", EXECUTIVE, None) for rest in ("compare/?with=99", "changes/?O1=x&O2=0")),
        *(
            ("get", address, EXECUTIVE, None)
            for address in (f"{api}/ranking?name=x", f"{api}/runs/99", f"{api}/runs/x")
        ),
        *(("get", address, who, None) for who in ("visitor", PARTICIPANT) for address in (board, f"{api}/ranking")),
        *(("get", f"{board}runs/1/{kind}/", PARTICIPANT, None) for kind in ("csv", "xlsx", "json", "pdf")),
        ("post", f"{api}/ranking", EXECUTIVE, {}),
        ("put", f"{api}/ratings/{code}", EXECUTIVE, answers),
        ("put", f"{api}/ratings/{code}", PARTICIPANT, answers),
        ("put", f"{api}/ratings/{code}", PARTICIPANT, {"other": 1}),
        ("post", decide, EXECUTIVE, {"round_solution": "x", "run": "x"}),
        ("get", "/rounds/none/results/csv/", "visitor", None),
    ]
    for method, address, who, body in asked:
        client = Client(raise_request_exception=False)
        if who in people:
            client.force_login(people[who])
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        yield f"{who} {method} {address}", getattr(client, method)(address, **content)
    yield "another host", Client().get(board, headers={"host": "elsewhere.example.org"})
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people[EXECUTIVE])
    yield "forged", strict.post(decide, {"round_solution": "x"})


def kind_of(response: HttpResponse) -> str:
    return f"{response.status_code} {response.headers.get('Content-Type', '').partition(';')[0]}"


def hashed(mail: str) -> str:
    return f"{sha256(mail.encode()).hexdigest()}|{md5(mail.encode(), usedforsecurity=False).hexdigest()}"


def squeezed(text: str) -> str:
    """Without the spaces and line ends that may cut a word in two."""
    return re.sub(r"\s+", "", text).lower()


def text_of(response: HttpResponse) -> str:
    """All that a response says, also where it is packed."""
    content, kind = response.content, response.headers.get("Content-Type", "")
    parts = [content.decode("utf-8", "replace"), *(f"{key}: {value}" for key, value in response.headers.items())]
    if "html" in kind:
        parts.append(html.unescape(parts[0]))
    elif "json" in kind:
        parts.append(str(response.json()))
    elif "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as members:
            parts += [f"{name} {members.read(name).decode('utf-8', 'replace')}" for name in members.namelist()]
    elif "pdf" in kind:
        parts += [*pdf_lines(content), *packed(content)]
    return squeezed("".join(parts))


def packed(content: bytes) -> Iterator[str]:
    """Every object of a PDF, unpacked: outlines, alternative texts, attachments."""
    reader = PdfReader(io.BytesIO(content))
    for number in range(1, len(reader.xref_objStm) + max(map(len, reader.xref.values()), default=0) + 1):
        found = reader.get_object(number)
        yield str(found)
        if hasattr(found, "get_data"):
            yield found.get_data().decode("latin-1")


def test_no_canary_reaches_any_surface(planted, people, caplog):
    caplog.set_level("DEBUG")

    said = {
        f"{at} {name}": (kind_of(response), text_of(response))
        for at, (name, response) in enumerate(responses(planted, people))
    }

    title = squeezed(planted.solutions[0].title)
    assert {kind for kind, text in said.values() if title in text} >= SEARCHED  # the search does find words
    assert {kind.partition(" ")[0] for kind, _ in said.values()} >= ANSWERS
    said["log"] = ("log", squeezed(caplog.text))
    marks = re.compile("|".join([rf"canary({'|'.join(KINDS)})\d", *(hashed(mail) for mail in mails())]))
    assert {name: found.group() for name, (_, text) in said.items() if (found := marks.search(text))} == {}
