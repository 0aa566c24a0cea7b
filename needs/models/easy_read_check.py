"""Who looked over the easy-read text of a need."""

from django.db import models
from django.db.models import Q

from mhin.common.curation import EasyReadCheck
from needs.models.need import Need


class NeedEasyReadCheck(EasyReadCheck):
    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="easy_read_check")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="needs_needeasyreadcheck_has_text")]
