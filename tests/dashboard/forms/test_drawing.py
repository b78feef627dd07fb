"""A list of choices is drawn as Django's own template draws it."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from dashboard.forms.drawing import FormRenderer

CHOICES = [("", "Any"), ("a&b", '<b> "quoted"'), (7, "seven"), ("More", [("x", "under"), ("y", "another")])]


class _Filters(forms.Form):
    one = forms.ChoiceField(choices=CHOICES, widget=forms.Select(attrs={"class": "x", "disabled": False}))
    many = forms.MultipleChoiceField(choices=CHOICES)
    text = forms.CharField(widget=forms.TextInput(attrs={"class": "x", "data-y": '"<'}))
    day = forms.DateField(required=False)
    kept = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    "chosen",
    [{}, {"one": "a&b", "many": ["y", "7"], "text": 'a"<b', "day": "2026-01-02"}, {"one": "7", "kept": 0}],
)
def test_choices_are_drawn_as_djangos_template_draws_them(chosen: dict[str, object]) -> None:
    ours, theirs = (_Filters(chosen, renderer=renderer) for renderer in (FormRenderer(), TemplatesSetting()))
    for name in _Filters.base_fields:
        drawn = re.sub(r">\s+<", "><", str(theirs[name])).strip()
        assert str(ours[name]) == drawn
