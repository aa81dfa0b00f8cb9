"""A plug-in package from outside of the tree: installed as any package, found, and used by a process."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.integration.processes import HEAD
from tests.integration.workers import ROOT

PACKAGE = ROOT / "examples" / "plugin_sms"
PROCESS = (
    HEAD
    + """
<process id="sms" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="word"/>
  <serviceTask id="word" kartabl:calculator="sms.wording" kartabl:resultVariable="worded"/>
  <sequenceFlow id="f2" sourceRef="word" targetRef="send"/>
  <sendTask id="send" kartabl:connector="sms.send" kartabl:retries="3"/>
  <sequenceFlow id="f3" sourceRef="send" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
)
RUN = """
import json, sys, django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from engine import api, clock
call_command("migrate", verbosity=0)
api.deploy(sys.argv[1])
case = api.start("sms", {"mobile": "09121234567", "text": "  درخواست   شما پذیرفته شد "})
api.run_due_jobs()
with clock.travel(clock.now() + timedelta(minutes=1)):
    api.run_due_jobs()
values = api.instance_variables(case.pk)
print(json.dumps([api.instance_state(case.pk), values["sms_id"], str(values["worded"]["parts"])]))
"""


class Gateway(BaseHTTPRequestHandler):
    """Is out of order at the first call; afterwards answers the same to the same key."""

    calls: list[tuple[str, Any]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.calls.append((self.headers["Idempotency-Key"], body))
        self.send_response(503 if len(self.calls) == 1 else 200)
        self.end_headers()
        if len(self.calls) > 1:
            self.wfile.write(b'{"id": 77}')

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def gateway() -> Iterator[str]:
    Gateway.calls.clear()
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the package was installed from its source."""
    target = tmp_path_factory.mktemp("site")
    source = shutil.copytree(
        PACKAGE, tmp_path_factory.mktemp("source") / "plugin_sms"
    )  # building leaves files
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--target", str(target)]
    uv = Path(sys.executable).with_name("uv")
    tool = [str(uv), "pip", "install", "--python", sys.executable]
    tool = tool if uv.exists() else [sys.executable, "-m", "pip", "install"]
    subprocess.run([*tool, *options, str(source)], check=True)
    return target


def run(folder: Path, site: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / 'plugin.sqlite3'}",
        "KARTABL_VAR": str(folder),
        "PYTHONPATH": f"{ROOT}:{site}",
        **more,
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_installed_package_is_found_and_its_plug_ins_run(
    installed: Path, gateway: str, tmp_path: Path
) -> None:
    told = run(tmp_path, installed, "-c", RUN, PROCESS, SMS_GATEWAY=gateway)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout.splitlines()[-1]) == ["completed", "77", "1"]
    assert [body["to"] for _key, body in Gateway.calls] == ["09121234567"] * 2
    assert len({key for key, _body in Gateway.calls}) == 1


def test_package_on_the_path_is_found_by_the_setting(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); from engine.plugins import get_connector;"
        "print(get_connector('sms.send').title)"
    )
    told = run(tmp_path, PACKAGE, "-c", code, KARTABL_PLUGINS="kartabl_sms.apps.SmsConfig")
    assert told.stdout.strip() == "Send a text message", told.stderr


def test_installed_package_can_be_left_out(installed: Path, tmp_path: Path) -> None:
    told = run(tmp_path, installed, "-c", RUN, PROCESS, KARTABL_PLUGINS="none")
    assert told.returncode != 0
    assert "sms.wording" in told.stderr
    assert "sms.send" in told.stderr
