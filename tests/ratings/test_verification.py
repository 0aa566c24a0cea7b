"""The auditor's command finds what a slip of the hand in the database would do."""

import io

import pytest
from django.core.management import CommandError, call_command

from ratings.models import Participant, Rating
from ratings.services.verification import verify_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def rated(stage):
    for group in (0, 1):
        person = stage.join(group=group)
        stage.rate_all(person, [(9, 5), (5, 5), (1, None)])
        stage.weigh(person, (100, 30))
    stage.recompute()
    return stage


def test_verify_scores_prints_no_differences(rated):
    out = io.StringIO()

    call_command("verify_scores", stdout=out)

    assert out.getvalue() == "0 differences\n"


def test_verify_round_finds_a_changed_row(rated):
    Rating.objects.filter(value=9).update(value=8)

    assert len(verify_round(rated.round)) == 2


def test_verify_round_finds_a_changed_sheet(rated):
    Participant.objects.update(sheet=b"\x01" * 6)

    assert len(verify_round(rated.round)) == 3


def test_verify_round_says_when_answers_wait(rated):
    rated.rate(rated.join(), 0, (5, 5))

    assert verify_round(rated.round) == [f"{rated.round.slug}: answers wait that run 1 does not have"]


def test_verify_scores_fails_on_a_difference(rated):
    Participant.objects.update(swing_sheet=b"\x01\x02")

    with pytest.raises(CommandError):
        call_command("verify_scores", rated.round.slug, stdout=io.StringIO(), stderr=io.StringIO())
