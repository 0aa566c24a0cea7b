"""A restored backup brings people back: the log of erasures, kept elsewhere, sends them away again."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from governance.services.erasure import erase_person
from mhin.accounts.fingerprints import fingerprint
from mhin.accounts.models import Erasure, User
from ratings.models import Invitation
from tests.factories.accounts import ErasureFactory, UserFactory
from tests.factories.mail import OutgoingMailFactory
from tests.factories.ratings import InvitationFactory

pytestmark = pytest.mark.django_db
EARLIER, LATER = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)


def run(*args):
    out = io.StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def somebody(joined):
    return UserFactory(email="ann@example.org", date_joined=joined)


@pytest.fixture
def copy(tmp_path):
    """What list_erasures printed after somebody had been erased, and before the backup was restored."""
    path = tmp_path / "erasures"
    path.write_text(f"{fingerprint('ann@example.org')} 2026-02-01T12:00:00+00:00\n")
    return path


def test_who_is_older_than_their_erasure_is_erased_again(copy):
    user = somebody(EARLIER)

    said = run("reapply_erasures", copy)

    assert said == "1 erasures read from the copy, 1 people erased again.\n"
    assert not User.objects.filter(pk=user.pk).exists()


def test_who_came_back_by_themselves_stays(copy):
    user = somebody(LATER)

    run("reapply_erasures", copy)

    assert User.objects.filter(pk=user.pk).exists()


def test_invitations_and_mails_without_an_account_go_again(copy):
    old = InvitationFactory(email="ann@example.org")
    Invitation.objects.filter(pk=old.pk).update(created_at=EARLIER)
    OutgoingMailFactory(to="Ann@example.org", created_at=LATER)

    run("reapply_erasures", copy)

    assert not Invitation.objects.filter(pk=old.pk).exists()


def test_running_it_twice_erases_nobody_twice(copy):
    somebody(EARLIER)
    run("reapply_erasures", copy)

    assert run("reapply_erasures", copy) == "0 erasures read from the copy, 0 people erased again.\n"


def test_what_list_erasures_prints_is_what_reapply_erasures_reads(tmp_path):
    erase_person(user=somebody(EARLIER), by=None)
    (tmp_path / "copy").write_text(run("list_erasures"))

    assert run("reapply_erasures", tmp_path / "copy").startswith("0 erasures read")
    assert run("list_erasures").count("\n") == 1
    assert "ann@example.org" not in run("list_erasures")


@pytest.mark.parametrize(
    "line", ["ann@example.org 2026-02-01", "0" * 64, "0" * 64 + " tomorrow", "0" * 64 + " 2026-02-01"]
)
def test_a_copy_that_is_not_one_is_refused_as_a_whole(copy, line):
    user = somebody(EARLIER)
    copy.write_text(copy.read_text() + line)

    with pytest.raises(CommandError, match="Line 2"):
        run("reapply_erasures", copy)
    assert User.objects.filter(pk=user.pk).exists()


def test_a_new_secret_key_knows_the_erasures_of_the_old_one_while_it_stands_beside_it(copy, settings):
    user = somebody(EARLIER)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key"

    run("reapply_erasures", copy)

    assert not User.objects.filter(pk=user.pk).exists()


def test_without_the_old_key_nobody_can_tell_whom_the_log_means(copy, settings):
    user = somebody(EARLIER)
    settings.SECRET_KEY = "a new key"

    run("reapply_erasures", copy)

    assert User.objects.filter(pk=user.pk).exists()


def test_the_fingerprint_is_of_the_folded_address():
    assert fingerprint(" Ann@Example.ORG ") == fingerprint("ann@example.org")
    assert "ann" not in fingerprint("ann@example.org")
    assert Erasure.objects.filter(pk=ErasureFactory(fingerprint=fingerprint("b@example.org")).pk).exists()
