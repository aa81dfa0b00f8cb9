"""Every web request reads the holdings of a person at most once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from workflows.directory.holdings import remembered_holdings


class RememberHoldings:
    """Django middleware around ``remembered_holdings``; stands after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembered_holdings():
            return self.get_response(request)
