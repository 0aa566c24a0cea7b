"""What a curator sees of the files they brought."""

from django.db.models import QuerySet

from mhin.accounts.models import User
from solutions.models import CatalogueImport, ImportRow

LATEST = 20


def imports_of(user: User) -> QuerySet[CatalogueImport]:
    """The files one person brought; nobody sees another's. The file itself is never read for a page."""
    return CatalogueImport.objects.filter(uploaded_by=user).defer("content")


def latest_imports_of(user: User) -> QuerySet[CatalogueImport]:
    return imports_of(user)[:LATEST]


def import_rows(brought: CatalogueImport, *, action: str = "") -> QuerySet[ImportRow]:
    rows = ImportRow.objects.filter(catalogue_import=brought).order_by("position")
    return rows.filter(action=action) if action else rows
