"""How forms are drawn: by their templates, but for what a list's filters are made of."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_SELECT = "django/forms/widgets/select.html"
_INPUTS = frozenset(f"django/forms/widgets/{name}.html" for name in ("text", "input", "hidden", "date"))


class FormRenderer(TemplatesSetting):
    """Django's renderer, which writes lists of choices and plain inputs itself.

    Its templates take two more for each choice: of a queue's page, whose filters have fifty, that
    was a sixth of the time.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return a widget as HTML."""
        if template_name == _SELECT:
            return _select(context["widget"])
        if template_name in _INPUTS:
            return _input(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    choices = format_html_join("", "{}", ((group,) for group in _groups(widget)))
    return format_html(
        '<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), choices
    )


def _input(widget: Mapping[str, Any]) -> SafeString:
    said = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], said, _attributes(widget["attrs"])
    )


def _groups(widget: Mapping[str, Any]) -> Iterator[SafeString]:
    for name, choices, _place in widget["optgroups"]:
        drawn = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((choice["value"], _attributes(choice["attrs"]), choice["label"]) for choice in choices),
        )
        yield format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    given = ((name, value) for name, value in attributes.items() if value is not False)
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in given
        ),
    )
