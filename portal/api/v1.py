"""Version 1 of the HTTP API: who may call it, how it reads, what it consists of."""

from portal.api.auth import BearerToken, BrowserSession
from portal.api.handlers import register_handlers
from portal.api.openapi import KartablApi
from portal.api.routes import incidents, jobs, letters, messages, requests, services, tasks, tokens
from portal.api.strict_json import StrictParser

api = KartablApi(
    title="Kartabl",
    version="1",
    description="Services, requests, inbox, letters and faults, as far as the caller may see them. "
    "What is not there and what is not the caller's to see is the same 404.",
    urls_namespace="api-v1",
    docs_url=None,
    auth=[BearerToken(), BrowserSession()],
    parser=StrictParser(),
    servers=[{"url": "/"}],
    openapi_extra={"info": {"license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}}},
)
for tag, routes in (
    ("tokens", tokens),
    ("services", services),
    ("requests", requests),
    ("tasks", tasks),
    ("letters", letters),
    ("incidents", incidents),
    ("messages", messages),
    ("jobs", jobs),
):
    api.add_router("", routes.router, tags=[tag])
register_handlers(api)
