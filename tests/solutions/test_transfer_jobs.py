"""A file from the upload to the end, and what keeps two workers, two tabs and the clock from doing harm."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from mhin.audit.models import AuditEvent
from mhin.common.uploads import UploadRefused
from needs.models import Need
from solutions.models import CatalogueImport
from solutions.services.transfer.jobs import (
    ImportRefused,
    cancel_import,
    confirm_import,
    sweep_imports,
    upload_import,
    work_on_import,
)
from solutions.services.transfer.taking_out import export_csv
from tests.factories.needs import AreaFactory, NeedFactory
from tests.solutions.transfer_files import need_row, needs_file

pytestmark = pytest.mark.django_db
Status = CatalogueImport.Status


@pytest.fixture
def good_file():
    return needs_file(need_row(area=AreaFactory().code))


def brought_and_checked(content, by, name="needs.csv"):
    brought = upload_import(file_name=name, content=content, by=by)
    work_on_import(brought_id=brought.pk)
    brought.refresh_from_db()
    return brought


def confirmed_and_worked_on(brought, by, note=""):
    confirm_import(brought=brought, plan=brought.plan, note=note, by=by)
    work_on_import(brought_id=brought.pk)
    brought.refresh_from_db()
    return brought


def test_a_good_file_waits_for_a_yes(curator, good_file):
    brought = brought_and_checked(good_file, curator)

    assert (brought.status, brought.new, brought.problems) == (Status.CHECKED, 1, 0)
    assert not Need.objects.exists()


def test_a_confirmed_file_is_written_and_no_longer_kept(curator, good_file):
    brought = confirmed_and_worked_on(brought_and_checked(good_file, curator), curator)

    assert (brought.status, bytes(brought.content)) == (Status.APPLIED, b"")
    assert Need.objects.get(code="N90").title == "Night help"


def test_what_was_written_is_audited_with_the_fingerprint_of_the_file(curator, good_file):
    confirmed_and_worked_on(brought_and_checked(good_file, curator), curator)

    event = AuditEvent.objects.get(action="catalogue_import_applied")
    assert (event.actor_id, event.after["sha256"], event.after["new"]) == (
        str(curator.pk),
        sha256(good_file).hexdigest(),
        1,
    )


def test_the_needs_it_wrote_are_audited_as_the_curators_act(curator, good_file):
    confirmed_and_worked_on(brought_and_checked(good_file, curator), curator)

    assert AuditEvent.objects.get(action="need_published").actor_id == str(curator.pk)


def test_a_file_with_problems_is_refused_and_not_kept(curator):
    brought = brought_and_checked(needs_file(need_row(area="nowhere")), curator)

    assert (brought.status, brought.problems, bytes(brought.content)) == (Status.REFUSED, 1, b"")
    assert brought.rows.get().problems == [["E (area)", "There is no area “nowhere”."]]


def test_a_damaged_workbook_is_refused_with_the_reason(curator):
    brought = brought_and_checked(b"PK\x03\x04 and nothing more", curator)

    assert (brought.status, brought.message[:24]) == (Status.REFUSED, "The workbook is damaged,")


def test_what_can_be_seen_at_once_is_not_even_stored(curator):
    with pytest.raises(UploadRefused):
        upload_import(file_name="x.csv", content=b"<html>", by=curator)

    assert not CatalogueImport.objects.exists()


def test_a_problem_in_one_row_keeps_all_rows_out(curator, good_file):
    area = AreaFactory().code
    brought = brought_and_checked(needs_file(need_row(area=area), need_row(code="N91", area="nowhere")), curator)

    with pytest.raises(ImportRefused):
        confirm_import(brought=brought, plan=brought.plan, note="", by=curator)
    assert not Need.objects.exists()


def test_a_changed_catalogue_asks_for_a_new_look(curator):
    need = NeedFactory(code="N90", title="Day help")
    brought = brought_and_checked(needs_file(need_row(area=need.area.code)), curator)
    Need.objects.filter(pk=need.pk).update(title="Evening help")

    confirmed_and_worked_on(brought, curator)

    assert (brought.status, brought.message[:20]) == (Status.CHECKED, "Nothing was written.")
    assert brought.rows.get().changes == [["title", "Evening help", "Night help"]]


def test_one_bad_row_keeps_the_good_row_out(curator):
    area = AreaFactory()
    need = NeedFactory(code="N90", title="Day help", area=area)
    content = needs_file(need_row(code="N80", area=area.code), need_row(area=area.code, title=" "))
    brought = brought_and_checked(content, curator)

    assert brought.status == Status.REFUSED
    assert list(Need.objects.all()) == [need]


def test_what_the_database_refuses_in_the_last_row_undoes_the_first(curator):
    area = AreaFactory().code
    brought = brought_and_checked(needs_file(need_row(area=area), need_row(code="N91", area=area)), curator)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF NEW.code = 'N91' THEN RAISE 'not this one'; END IF; RETURN NEW; END $$;"
            "CREATE TRIGGER refuse BEFORE INSERT ON needs_need FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()"
        )

    confirmed_and_worked_on(brought, curator)

    assert not Need.objects.exists()
    assert (brought.status, brought.message[:33]) == (Status.CHECKED, "Nothing was written. not this one")


def test_a_confirmation_names_the_preview_that_was_seen(curator, good_file):
    brought = brought_and_checked(good_file, curator)

    with pytest.raises(ImportRefused, match="has changed"):
        confirm_import(brought=brought, plan="0" * 64, note="", by=curator)


def test_confirming_twice_writes_once(curator, good_file):
    brought = brought_and_checked(good_file, curator)
    confirmed_and_worked_on(brought, curator)

    with pytest.raises(ImportRefused):
        confirm_import(brought=brought, plan=brought.plan, note="", by=curator)


def test_a_second_worker_leaves_a_taken_file_alone(curator, good_file):
    brought = upload_import(file_name="x.csv", content=good_file, by=curator)
    CatalogueImport.objects.update(taken_at=timezone.now())

    assert work_on_import(brought_id=brought.pk) is False


def test_a_file_whose_worker_died_is_taken_again(curator, good_file):
    brought = upload_import(file_name="x.csv", content=good_file, by=curator)
    CatalogueImport.objects.update(taken_at=timezone.now() - timedelta(minutes=6))

    assert work_on_import(brought_id=brought.pk) is True


def test_the_sweeper_checks_what_no_worker_checked(curator, good_file):
    upload_import(file_name="x.csv", content=good_file, by=curator)

    call_command("sweep", "--once")

    assert CatalogueImport.objects.get().status == Status.CHECKED


def test_a_file_that_breaks_the_reader_is_refused(curator, good_file):
    brought = upload_import(file_name="x.csv", content=good_file, by=curator)
    CatalogueImport.objects.update(content=b"\xff" * 10)

    work_on_import(brought_id=brought.pk)

    brought.refresh_from_db()
    assert brought.status == Status.REFUSED


def test_after_a_day_the_file_is_deleted(curator, good_file):
    brought = brought_and_checked(good_file, curator)
    now = timezone.now()
    CatalogueImport.objects.update(uploaded_at=now - timedelta(hours=25), expires_at=now - timedelta(hours=1))

    sweep_imports()

    brought.refresh_from_db()
    assert (brought.status, bytes(brought.content)) == (Status.EXPIRED, b"")


def test_another_file_replaces_the_one_before(curator, good_file):
    first = brought_and_checked(good_file, curator)

    upload_import(file_name="x.csv", content=good_file, by=curator)

    first.refresh_from_db()
    assert (first.status, bytes(first.content)) == (Status.CANCELLED, b"")


def test_a_file_cannot_be_brought_while_another_is_written(curator, good_file):
    brought = brought_and_checked(good_file, curator)
    confirm_import(brought=brought, plan=brought.plan, note="", by=curator)

    with pytest.raises(UploadRefused, match="being written"):
        upload_import(file_name="x.csv", content=good_file, by=curator)


def test_a_cancelled_file_is_deleted(curator, good_file):
    brought = brought_and_checked(good_file, curator)

    cancel_import(brought=brought, by=curator)

    brought.refresh_from_db()
    assert (brought.status, bytes(brought.content)) == (Status.CANCELLED, b"")


def test_a_file_cancelled_while_it_is_checked_stays_cancelled(curator, good_file):
    brought = upload_import(file_name="x.csv", content=good_file, by=curator)
    cancel_import(brought=brought, by=curator)

    assert work_on_import(brought_id=brought.pk) is False


def test_an_export_brought_back_has_nothing_to_confirm(curator):
    NeedFactory.create_batch(3)

    brought = brought_and_checked(export_csv(sheet="Needs", by=curator), curator)

    assert (brought.status, brought.new, brought.changed, brought.unchanged) == (Status.CHECKED, 0, 0, 3)
