"""The rules for passwords, and the words in which they are given."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from mhin.accounts.models import User


def refusals(password):
    with pytest.raises(ValidationError) as caught:
        validate_password(password, User(name="Rosalind Franklin", email="carer@example.org"))
    return caught.value.messages


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("eleven char", "Use at least 12 characters in your password."),
        ("carer@example.org1", "Choose a password that is less like your name or email address."),
        ("rosalindfranklin", "Choose a password that is less like your name or email address."),
        ("justinbieber", "Many people use this password, so it is easy to guess. Choose another one."),
    ],
)
def test_a_password_is_refused_in_words_that_say_what_to_do(password, words):
    assert refusals(password) == [words]


def test_a_long_and_new_password_is_taken():
    validate_password("a long and quiet sentence", User(email="carer@example.org"))


@pytest.mark.django_db
def test_the_page_says_what_a_password_needs(client):
    page = client.get(reverse("account_signup")).text

    assert [text for text in password_validators_help_texts() if text not in page] == []
    assert "Use at least 12 characters. Three random words work well." in page
