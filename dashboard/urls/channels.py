"""Addresses of the flagged channels."""

from django.urls import URLPattern, path

from dashboard.views import channel_page

urlpatterns: list[URLPattern] = [
    path("channels/", channel_page.channels, name="channels"),
    path("channels/<uuid:channel>/", channel_page.channel, name="channel"),
    path("channels/<uuid:channel>/sighting/", channel_page.channel_sighting, name="channel_sighting"),
    path("channels/<uuid:channel>/title/", channel_page.channel_title, name="channel_title"),
    path("channels/<uuid:channel>/name/", channel_page.channel_alias, name="channel_alias"),
    path(
        "channels/<uuid:channel>/name/<uuid:alias>/remove/",
        channel_page.channel_unalias,
        name="channel_unalias",
    ),
    path("channels/<uuid:channel>/successor/", channel_page.channel_successor, name="channel_successor"),
    path(
        "channels/<uuid:channel>/successor/<uuid:succession>/unlink/",
        channel_page.channel_unlink,
        name="channel_unlink",
    ),
]
