"""The secret address at which a sender sees what became of a need. Nothing is stored: the address proves itself."""

from django.core.signing import BadSignature, Signer

from needs.models import Need


def _signer() -> Signer:
    """Made when used: a process that lacks its key must be able to say so at start."""
    return Signer(sep="~", salt="needs.receipt")


def receipt_of(need: Need) -> str:
    return _signer().sign(need.code)


def need_of_receipt(receipt: str) -> Need:
    """The need that the receipt was given for, or `Need.DoesNotExist`."""
    try:
        code = _signer().unsign(receipt)
    except BadSignature as error:
        raise Need.DoesNotExist from error
    return Need.objects.select_related("merged_into", "area", "submitted_like").get(code=code)
