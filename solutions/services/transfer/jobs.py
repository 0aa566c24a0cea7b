"""A file on its way into the catalogue: brought, checked by a worker, confirmed, written by a worker.

The steps that read the file run in a Celery worker; the sweeper takes what no worker took, so nothing rests on Redis.
"""

import logging
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from celery import shared_task
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import F
from django.db.models.functions import Now
from import_export.exceptions import ImportError as RowError
from kombu.exceptions import OperationalError

from mhin.accounts.models import User
from mhin.audit.services import record_event
from mhin.common.uploads import UploadRefused, read_upload_apart, sniff
from needs.services.history import CurationError
from solutions.models import CatalogueImport, ImportRow
from solutions.models.catalogue_import import HOLDS_FILE, ImportStatus
from solutions.services.transfer.plan import (
    CHANGED,
    NEW,
    PROBLEM,
    UNCHANGED,
    Plan,
    TransferError,
    plan_import,
    write_import,
)

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(hours=24)
MOST_ATTEMPTS = 3
SECONDS = 280  # to write 20,000 rows; twice this stays below the broker's visibility timeout
FAILED = "The portal could not work on this file. Nothing was written."


class ImportRefused(Exception):
    """This cannot be done with the import now; the message says why."""


@transaction.atomic
def upload_import(*, file_name: str, content: bytes, by: User) -> CatalogueImport:
    """Keep a file until a worker has looked at it. What the same person brought before and never confirmed is dropped.

    Raises UploadRefused for what can be seen without opening the file.
    """
    sniff(content)
    User.objects.select_for_update().get(pk=by.pk)  # one upload of a person at a time
    if CatalogueImport.objects.filter(uploaded_by=by, status=ImportStatus.CONFIRMED).exists():
        raise UploadRefused("Your last import is being written. Wait until it is done.")
    for older in CatalogueImport.objects.filter(
        uploaded_by=by, status__in=[ImportStatus.UPLOADED, ImportStatus.CHECKED]
    ):
        _finish(older, ImportStatus.CANCELLED, "You brought another file.")
    brought = CatalogueImport.objects.create(
        file_name=file_name[-200:],
        content=content,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        uploaded_by=by,
        expires_at=Now() + KEPT_FOR,
    )
    _record("catalogue_import_uploaded", brought, by)
    transaction.on_commit(lambda: ring_bell(brought.pk))
    return brought


@transaction.atomic
def confirm_import(*, brought: CatalogueImport, plan: str, note: str, by: User) -> None:
    """Let a worker write what the preview with this fingerprint showed."""
    locked = _locked(brought)
    if locked.status != ImportStatus.CHECKED:
        raise ImportRefused("This import can no longer be confirmed.")
    if locked.plan != plan:
        raise ImportRefused("The preview has changed since you looked at it. Look at it again.")
    locked.status, locked.note, locked.attempts, locked.taken_at = ImportStatus.CONFIRMED, note.strip(), 0, None
    locked.save()
    _record("catalogue_import_confirmed", locked, by)
    transaction.on_commit(lambda: ring_bell(locked.pk))


@transaction.atomic
def cancel_import(*, brought: CatalogueImport, by: User) -> None:
    locked = _locked(brought)
    if locked.status not in (ImportStatus.UPLOADED, ImportStatus.CHECKED):
        raise ImportRefused("This import can no longer be cancelled.")
    _finish(locked, ImportStatus.CANCELLED, "")
    _record("catalogue_import_cancelled", locked, by)


@transaction.atomic
def expire_imports() -> int:
    """Delete the files that nobody confirmed in time."""
    overdue = CatalogueImport.objects.overdue().select_for_update(skip_locked=True)
    for brought in overdue:
        _finish(brought, ImportStatus.EXPIRED, "Nobody confirmed it within 24 hours.")
        _record("catalogue_import_expired", brought, None)
    return len(overdue)


def sweep_imports() -> int:
    """What the sweeper does each time it looks: one file, so that scores never wait long."""
    expire_imports()
    waiting = CatalogueImport.objects.waiting().values_list("pk", flat=True).first()
    return 0 if waiting is None else int(work_on_import(brought_id=waiting))


@shared_task(name="solutions.work_on_import", soft_time_limit=SECONDS, time_limit=SECONDS + 10)
def work_on_import_task(brought_id: str) -> None:
    work_on_import(brought_id=UUID(brought_id))


def ring_bell(brought_id: UUID) -> None:
    try:
        work_on_import_task.apply_async((str(brought_id),), retry=False)
    except OperationalError as error:
        logger.warning("The broker did not answer, the sweeper will take import %s: %s", brought_id, error)


def work_on_import(*, brought_id: UUID) -> bool:
    """Take the next step with a file that waits: check it, or write it. Returns whether there was one to take.

    The row is marked and not locked while the file is read, so that nobody's page waits for it.
    """
    waiting = CatalogueImport.objects.waiting().filter(pk=brought_id)
    if not waiting.update(attempts=F("attempts") + 1, taken_at=Now()):
        return False
    brought = CatalogueImport.objects.select_related("uploaded_by").get(pk=brought_id)
    try:
        if brought.status == ImportStatus.CONFIRMED:
            _write(brought)
        else:
            _check(brought)
    except Exception as error:
        logger.exception("Import %s could not be worked on.", brought_id)
        passing = isinstance(error, DatabaseError) and brought.attempts < MOST_ATTEMPTS
        _settle(
            brought,
            ImportStatus(brought.status) if passing else ImportStatus.REFUSED,
            message="" if passing else FAILED,
        )
    return True


def _check(brought: CatalogueImport, message: str = "") -> None:
    try:
        plan = plan_import(read_upload_apart(bytes(brought.content)))
    except UploadRefused as error:
        _settle(brought, ImportStatus.REFUSED, message=str(error))
        return
    _settle(brought, ImportStatus.REFUSED if plan.counts[PROBLEM] else ImportStatus.CHECKED, message=message, plan=plan)


def _write(brought: CatalogueImport) -> None:
    """All or nothing. When the catalogue has changed since the preview, a new preview is made instead."""
    upload = read_upload_apart(bytes(brought.content))
    try:
        with transaction.atomic():
            note = " ".join(filter(None, (brought.note, f"By an import of {brought.file_name}.")))
            write_import(upload, expected=brought.plan, note=note, by=brought.uploaded_by)
            if not _settle(brought, ImportStatus.APPLIED):
                raise TransferError("The import was stopped.")
    except (TransferError, CurationError, RowError, ValidationError) as error:
        _check(brought, f"Nothing was written. {_first_line(error)} Look at the new preview.")


@transaction.atomic
def _settle(brought: CatalogueImport, status: ImportStatus, *, message: str = "", plan: Plan | None = None) -> bool:
    """Write down how the step ended, unless somebody has taken the import out of the worker's hands meanwhile."""
    locked = _locked(brought)
    if locked.status != brought.status:
        return False
    if plan is not None:
        _keep_plan(locked, plan)
    if status in HOLDS_FILE:
        locked.status, locked.message, locked.taken_at = status, message, None
        locked.save()
        return True
    _finish(locked, status, message)
    _record(f"catalogue_import_{status}", locked, brought.uploaded_by if status == ImportStatus.APPLIED else None)
    return True


def _keep_plan(brought: CatalogueImport, plan: Plan) -> None:
    brought.rows.all().delete()
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                catalogue_import=brought,
                position=position,
                table=row.table[:40],
                row=row.row,
                action=row.action,
                code=row.code[:60],
                changes=row.changes,
                problems=row.problems,
            )
            for position, row in enumerate(plan.rows)
        ),
        batch_size=500,
    )
    counts = plan.counts
    brought.new, brought.changed, brought.unchanged = counts[NEW], counts[CHANGED], counts[UNCHANGED]
    brought.problems, brought.plan = counts[PROBLEM], plan.fingerprint


def _finish(brought: CatalogueImport, status: str, message: str) -> None:
    """From here on the file is not needed, so it is not kept."""
    brought.status, brought.message, brought.content, brought.finished_at = status, message, b"", Now()
    brought.save()


def _locked(brought: CatalogueImport) -> CatalogueImport:
    return CatalogueImport.objects.select_for_update().get(pk=brought.pk)


def _record(action: str, brought: CatalogueImport, by: User | None) -> None:
    counts = {name: getattr(brought, name) for name in ("new", "changed", "unchanged", "problems")}
    after = {"file": brought.file_name, "sha256": brought.sha256, "bytes": brought.size, **counts}
    record_event(action, target=brought, by=by, after=after | ({"why": brought.message} if brought.message else {}))


def _first_line(error: Exception) -> str:
    cause = getattr(error, "error", error)  # django-import-export wraps what a row raised
    text = " ".join(cause.messages) if isinstance(cause, ValidationError) else str(cause)
    return (text.splitlines() or [""])[0]
