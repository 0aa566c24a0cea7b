"""What people change of their own part in a round, apart from the answers."""

from typing import Any

from django import forms

from ratings.models import Participant
from ratings.region_field import offer_regions, own_region_field


class AboutYouForm(forms.Form):
    """The region and the organisation are the person's own to say, to change and to take out."""

    region = own_region_field()
    organisation = forms.CharField(
        label="Which organisation are you with?",
        help_text="Leave this empty if you take part as yourself.",
        max_length=150,
        required=False,
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        own = {"region": participant.region_id, "organisation": participant.organisation}
        super().__init__(*args, initial=own, **kwargs)
        offer_regions(self, participant.round)
