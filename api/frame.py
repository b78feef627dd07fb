"""The frame of every view: who may ask, what an operation is, and how an answer is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.domain.acting import Actor
from accounts.domain.rights import belongs
from accounts.enums import OrganisationKind, Role
from api.idempotency import answered_once, key_of, prepared_once
from api.preconditions import tag_of
from api.problems import Fault, invalid
from api.schema import DeskSchema, Operation
from kernel.clock import now_of
from kernel.errors import NotAllowed

P = TypeVar("P")
T = TypeVar("T")
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """What an operation answers: the words, and where and in which version they stand."""

    words: Any
    edit_version: int | None = None
    location: str = ""
    status: int = 200


class DeskView(APIView):
    """A view of the API. ``operations`` says of each method what it takes and gives.

    ``roles`` and ``kinds`` narrow who may ask at all, as of the pages; none given: any seat.
    """

    schema = DeskSchema()
    http_method_names = ["get", "head", "post", "put"]
    operations: ClassVar[Mapping[str, Operation]] = {}
    roles: ClassVar[tuple[Role, ...]] = ()
    kinds: ClassVar[tuple[OrganisationKind, ...]] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let in who may ask, and refuse methods and parameters that nobody knows."""
        self.take_in()
        super().initial(request, *args, **kwargs)
        if request.auth is None:
            _refuse_nobody(request)
        method = str(request.method)
        operation = self.operation("GET" if method == "HEAD" else method)
        if operation is None:
            raise MethodNotAllowed(method)
        if not belongs(self.actor, self.roles, self.kinds):
            raise NotAllowed("role_not_yours", _("Your role does not include this."))
        _check_parameters(request, operation)

    def take_in(self) -> None:
        """Wait for the whole request before the clock is read: a deed is dated when it can begin.

        One that came slowly would else be dated before changes that were followed already.
        """
        _whole = self.plain.body

    def operation(self, method: str) -> Operation | None:
        """Return what this view does by ``method``."""
        return self.operations.get(method)

    @property
    def actor(self) -> Actor:
        """Who asks."""
        actor: Actor = self.request.auth  # type: ignore[assignment]
        return actor

    @property
    def plain(self) -> HttpRequest:
        """The request below REST framework's."""
        plain: HttpRequest = self.request._request
        return plain

    @property
    def now(self) -> Any:
        """The database's instant, read once a request."""
        return now_of(self.plain)

    def said(self, serializer: Any) -> dict[str, Any]:
        """Return the body as ``serializer`` takes it. Raises ValidationError."""
        taken = serializer(data=self.request.data)
        taken.is_valid(raise_exception=True)
        words: dict[str, Any] = taken.validated_data
        return words

    def give(self, given: Given) -> HttpResponse:
        """Return an answer as JSON."""
        answer = HttpResponse(
            JSONRenderer().render(given.words), status=given.status, content_type="application/json"
        )
        if given.edit_version is not None:
            answer["ETag"] = tag_of(given.edit_version)
        if given.location:
            answer["Location"] = given.location
        answer["Cache-Control"] = "no-store"
        return answer

    def body_of(self) -> bytes:
        """Return what tells this body from another under the same key."""
        body: bytes = self.plain.body
        return body

    def once(self, deed: Callable[[], T], answer: Callable[[T], Given]) -> HttpResponse:
        """Do what a POST asks for, once a key."""
        key = key_of(self.request, self.actor, self.body_of)
        return answered_once(self.request, key, deed, lambda done: self.give(answer(done)))

    def once_prepared(
        self,
        prepare: Callable[[], P],
        deed: Callable[[P], T],
        answer: Callable[[T], Given],
    ) -> HttpResponse:
        """As :meth:`once`, with slow work that is done before the deed's transaction."""
        key = key_of(self.request, self.actor, self.body_of)
        return prepared_once(self.request, key, prepare, deed, lambda done: self.give(answer(done)))


class AnyFile(BaseRenderer):
    """Lets a client ask for whatever kind a file is."""

    media_type = "*/*"
    format = "file"


class FileView(DeskView):
    """A view that hands out files. By GET alone: a reading that is recorded is one of the bytes."""

    http_method_names = ["get"]
    renderer_classes = (AnyFile,)


def _refuse_nobody(request: Request) -> NoReturn:
    if getattr(request._request, "lack", None) is not None:
        raise NotAllowed("second_factor", _("Sign in to the pages first, with your second factor."))
    raise NotAllowed("no_seat", _("You have no seat in an organisation that is open."))


def _check_parameters(request: Request, operation: Operation) -> None:
    faults = [
        Fault("unknown_parameter", str(_("There is no such parameter here.")), parameter=name)
        for name in request.query_params
        if name not in operation.parameters
    ]
    faults += [
        Fault("parameter_repeated", str(_("This parameter was given twice.")), parameter=name)
        for name, values in request.query_params.lists()
        if len(values) > 1
    ]
    if faults:
        raise invalid(faults)
