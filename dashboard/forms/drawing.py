"""How forms are drawn: by their templates, but for lists of choices."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_SELECT = "django/forms/widgets/select.html"


class FormRenderer(TemplatesSetting):
    """Django's renderer, which writes a list of choices itself.

    Its template takes two more for each choice: of a queue's page, whose filters have fifty, that
    was a sixth of the time.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return a widget as HTML."""
        if template_name == _SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    choices = format_html_join("", "{}", ((group,) for group in _groups(widget)))
    return format_html(
        '<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), choices
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
