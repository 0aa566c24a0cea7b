"""The part of erasing a person that is about their account. governance.services.erasure does the whole."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import ProtectedError, Q
from django.db.models.functions import Now

from mhin.accounts.fingerprints import fingerprint
from mhin.accounts.keepers import lock_administrators
from mhin.accounts.models import Erasure, User
from mhin.audit.services import ERASED

EMPTIED = "erased-{}@erased.invalid"  # never an address: ".invalid" has no mailboxes


class ErasureError(ValueError):
    """The person cannot be erased now; the message says why and what to do."""


def lock_account(*, user: User) -> User | None:
    """The account, which nothing new can hang on until the transaction ends; None when it is gone or empty already.

    Of two administrators who erase each other at once one waits here, and then finds themselves the last.
    """
    keepers = lock_administrators()
    locked = User.objects.select_for_update(of=("self",)).filter(pk=user.pk).exclude(email=EMPTIED.format(user.pk))
    account = locked.first()
    if account is not None and keepers == [account.pk]:
        raise ErasureError("This is the last administrator. Give somebody else that role first.")
    return account


def log_erasure(*, addresses: Collection[str]) -> Erasure:
    """The first of the rows, one an address. Their time is the transaction's."""
    rows = [Erasure.objects.create(fingerprint=fingerprint(address)) for address in sorted(addresses)]
    return rows[0]


def forget_account(*, user: User) -> bool:
    """Delete the account, or empty it when acts in office name it, such as a decision. Whether it was deleted.

    An emptied account keeps a number alone: the act then still has one doer, who is nobody.
    """
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(Q(user=user) | Q(content_type=kind, object_id=str(user.pk))).delete()
    try:
        User.objects.get(pk=user.pk).delete()
    except ProtectedError:
        _empty(user)
        return False
    return True


def _empty(user: User) -> None:
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(
        email=EMPTIED.format(user.pk),
        name=ERASED,
        password=user.password,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        last_login=None,
        date_joined=Now(),
    )


def forget_address(*, address: str) -> None:
    """Where somebody else has noted the address as theirs and never confirmed it."""
    EmailAddress.objects.filter(email__iexact=address, verified=False).delete()


def forget_sessions(*, user: User | None, addresses: Collection[str]) -> int:
    """Sign the person out everywhere, and forget what they had begun on a page of sign-in."""
    keys = [row.session_key for row in Session.objects.iterator() if _is_of(row.get_decoded(), user, addresses)]
    return Session.objects.filter(pk__in=keys).delete()[0]


def _is_of(session: dict[str, Any], user: User | None, addresses: Collection[str]) -> bool:
    signing_in = session.get("account_login") or {}
    if user is not None and str(user.pk) in (session.get("_auth_user_id"), signing_in.get("user_pk")):
        return True
    text = json.dumps(session, default=str).lower()
    return any(f'"{address}"' in text for address in addresses)


def learn_erasures(*, copied: Sequence[tuple[str, datetime]]) -> int:
    """Take fingerprints and times from a copy of the log. How many were not known; twice is harmless."""
    before = Erasure.objects.count()
    rows = [Erasure(fingerprint=mark, at=at) for mark, at in copied]
    Erasure.objects.bulk_create(rows, ignore_conflicts=True)
    return Erasure.objects.count() - before
