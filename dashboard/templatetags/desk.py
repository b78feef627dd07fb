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
    links,
    numbers,
    status,
)

register = template.Library()

for part in (clocks, contacts, durations, fields, files, hours, icons, instants, links, numbers, status):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
