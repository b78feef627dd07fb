"""Runs inside the virtual environment: the least that could be done, measured beside what we do.

Of a filing API: a bare view of REST framework that takes JSON, checks two fields and inserts
one row. Of a page: a bare view of Django with one query by an index.
"""

import os
from typing import Any

import django
import environ
from django.conf import settings

settings.configure(
    SECRET_KEY="for-the-bench-only",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["rest_framework"],
    DATABASES={"default": {**environ.Env().db("DATABASE_URL"), "CONN_MAX_AGE": 60}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  models need the set-up above
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class Row(models.Model):
    """One row."""

    paste = models.TextField()
    reasons = models.TextField()

    class Meta:
        app_label = "bench_floor"

    def __str__(self) -> str:
        return str(self.pk)


class RowSerializer(serializers.ModelSerializer[Row]):
    """Its two fields."""

    class Meta:
        model = Row
        fields = ["id", "paste", "reasons"]


class RowView(APIView):
    """Inserts it."""

    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take one row."""
        taken = RowSerializer(data=request.data)
        taken.is_valid(raise_exception=True)
        taken.save()
        return Response(taken.data, status=201)


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the reference of one case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM cases_case WHERE id = %s", [pk])
        row = cursor.fetchone()
    return HttpResponse(f"<!doctype html><title>{row[0]}</title>")


urlpatterns = [path("api/v1/cases/", RowView.as_view()), path("floor/<int:pk>/", page)]
application = get_wsgi_application()

if os.environ.get("BENCH_FLOOR_MAKE"):
    with connection.schema_editor() as editor:
        editor.create_model(Row)
