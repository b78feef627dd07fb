import pytest
from django import forms
from django.template import Context, Template

from dashboard.templatetags.fields import kind_of


class Order(forms.Form):
    reasons = forms.CharField(widget=forms.Textarea, help_text="Both sides read it.")
    file_number = forms.CharField(required=False)
    category = forms.ChoiceField(choices=[("t", "Terrorism")])
    urgency = forms.ChoiceField(
        choices=[("u", "Urgent"), ("o", "Ordinary")], widget=forms.RadioSelect, help_text="Why?"
    )
    considered = forms.MultipleChoiceField(choices=[("j", "Journalism")], widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("Two people are needed.")


def rendered(source: str, form: forms.Form) -> str:
    return Template("{% load desk %}" + source).render(Context({"form": form}))


def test_every_kind_of_control_is_recognised() -> None:
    assert [kind_of(bound) for bound in Order()] == [
        "plain",
        "plain",
        "plain",
        "choices",
        "choices",
        "check",
        "hidden",
    ]


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("reasons", "form-control"),
        ("file_number", "form-control"),
        ("category", "form-select"),
        ("urgency", "form-check-input"),
        ("considered", "form-check-input"),
        ("sure", "form-check-input"),
    ],
)
def test_a_control_gets_the_class_of_its_kind_once(name: str, css: str) -> None:
    form = Order()
    once = rendered("{% field form." + name + " %}", form)
    again = rendered("{% field form." + name + " %}", form)
    assert (once.count(f'class="{css}"') > 0, once) == (True, again)


def test_the_classes_of_one_form_do_not_reach_the_next() -> None:
    rendered("{% form_fields form %}", Order())
    assert "class" not in Order().fields["reasons"].widget.attrs


def test_help_and_error_are_linked_to_the_control() -> None:
    html = rendered("{% field form.reasons %}", Order({}))
    assert 'aria-invalid="true" aria-describedby="id_reasons_helptext id_reasons_error"' in html
    assert (html.count('id="id_reasons_helptext"'), html.count('id="id_reasons_error"')) == (1, 1)
    assert '<label class="form-label" for="id_reasons">' in html


def test_a_group_of_choices_is_a_fieldset_that_carries_its_notes() -> None:
    html = rendered("{% field form.urgency %}", Order({}))
    assert '<fieldset aria-describedby="id_urgency_helptext id_urgency_error">' in html
    assert [html.count(text) for text in ("<legend", 'type="radio"', 'id="id_urgency_error"')] == [1, 2, 1]


def test_a_hidden_field_is_nothing_but_its_input() -> None:
    html = rendered("{% field form.version %}", Order(initial={"version": 3}))
    assert html.strip() == '<input type="hidden" name="version" value="3" id="id_version">'


def test_what_may_stay_empty_says_so_except_in_a_bar_of_filters() -> None:
    form = Order()
    marks = [
        rendered(source, form).count("(optional)")
        for source in (
            "{% field form.file_number %}",
            "{% field form.file_number optional=False %}",
            "{% field form.file_number compact=True %}",
            "{% field form.reasons %}",
        )
    ]
    assert marks == [1, 0, 0, 0]


def test_the_summary_says_the_rule_and_leads_to_each_wrong_field() -> None:
    html = rendered(
        "{% form_errors form %}", Order({"category": "t", "sure": "on", "version": "x", "urgency": "u"})
    )
    assert '<p class="notice-title">Two people are needed.</p>' in html
    assert '<p class="notice-title">Enter a whole number.</p>' in html
    assert [html.count(f'href="#id_{name}') for name in ("reasons", "considered", "category")] == [1, 1, 0]


def test_an_untouched_form_has_no_summary() -> None:
    assert [rendered("{% form_errors form %}", form).strip() for form in (Order(), None)] == ["", ""]  # type: ignore[arg-type]


def test_all_fields_come_in_their_order_with_the_hidden_ones() -> None:
    html = rendered("{% form_fields form %}", Order())
    names = ["version", "reasons", "file_number", "category", "urgency", "considered", "sure"]
    places = [html.index(f'name="{name}"') for name in names]
    assert places == sorted(places)


def test_typed_markup_comes_back_as_text() -> None:
    html = rendered(
        "{% form_fields form %}", Order({"reasons": "</textarea><script>", "file_number": '"><script>'})
    )
    assert html.count("<script") == 0
