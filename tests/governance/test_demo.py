"""The demo's content: complete, labelled as simulated, and the same when made twice."""

import io
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from mhin.accounts.models import User
from mhin.mail.models import OutgoingMail
from ratings.disclosure import release_agreement, release_comments, release_ranking
from ratings.models import Comment, Participant, Rating, Round
from ratings.scoring import recompute_round
from ratings.services.reminders import queue_reminders
from ratings.services.rounds import RoundError
from ratings.services.simulation import simulate_stakeholders
from solutions.services.catalogue import load_catalogue
from tests.factories.ratings import StakeholderGroupFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(roles, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "only-for-this-test")
    load_catalogue(data=json.loads(Path("solutions/data/catalogue.json").read_text(encoding="utf-8")), by=None)
    StakeholderGroupFactory.create_batch(10)
    call_command("create_demo", stdout=io.StringIO())
    return Round.objects.get(slug="priorities-2026")


def test_create_demo_opens_a_simulated_round_of_the_whole_catalogue(demo):
    assert (demo.status, demo.is_simulated) == ("open", True)
    assert (demo.round_solutions.count(), demo.objectives.count()) == (22, 5)


def test_create_demo_makes_a_sign_in_for_each_role(demo, client):
    assert client.login(email="executive@example.org", password="only-for-this-test")
    assert User.objects.get(email="executive@example.org").has_perm("ratings.view_ranking")


def test_create_demo_twice_adds_nothing(demo):
    call_command("create_demo", stdout=io.StringIO())

    assert (User.objects.count(), Round.objects.count()) == (5, 1)


def test_create_demo_without_a_password_says_what_to_set(roles, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    with pytest.raises(CommandError, match="Set DEMO_PASSWORD"):
        call_command("create_demo")


def test_simulate_stakeholders_fills_every_group(demo):
    simulate_stakeholders(round_=demo, people=30, seed=1, by=None)

    assert demo.participants.values("group").distinct().count() == 10
    assert Rating.objects.filter(state="cannot_judge").exists()


def test_simulated_people_do_not_agree_about_everything(demo):
    simulate_stakeholders(round_=demo, people=180, seed=2026, by=None)
    ranking = release_ranking(recompute_round(demo.pk))

    quadrants = set(release_agreement(ranking).quadrants.values())

    assert quadrants == {"agreed high", "agreed low", "groups differ", "people differ within groups"}


def test_the_demo_hopes_for_people_of_each_group(demo):
    assert demo.round_groups.filter(target_people__gt=0).count() == 10


def test_simulated_people_are_of_some_region_and_take_part_in_every_way(demo):
    RegionFactory.create_batch(3)

    simulate_stakeholders(round_=demo, people=60, seed=1, by=None)

    people = list(demo.participants.all())
    assert {person.mode for person in people} == set(Participant.Mode.values)
    assert len({person.region_id for person in people} - {None}) == 3
    assert any(person.region_id is None for person in people)


def test_one_seed_gives_the_same_regions_and_ways(demo):
    RegionFactory.create_batch(3)
    drawn = []
    for _ in range(2):
        simulate_stakeholders(round_=demo, people=40, seed=1, by=None)
        drawn.append(Counter(demo.participants.values_list("group", "region", "mode")))

    assert {kind: 2 * people for kind, people in drawn[0].items()} == drawn[1]


def test_simulated_invitations_brought_those_who_came_on_their_own_and_nothing_is_mailed(demo):
    call_command(
        "simulate_stakeholders",
        demo.slug,
        people=40,
        seed=1,
        inviter="administrator@example.org",
        stdout=io.StringIO(),
    )

    alone = demo.participants.filter(mode="self")
    accepted = demo.invitations.filter(accepted_on__isnull=False)
    assert Counter(accepted.values_list("group")) == Counter(alone.values_list("group"))
    assert demo.invitations.filter(accepted_on__isnull=True).exists()
    assert not OutgoingMail.objects.exists()
    assert queue_reminders(today=timezone.localdate() + timedelta(days=8)) == 0


def test_simulated_comments_are_shown_once_a_curator_has_read_them(demo):
    call_command(
        "simulate_stakeholders", demo.slug, people=90, seed=1, curator="curator@example.org", stdout=io.StringIO()
    )

    written = Comment.objects.filter(round_solution__round=demo)
    shown = [release_comments(round_=demo, round_solution=item) for item in demo.round_solutions.all()]
    assert written.filter(status="pending").exists()
    assert sum(map(len, shown)) == written.filter(status="released").count() > 40
    assert not any("Okoro" in text for texts in shown for text in texts)


def test_an_inviter_there_is_not_is_told(demo):
    with pytest.raises(CommandError, match="Nobody here has the address"):
        call_command("simulate_stakeholders", demo.slug, people=1, seed=1, inviter="nobody@example.org")


def test_simulate_stakeholders_with_one_seed_gives_the_same_answers(demo):
    counts = [simulate_stakeholders(round_=demo, people=20, seed=seed, by=None) for seed in (1, 1, 2)]

    assert counts[0] == counts[1] != counts[2]


def test_simulate_stakeholders_leaves_sheets_that_agree_with_the_rows(demo):
    simulate_stakeholders(round_=demo, people=20, seed=1, by=None)
    call_command("recompute", demo.slug, stdout=io.StringIO())
    out = io.StringIO()

    call_command("verify_scores", stdout=out)

    assert out.getvalue() == "0 differences\n"


def test_simulate_stakeholders_refuses_a_real_round(stage):
    with pytest.raises(RoundError, match="not marked as simulated"):
        simulate_stakeholders(round_=stage.round, people=5, seed=1, by=None)


def test_simulated_people_who_saw_everything_have_finished(demo):
    simulate_stakeholders(round_=demo, people=40, seed=1, by=None)

    finished = demo.participants.filter(submitted_at__isnull=False)
    questions = demo.round_solutions.count() * demo.objectives.count()
    assert 0 < finished.count() < 40
    assert {person.ratings.count() for person in finished} == {questions}
