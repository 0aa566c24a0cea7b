"""What the needs hold about somebody who asks to be erased."""

from mhin.accounts.models import User
from needs.models import Need, NeedDraft, NeedEasyReadCheck, NeedMerge, NeedStatusChange, NeedSupport


def forget_sender(*, user: User) -> None:
    """The words of a need stay, nobody's: what the sender said of themselves goes, and what they support.

    Steps that the person took as a curator stay, too, without them.
    """
    Need.objects.filter(submitted_by=user).update(submitted_by=None, organisation_type="", submitted_source="")
    NeedSupport.objects.filter(user=user).delete()
    NeedStatusChange.objects.filter(by=user).update(by=None)
    NeedMerge.objects.filter(by=user).update(by=None)
    NeedMerge.objects.filter(undone_by=user).update(undone_by=None)
    NeedDraft.objects.filter(updated_by=user).update(updated_by=None)
    NeedEasyReadCheck.objects.filter(checked_by=user).update(checked_by=None)
