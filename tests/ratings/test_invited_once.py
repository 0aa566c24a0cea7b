"""One invitation makes one person take part: ten windows at once, twelve spellings of one address."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from mhin.accounts.models import User
from ratings.services.guest_lists import read_guest_list
from tests.ratings.invited import EMAIL, SIGN_UP, account, landing, participants

pytestmark = pytest.mark.django_db


def race(people, act):
    barrier = Barrier(people)

    def run(number):
        try:
            barrier.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(run, range(people)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_account", [False, True])
def test_ten_accept_at_once_and_one_takes_part(stage, invite, has_account):
    _, link = invite()
    browsers = [Client() for _ in range(10)]
    user = account() if has_account else None
    for browser in browsers:
        if user:
            browser.force_login(user)
        browser.get(link)

    answers = race(10, lambda number: browsers[number].post(landing(stage), SIGN_UP).status_code)

    assert participants(stage) == 1
    assert User.objects.filter(email=EMAIL).count() == 1
    assert all(status < 500 for status in answers)


SPELLINGS = [
    "sam@example.org",
    "SAM@example.org",
    "Sam@Example.ORG",
    " sam@example.org ",
    "ｓａｍ@example.org",
    "sam@ｅxample.org",
    "ＳＡＭ@EXAMPLE.ORG",
    "sam＠example.org",
    "sam@example．org",
    "ſam@example.org",
    "𝐬am@example.org",
    "ⓢam@example.org",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_of_an_invited_address_is_the_same_person(stage, invite, spelling):
    invite()

    guests = read_guest_list(round_=stage.round, text=f'"{spelling}",Sam,{stage.groups[0].name}')

    assert guests.lines[0].problems == (
        "This person is invited already. You can send the invitation again from the list.",
    )


def test_twelve_spellings_in_one_list_are_one_person(stage):
    text = "\n".join(f'"{spelling}",Sam,{stage.groups[0].name}' for spelling in SPELLINGS)

    guests = read_guest_list(round_=stage.round, text=text)

    assert [bool(line.problems) for line in guests.lines] == [False] + [True] * 11
