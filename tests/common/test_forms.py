"""Every form comes out in NHS markup: label, hint and error tied to a native control."""

import pytest
from django import forms
from django.template.loader import render_to_string


class SampleForm(forms.Form):
    name = forms.CharField(label="What is your name?", help_text="As people know you.", required=False)
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"placeholder": "you@example.org"}))
    group = forms.ChoiceField(label="Your group", choices=[("a", "Service user")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(label="Topics", choices=[("h", "Housing")], widget=forms.CheckboxSelectMultiple)
    story = forms.CharField(label="What is missing?", max_length=200, widget=forms.Textarea)
    agree = forms.BooleanField(label="I agree")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    area = forms.ChoiceField(label="Area", choices=[("", "Choose"), ("a", "London")])
    paper = forms.FileField(label="A document")


def field(name: str, data: dict[str, str] | None = None) -> str:
    return SampleForm(data)[name].as_field_group()


def test_hint_describes_the_control():
    html = field("name")

    assert '<div class="nhsuk-hint" id="id_name_helptext">As people know you.</div>' in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_optional_field_says_so():
    assert "What is your name? (optional)</label>" in field("name")


def test_optional_group_says_so():
    form = SampleForm()
    form.fields["topics"].required = False

    assert "Topics (optional)</legend>" in form["topics"].as_field_group()


def test_error_describes_the_control():
    html = field("email", {"email": "nonsense"})

    assert 'id="id_email_error"' in html
    assert 'aria-describedby="id_email_error"' in html
    assert "nhsuk-input--error" in html


def test_placeholder_is_left_out():
    assert "placeholder" not in field("email")


def test_class_of_the_widget_is_kept():
    form = SampleForm()
    form.fields["email"].widget.attrs["class"] = "nhsuk-input--width-10"

    assert 'class="nhsuk-input nhsuk-input--width-10"' in form["email"].as_field_group()


@pytest.mark.parametrize("name", ["group", "topics"])
def test_choices_are_a_native_group_with_a_legend(name):
    html = field(name)

    assert "<fieldset" in html
    assert "<legend" in html
    assert f'for="id_{name}_0"' in html
    assert f'id="id_{name}_0"' in html


def test_chosen_radio_stays_chosen():
    assert 'value="a" checked' in field("group", {"group": "a"})


def test_limited_textarea_counts_its_letters():
    html = field("story")

    assert 'data-module="nhsuk-character-count" data-maxlength="200"' in html
    assert 'aria-describedby="id_story-info"' in html


def test_checkbox_stands_before_its_label():
    html = field("agree")

    assert html.index("<input") < html.index("<label")


def test_password_can_be_shown():
    assert 'aria-controls="id_secret"' in field("secret")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("email", "Fill in “E-mail address”"),
        ("group", "Choose an answer for “Your group”"),
        ("topics", "Choose at least one answer for “Topics”"),
        ("agree", "Tick “I agree” to go on"),
        ("area", "Choose an answer for “Area”"),
        ("paper", "Choose a file for “A document”"),
    ],
)
def test_missing_answer_says_what_to_do(name, message):
    assert message in field(name, {})


def test_own_message_of_a_field_is_kept():
    form = SampleForm({})
    form.fields["email"].error_messages["required"] = "Enter your e-mail address"

    assert form["email"].messages == ["Enter your e-mail address"]


def test_error_summary_links_each_error_to_its_control():
    html = render_to_string("_components/error_summary.html", {"form": SampleForm({})})

    assert '<a href="#id_email">Fill in “E-mail address”</a>' in html
    assert '<a href="#id_group_0">Choose an answer for “Your group”</a>' in html


def test_error_summary_of_a_fresh_form_is_empty():
    assert render_to_string("_components/error_summary.html", {"form": SampleForm()}).strip() == ""


def test_error_of_the_whole_form_can_be_reached_from_the_summary():
    form = SampleForm({})
    form.add_error(None, "The two answers do not fit together.")

    summary = render_to_string("_components/error_summary.html", {"form": form})

    assert '<a href="#form-errors">The two answers do not fit together.</a>' in summary
    assert 'id="form-errors"' in str(form)


def test_hidden_fields_are_part_of_the_form():
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    assert '<input type="hidden" name="version" value="3" id="id_version">' in str(Hidden())
