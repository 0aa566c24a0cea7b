from django import forms

from needs.models import Area


class SolutionFilterForm(forms.Form):
    area = forms.ModelChoiceField(
        Area.objects.all(), label="Area", to_field_name="slug", required=False, empty_label="All areas"
    )

    @property
    def area_slug(self) -> str:
        """An area that does not exist filters nothing."""
        area = self.cleaned_data.get("area") if self.is_valid() else None
        return area.slug if area else ""
