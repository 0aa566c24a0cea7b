import pytest
from django.db import IntegrityError

from mhin.accounts.models import Erasure
from tests.factories.accounts import ErasureFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "email", ["ann@example.org", "Ann@Example.org", "\N{FULLWIDTH LATIN SMALL LETTER A}nn@example.org"]
)
def test_two_people_cannot_share_an_address_that_looks_the_same(email):
    UserFactory(email="ann@example.org")

    with pytest.raises(IntegrityError, match="accounts_user_email_unique"):
        UserFactory(email=email)


@pytest.mark.parametrize("mark", ["", "ann@example.org", "0" * 63, "G" * 64])
def test_an_erasure_holds_a_fingerprint_and_no_address(mark):
    with pytest.raises(IntegrityError, match="accounts_erasure_fingerprint_is_one"):
        ErasureFactory(fingerprint=mark)


def test_an_erasure_is_logged_once_at_a_time():
    first = ErasureFactory()

    with pytest.raises(IntegrityError, match="accounts_erasure_once_at_a_time"):
        ErasureFactory(fingerprint=first.fingerprint, at=first.at)


@pytest.mark.parametrize("act", [lambda rows: rows.update(fingerprint="0" * 64), lambda rows: rows.delete()])
def test_the_log_of_erasures_neither_changes_nor_shrinks(act):
    ErasureFactory()

    with pytest.raises(IntegrityError, match="append-only"):
        act(Erasure.objects.all())
