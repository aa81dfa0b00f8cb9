"""Every web request asks the directory each question at most once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from workflows.directory.remembering import remembering


class RememberHoldings:
    """Django middleware around ``remembering``; stands after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembering():
            return self.get_response(request)
