"""Hostile words in every text field, read by every role in a browser: nothing runs, nothing is sent anywhere."""

import pytest

from tests.common.hostile import HOSTILE
from tests.test_access import places  # noqa: F401 -- a fixture
from tests.test_hostile_texts import everything, is_html, write_everywhere

pytestmark = pytest.mark.django_db(transaction=True)

# Short fields hold only the first of the words, so each role begins with others; long fields hold all of them.
ROLES = {"visitor": 0, "stakeholder": 30, "executive": 60, "curator": 90, "administrator": 120}


@pytest.mark.parametrize(("who", "start"), ROLES.items())
def test_hostile_words_run_nothing_on_any_page(visit, client, request, places, who, start):  # noqa: F811
    pages = everything(places)
    window = visit()  # an error on the console, such as a refusal of the content security policy, fails the test
    if who != "visitor":
        window.sign_in(request.getfixturevalue(who), client)
    write_everywhere(HOSTILE[start:] + HOSTILE[:start])
    answers = {page: client.get(page) for page in pages}
    shown = [page for page, answer in answers.items() if answer.status_code == 200 and is_html(answer)]
    ran = []
    window.page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    window.page.on("request", lambda sent: ran.extend([] if sent.url.startswith(window.base_url) else [sent.url]))

    for page in shown:
        window.page.goto(page)

    assert ran == []
    assert len(shown) > 5
