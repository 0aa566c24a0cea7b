"""What the solutions hold about somebody who asks to be erased."""

from django.db.models.functions import Coalesce, Now

from mhin.accounts.models import User
from solutions.models import CatalogueImport, SolutionDraft, SolutionEasyReadCheck, SolutionStatusChange
from solutions.models.catalogue_import import HOLDS_FILE


def forget_curator(*, user: User) -> None:
    """What the person did to the catalogue stays, without them. A file that waits is cancelled and emptied."""
    SolutionStatusChange.objects.filter(by=user).update(by=None)
    SolutionDraft.objects.filter(updated_by=user).update(updated_by=None)
    SolutionEasyReadCheck.objects.filter(checked_by=user).update(checked_by=None)
    brought = CatalogueImport.objects.filter(uploaded_by=user)
    brought.filter(status__in=HOLDS_FILE).update(
        status=CatalogueImport.Status.CANCELLED, content=b"", finished_at=Coalesce("finished_at", Now())
    )
    brought.update(uploaded_by=None, file_name="")
