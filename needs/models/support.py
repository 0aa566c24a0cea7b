"""Who says of a need: this is my need, too."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from needs.models.need import Need


class NeedSupport(models.Model):
    """Somebody signed in says "this is my need, too", once a need and person."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="need_supports")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "user"],
                name="needs_needsupport_once_a_person",
                violation_error_message="You support this need already.",
            )
        ]

    def __str__(self) -> str:
        return f"support of {self.need_id}"
