import pytest

from mhin.mail.texts import fill_text

HOSTILE = ["{{ settings.SECRET_KEY }}", "{0.__class__}", "%(name)s", "[link]", "{% include 'x' %}", "${name}", "\\1"]


def test_a_placeholder_is_filled():
    assert fill_text("Dear [name],", {"name": "Sam"}) == "Dear Sam,"


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_somebody_typed_stays_as_typed(typed):
    assert fill_text("Dear [name], see [link]", {"name": typed, "link": "L"}) == f"Dear {typed}, see L"


def test_an_unknown_placeholder_is_an_error():
    with pytest.raises(KeyError):
        fill_text("Dear [nmae],", {"name": "Sam"})
