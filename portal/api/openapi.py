"""The API object and its OpenAPI 3.1 document, in which every operation names its problems and who may call it."""

from http.client import responses
from typing import Any

from ninja import NinjaAPI

from portal.api.problems import CONTENT_TYPE, Problem

PROBLEM = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
SIGNED_IN = (401, 429)


class KartablApi(NinjaAPI):
    """django-ninja's API with the document completed."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The document: problems of every operation, and which operations are open to everybody."""
        document = super().get_openapi_schema(**options)
        schemas = document["components"]["schemas"]
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs"))
        schemas["Problem"] = problem
        for path in document["paths"].values():
            for operation in path.values():
                complete(operation)
        return document


def complete(operation: dict[str, Any]) -> None:
    """Add what holds for every operation."""
    if operation.setdefault("security", []):
        operation["responses"].update(problem_responses(*SIGNED_IN))
    operation["responses"]["default"] = {"description": "Any other problem", "content": PROBLEM}


def problems(*statuses: int, **more: Any) -> dict[str, Any]:
    """``openapi_extra`` of an operation that may answer with these statuses."""
    return {"responses": {**problem_responses(*statuses), **more}}


def problem_responses(*statuses: int) -> dict[str, Any]:
    """The entries of ``responses`` for problems."""
    return {str(status): {"description": responses[status], "content": PROBLEM} for status in statuses}


def binary(media_type: str, description: str) -> dict[str, Any]:
    """A response that is no JSON."""
    return {"description": description, "content": {media_type: {}}}
