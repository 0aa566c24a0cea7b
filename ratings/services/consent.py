"""What people agree to before they take part, and the record that they did."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ratings.models import ConsentEvent, Participant


@dataclass(frozen=True)
class ConsentText:
    """One version of the text. Its words are templates/ratings/consent/VERSION.html and never change."""

    version: str
    sha256: str

    @property
    def template(self) -> str:
        return f"ratings/consent/{self.version}.html"


# The last one is asked for. A change of meaning is a new file and a new line here; people are then asked again.
TEXTS = (ConsentText("2026-11", "8c1d3904eb90165917fec9bc209d478fe9c60978c2f3ea7d565940581ecbf0fa"),)
CURRENT = TEXTS[-1]


class ConsentNeededError(PermissionDenied):
    """Nothing was saved: the person has not agreed to the text of today, or has withdrawn. Pages answer 403."""

    def __init__(self) -> None:
        super().__init__("Please read how your answers are used, and agree, before you go on.")


def agreed_text(participant: Participant) -> ConsentText | None:
    """The words that the person agreed to last. None for a version from before the portal kept its words."""
    return next((text for text in TEXTS if text.version == participant.consent_version), None)


def has_live_consent(participant: Participant) -> bool:
    return participant.consent_version == CURRENT.version


def lock_consenting(participant: Participant) -> None:
    """Hold the person's row until the transaction ends. Raises ConsentNeededError."""
    locked = Participant.objects.select_for_update().filter(pk=participant.pk).only("pk", "consent_version").first()
    if locked is None or not has_live_consent(locked):
        raise ConsentNeededError


def record_consent(*, participant: Participant, action: str, channel: str = ConsentEvent.Channel.PAGE) -> None:
    """Part of the caller's transaction. No audit event: its time would lead to the answers (docs/adr/0007)."""
    text = agreed_text(participant) or CURRENT
    ConsentEvent.objects.create(
        participant=participant, version=text.version, sha256=text.sha256, action=action, channel=channel
    )


@transaction.atomic
def give_consent(*, participant: Participant) -> None:
    """Agree to the text of today. Doing it twice leaves one record."""
    locked = Participant.objects.select_for_update().get(pk=participant.pk)
    if has_live_consent(locked):
        return
    locked.consent_version = CURRENT.version
    locked.save(update_fields=["consent_version"])
    record_consent(participant=locked, action=ConsentEvent.Action.GIVEN)
