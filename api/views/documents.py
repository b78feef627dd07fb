"""The schema, for programs and for people. Behind the sign-in, as everything is."""

from typing import Any

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request


class Seated(BasePermission):
    """Whoever is an actor: has a seat, and has shown what his role asks for."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether anybody acts."""
        return request.auth is not None


class SchemaView(SpectacularAPIView):
    """OpenAPI 3, as JSON or YAML."""

    permission_classes = [IsAuthenticated, Seated]
    http_method_names = ["get", "head"]


class SchemaPage(SpectacularSwaggerSplitView):
    """The schema as a page: no script or style stands in it, as the content policy wants."""

    permission_classes = [IsAuthenticated, Seated]
    http_method_names = ["get", "head"]
    template_name = "api/schema.html"
    url_name = "api:schema"
