"""A curator reads comments in a browser: no barrier, and what is typed goes to the boards."""

import pytest
from playwright.sync_api import expect

from ratings.disclosure import release_comments
from ratings.models import Comment
from tests.factories.ratings import CommentFactory

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 768, 1280)


@pytest.fixture
def window(visit, client, curator):
    def open_window(width=1280):
        visitor = visit(width)
        visitor.sign_in(curator, client)
        return visitor

    return open_window


def write(stage, text):
    return CommentFactory(participant=stage.join(), round_solution=stage.solutions[0], text=text)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_are_free_of_barriers(window, stage, width):
    write(stage, "My nurse Sam Okoro at the Elm Street clinic was kind.\n\n" + "A long_word_without_an_end" * 4)
    visitor = window(width)

    found = {path: visitor.faults(path) for path in ("/comments/", f"/rounds/{stage.round.slug}/comments/")}
    visitor.page.get_by_text("Hide it instead").click()
    visitor.page.get_by_role("button", name="Hide", exact=False).last.click()
    expect(visitor.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    found["error"] = visitor.axe_violations()

    assert found == {name: [] for name in found}


def test_comments_are_read_one_after_the_other(window, stage):
    for n in range(8):
        write(stage, f"Sam {n} helped me.")
    page = window().page
    page.goto("/admin/")
    page.get_by_role("link", name="Comments waiting to be read").click()
    page.get_by_role("link", name=stage.round.title).click()

    for n in range(7):
        page.get_by_label("What others may read").first.fill(f"Somebody helped me, {n}.")
        page.get_by_role("button", name="Release").first.click()
        expect(page.get_by_label("What others may read")).to_have_count(7 - n)
    page.get_by_text("Hide it instead").click()
    page.get_by_label("It is about something else").check()
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_text("There are none here.")).to_be_visible()

    shown = release_comments(round_=stage.round, round_solution=stage.solutions[0])
    assert sorted(shown) == [f"Somebody helped me, {n}." for n in range(7)]
    assert Comment.objects.get(status="hidden").hidden_because == "off_topic"
