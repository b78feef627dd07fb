"""Fields of Django's forms with Tabler's classes; errors and help are linked to the control."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()

CHOICE_LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def kind_of(bound: BoundField) -> str:
    """Return how the field is laid out: "hidden", "check", "choices" or "plain"."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, CHOICE_LISTS):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "plain"


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, (*CHOICE_LISTS, forms.CheckboxInput)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _dress(widget: forms.Widget, *extra: str) -> None:
    """Give ``widget`` its classes. A form's widgets are its own copies: nobody else sees them."""
    parts = widget.widgets if isinstance(widget, forms.MultiWidget) else [widget]
    for part in parts:
        present = str(part.attrs.get("class", "")).split()
        wanted = [name for name in (_css_class(part), *extra) if name not in present]
        part.attrs["class"] = " ".join([*present, *wanted])


@register.inclusion_tag("components/_field.html")
def field(
    bound: BoundField, hide_label: bool = False, compact: bool = False, optional: bool = True
) -> dict[str, Any]:
    """Render label, control, help and errors of one field.

    ``compact`` is for bars of filters; ``optional`` marks what may stay empty.
    """
    kind = kind_of(bound)
    if kind != "hidden":
        _dress(bound.field.widget, *(("form-control-sm",) if compact and kind == "plain" else ()))
    return {
        "field": bound,
        "kind": kind,
        "hide_label": hide_label,
        "compact": compact,
        "mark_optional": optional and not compact and not bound.field.required and kind == "plain",
    }


@register.inclusion_tag("components/_form_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """Render every field of ``form`` in its order, the hidden ones with them."""
    return {"form": form}


@register.inclusion_tag("components/_form_errors.html")
def form_errors(form: forms.BaseForm | None) -> dict[str, Any]:
    """Render what is wrong with the form as a whole, and how many fields need another look."""
    if form is None or not form.is_bound:
        return {"general": [], "wrong": []}
    wrong = [bound for bound in form.visible_fields() if bound.errors]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {"general": [*form.non_field_errors(), *hidden], "wrong": wrong}
