"""Form fields that the admin of several rooms has."""

from typing import Any

from django import forms

from mhin.common.links import link_problem


class AddressesField(forms.CharField):
    """Web addresses, one a line; kept as a list."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 80})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        addresses = super().clean(value).split()
        for address in addresses:
            if problem := link_problem(address):
                raise forms.ValidationError(f"{address} {problem}.")
        return addresses

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != (data or "").split()
