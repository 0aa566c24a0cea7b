import pytest
from django.db import IntegrityError

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "email", ["ann@example.org", "Ann@Example.org", "\N{FULLWIDTH LATIN SMALL LETTER A}nn@example.org"]
)
def test_two_people_cannot_share_an_address_that_looks_the_same(email):
    UserFactory(email="ann@example.org")

    with pytest.raises(IntegrityError, match="accounts_user_email_unique"):
        UserFactory(email=email)
