"""Every page of the journey in every state: no axe violation, no scrolling sideways, targets that fingers find."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from ratings.models import Rating
from ratings.scoring import questions_for, recompute_round
from ratings.selectors import objectives_of, progress_of
from ratings.services.answers import Answer, save_answers
from ratings.services.participation import join_round
from ratings.services.rounds import add_objectives, add_solutions, close_round, draft_round, open_round, publish_round
from ratings.services.weights import save_swings, save_trade_offs
from solutions.selectors import published_solutions
from tests.factories.ratings import CommentFactory, StakeholderGroupFactory

WIDTHS = [320, 768, 1280]  # 320 is also what 1280 pixels are at 400 % zoom
OBJECTIVES = Path("ratings/data/objectives.json")
CONTROLS = "main a, main button, main input:not([type=hidden]), main select, main summary"
TARGETS = """controls => [...document.querySelectorAll(controls)]
  .filter((e) => e.offsetParent && !(e.tagName === 'A' && e.closest('p, li, dd, td, th, dt, figcaption')))
  .map((e) => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.width && (r.width < 24 || r.height < 24))
  .map(([e, r]) => `${e.outerHTML.slice(0, 100)} ${Math.round(r.width)} x ${Math.round(r.height)}`)"""


class Journey:
    """A stakeholder in a round with the whole catalogue, and the acts that bring its pages into each state."""

    def __init__(self, user):
        call_command("load_catalogue", verbosity=0)
        groups = [StakeholderGroupFactory(name="Carers"), StakeholderGroupFactory(name="Commissioners")]
        self.round = draft_round(
            by=None, slug="first", title="Which come first?", purpose="Who is first.", aggregation="mean"
        )
        add_objectives(round_=self.round, objectives=json.loads(OBJECTIVES.read_text())["objectives"], by=None)
        add_solutions(round_=self.round, solutions=published_solutions(), by=None)
        open_round(round_=self.round, by=None)
        self.part = join_round(round_=self.round, user=user, group=groups[0], organisation="")
        self.objectives = objectives_of(self.round)
        self.items = [item.round_solution for item in progress_of(self.part, self.round).solutions]
        self.first = self.items[0]

    def rate(self, items, value="rated"):
        for item in items:
            answers = {o.pk: Answer("rated", 1 + (o.pk + item.pk) % 9) for o in self.objectives[:-1]}
            answers[self.objectives[-1].pk] = Answer("cannot_judge")
            save_answers(participant=self.part, round_solution=item, answers=answers, version=0)

    def points(self):
        return {o.pk: 100 - 15 * n for n, o in enumerate(self.objectives)}

    def weigh(self):
        save_swings(participant=self.part, points=self.points(), version=0)

    def disagree(self):
        self.weigh()
        asked = questions_for(self.points(), self.objectives)
        save_trade_offs(participant=self.part, answers=[(q, "whole") for q in asked], version=1)

    def publish(self):
        close_round(round_=self.round, by=None)
        recompute_round(self.round.pk)
        self.round.refresh_from_db()
        publish_round(round_=self.round, by=None)


@pytest.fixture
def journey(transactional_db, stakeholder):
    return Journey(stakeholder)


def nothing(journey):
    pass


def partly(journey):
    journey.rate(journey.items[:5])
    CommentFactory(participant=journey.part, round_solution=journey.first, text="It helped somebody near to me.")


def complete(journey):
    journey.rate(journey.items)
    journey.weigh()


def closed(journey):
    partly(journey)
    close_round(round_=journey.round, by=None)


def published(journey):
    complete(journey)
    journey.publish()


PAGES = [
    ("overview empty", nothing, "rate/"),
    ("overview partly done", partly, "rate/?show=open"),
    ("overview complete", complete, "rate/"),
    ("overview closed", closed, "rate/"),
    ("solution empty", nothing, "rate/{code}/"),
    ("solution done", partly, "rate/{code}/"),
    ("solution closed", closed, "rate/{code}/"),
    ("matrix empty", nothing, "rate/matrix/"),
    ("matrix partly done", partly, "rate/matrix/"),
    ("matrix closed", closed, "rate/matrix/"),
    ("weights first", nothing, "weights/"),
    ("weights points", nothing, "weights/?first={objective}"),
    ("weights order", nothing, "weights/order/"),
    ("weights questions", complete, "weights/questions/"),
    ("weights check", Journey.disagree, "weights/check/"),
    ("weights picture", complete, "weights/"),
    ("weights taken back", complete, "weights/take-back/"),
    ("weights closed", closed, "weights/"),
    ("review empty", nothing, "review/"),
    ("review partly done", partly, "review/"),
    ("review closed", closed, "review/"),
    ("review published", published, "review/"),
    ("thank you", partly, "thank-you/"),
    ("thank you closed", closed, "thank-you/"),
]


@pytest.mark.parametrize(("name", "bring_about", "path"), PAGES, ids=[name for name, _, _ in PAGES])
def test_a_page_of_the_journey_is_for_everybody(visit, client, stakeholder, journey, name, bring_about, path):
    bring_about(journey)
    address = f"/rounds/first/{path}".format(code=journey.first.code, objective=journey.objectives[0].code)
    window = visit()
    window.sign_in(stakeholder, client)
    problems = {}

    for width in WIDTHS:
        window.page.set_viewport_size({"width": width, "height": 900})
        window.page.goto(address)
        problems |= {f"axe {width}": window.axe_violations()} if width != 768 else {}
        problems[f"sideways {width}"] = window.scrolls_sideways()
        problems[f"small targets {width}"] = window.page.evaluate(TARGETS, CONTROLS)

    assert {what: found for what, found in problems.items() if found} == {}


ERRORS = [
    ("solution", "rate/{code}/", lambda page: page.locator("[name=version]").evaluate("e => e.value = 'x'")),
    ("weights points", "weights/?first={objective}", lambda page: page.locator("input[type=number]").last.fill("700")),
    ("weights first", "weights/", lambda page: None),
    ("weights order", "weights/order/", lambda page: None),
]


@pytest.mark.parametrize(("name", "path", "spoil"), ERRORS, ids=[name for name, _, _ in ERRORS])
def test_an_error_is_summed_up_linked_and_focused(visit, client, stakeholder, journey, name, path, spoil):
    window = visit(width=320)
    window.sign_in(stakeholder, client)
    page = window.page
    page.goto(f"/rounds/first/{path}".format(code=journey.first.code, objective=journey.objectives[0].code))

    spoil(page)
    page.locator("main form button[type=submit]").last.click()

    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    assert window.axe_violations() == []
    assert not window.scrolls_sideways()


def test_the_choice_shows_in_forced_colours(visit, client, stakeholder, journey):
    journey.rate([journey.first])
    window = visit()
    window.sign_in(stakeholder, client)
    page = window.page
    page.emulate_media(forced_colors="active")
    page.goto(f"/rounds/first/rate/{journey.first.code}/")
    chosen = Rating.objects.filter(round_solution=journey.first, state="rated").order_by("objective").first()
    code = next(objective.code for objective in journey.objectives if objective.pk == chosen.objective_id)

    colours = page.evaluate(
        "labels => [...document.querySelectorAll(labels)].map(e => getComputedStyle(e).backgroundColor)",
        f"[name={code}] + .rating__label",
    )

    assert len(set(colours)) == 2
    assert colours.count(colours[chosen.value - 1]) == 1
