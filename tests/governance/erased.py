"""Somebody of whom every table that can tell of a person has a row, each with a word that is found again."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.services.comments import save_comment
from ratings.services.reminders import address_hash
from tests.factories.accounts import UserFactory
from tests.factories.governance import MembershipFactory
from tests.factories.mail import OutgoingMailFactory
from tests.factories.needs import NeedFactory, NeedSupportFactory
from tests.factories.ratings import (
    EntrySheetFactory,
    GroupChangeRequestFactory,
    InvitationFactory,
    ReminderOptOutFactory,
)
from tests.factories.solutions import CatalogueImportFactory

WORD = "canary"
RUN_TABLES = ("ratings_scorerun", "ratings_solutionscore", "ratings_grouprelease", "ratings_rating", "ratings_swing")


def plant_person(number):
    """An account with all that hangs on it outside the rounds."""
    name, email = f"{WORD.title()} Name {number}", f"{WORD}{number}@erase.example"
    user = UserFactory(name=name, email=email)
    for address in (email, f"{WORD}.second{number}@erase.example"):
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=address == email)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": f"{WORD}{number}"})
    Client().force_login(user)
    store = SessionStore()
    store["account_login"] = {"user_pk": str(user.pk), "email": email.title()}
    store.save()
    NeedSupportFactory(user=user)
    NeedFactory(submitted_by=user, organisation_type=f"{WORD} group", submitted_source=f"{WORD} ward")
    CatalogueImportFactory(uploaded_by=user, file_name=f"{WORD}{number}.csv", content=WORD.encode())
    OutgoingMailFactory(to=email.upper(), subject=f"For {name}", body=f"Dear {name}", headers={"X": WORD})
    _plant_events(user)
    return user


def _plant_events(user):
    member = MembershipFactory(user=user, name="Published name")
    record_event("need_rejected", target=member, by=user)
    record_event("changed", target=user, by=None, before={"name": f"{WORD} née"}, after={"name": user.name})
    record_event("role_granted", target=user, by=None, after={"role": "Curator"})
    record_event(
        "changed", target=member, by=None, before={"user": user.pk}, after={"user": str(user), "role": "chair"}
    )
    record_event("noted", target=member, by=None, after={"note": f"Wrote from {user.email}.", "kept": "yes"})
    about = {"content_type": ContentType.objects.get_for_model(User), "object_id": str(user.pk)}
    LogEntry.objects.create(user=UserFactory(), object_repr=str(user), action_flag=CHANGE, **about)


def plant_in_round(stage, user, *, with_sheet=False):
    """All that somebody can give in a round."""
    participant = stage.join(user, group=user.pk % 2)
    participant.organisation = f"{WORD} trust"
    participant.save()
    stage.rate_all(participant, [(5, 5), (user.pk % 9 + 1, 6), (7, 7)])
    stage.weigh(participant, (100, user.pk % 90))
    save_comment(participant=participant, round_solution=stage.solutions[0], text=f"{WORD} comment", mark="")
    GroupChangeRequestFactory(participant=participant, group=stage.groups[1], reason=f"{WORD} reason")
    plant_invitation(stage.round, user, accepted_on="2026-11-20")
    if with_sheet:
        EntrySheetFactory(participant=participant, helper=f"{WORD} helper")


def plant_invitation(round_, user, **fields):
    invitation = InvitationFactory(round=round_, email=user.email, name=user.name, **fields)
    OutgoingMailFactory(key=invitation.mail_key, to=user.email)
    ReminderOptOutFactory(round=round_, address_hash=address_hash(user.email))


def traces():
    """Every table that still has the word, in text, in bytes or in a session, with the number of rows."""
    found = {"sessions": sum(WORD in str(row.get_decoded()).lower() for row in Session.objects.all())}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            marks = [f"%{WORD}%", f"%{WORD.encode().hex()}%"]
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE ANY(%s)', [marks])  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return {table: rows for table, rows in found.items() if rows}


def rows_of_run(round_):
    """Every stored row that the results of a round rest on, as the database writes it."""
    found = {}
    with connection.cursor() as cursor:
        for table in RUN_TABLES:
            where = {
                "ratings_scorerun": "t.round_id = %s",
                "ratings_solutionscore": "t.run_id IN (SELECT id FROM ratings_scorerun WHERE round_id = %s)",
                "ratings_grouprelease": "t.run_id IN (SELECT id FROM ratings_scorerun WHERE round_id = %s)",
            }.get(table, "t.participant_id IN (SELECT id FROM ratings_participant WHERE round_id = %s)")
            cursor.execute(f"SELECT t::text FROM {table} t WHERE {where} ORDER BY 1", [round_.pk])  # noqa: S608
            found[table] = cursor.fetchall()
    return found
