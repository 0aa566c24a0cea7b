"""Forms in the NHS design system: every `{{ form }}` and every `as_field_group` comes out with its markup."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.safestring import SafeString

# The first class that a widget belongs to decides how its field is drawn.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (Input, "input"),
)
CLASSES = {
    "checkbox": "nhsuk-checkboxes__input",
    "select": "nhsuk-select",
    "textarea": "nhsuk-textarea",
    "password": "nhsuk-input nhsuk-password-input__input nhsuk-js-password-input-input",
    "file": "nhsuk-file-upload__input",
    "input": "nhsuk-input",
}
ERROR_CLASSES = {
    "select": "nhsuk-select--error",
    "textarea": "nhsuk-textarea--error",
    "password": "nhsuk-input--error",
    "input": "nhsuk-input--error",
}

# Django's "This field is required." does not say which field, nor what to do.
REQUIRED = {
    "checkboxes": "Choose at least one answer for “{}”",
    "radios": "Choose an answer for “{}”",
    "select": "Choose an answer for “{}”",
    "checkbox": "Tick “{}” to go on",
    "file": "Choose a file for “{}”",
}


class NhsBoundField(BoundField):
    """A field that knows its NHS component, its control's classes and where an error link should lead."""

    @property
    def kind(self) -> str:
        widget = self.field.widget
        return next((kind for cls, kind in KINDS if isinstance(widget, cls)), "group")

    @property
    def character_limit(self) -> int | None:
        return self.field.widget.attrs.get("maxlength") if self.kind == "textarea" else None

    @property
    def optional(self) -> bool:
        return not self.field.required and self.kind != "checkbox"

    @property
    def error_target(self) -> str:
        """The id that takes the keyboard when somebody follows the link of this field's error."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def messages(self) -> list[str]:
        """The field's errors in words that say what to do, unless the field brings its own."""
        default = forms.Field.default_error_messages["required"]
        plain = REQUIRED.get(self.kind, "Fill in “{}”").format(self.label)
        return [plain if message == default else str(message) for message in self.errors]

    def control(self) -> SafeString:
        """The native control alone, without label, hint and error."""
        own = self.field.widget.attrs.get("class", "")
        classes = [CLASSES.get(self.kind, ""), ERROR_CLASSES.get(self.kind, "") if self.errors else "", own]
        attrs: dict[str, Any] = {"placeholder": False, "class": " ".join(filter(None, classes)) or False}
        if self.character_limit:
            described = [f"{self.auto_id}-info", self.aria_describedby]
            attrs |= {
                "aria-describedby": " ".join(filter(None, described)),
                "class": f"{attrs['class']} nhsuk-js-character-count",
            }
        if self.kind == "password":
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
        return self.as_widget(attrs=attrs)


class NhsRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    formset_template_name = "django/forms/formsets/div.html"
    field_template_name = "forms/field.html"
    bound_field_class = NhsBoundField
