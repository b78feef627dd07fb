"""Every tag and filter of the pages under one name: ``{% load desk %}``."""

from django import template

from dashboard.templatetags import (
    clocks,
    contacts,
    durations,
    fields,
    files,
    hours,
    icons,
    instants,
    keys,
    links,
    numbers,
    status,
    undoing,
)

register = template.Library()

_WORDS = (clocks, contacts, durations, files, hours, instants, links, numbers, status, undoing)

for part in (fields, icons, keys, *_WORDS):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
