"""The history of a case as JSON (for machines and other auditors) and as Excel (for people)."""

import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from engine import clock
from portal.audit.case_page import AuditedCase, audited_case
from portal.audit.entries import EntryView, entry_text
from portal.audit.reach import for_auditors
from portal.formatting import digits, moment, tracking

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (8, 20, 24, 20, 16, 60, 28, 30, 30, 70)
FORMULA_SIGNS = tuple("=+-@\t\r")


@for_auditors
@require_safe
def case_json(request: HttpRequest, code: str) -> HttpResponse:
    """Entries as recorded, with their hashes, and the outcome of the check."""
    audited = audited_case(request, code, screen="audit:export")
    text = json.dumps(as_data(audited), ensure_ascii=False, indent=1, default=str)
    return _file(text.encode(), "application/json", f"case-{code}.json")


@for_auditors
@require_safe
def case_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The timeline as the reader sees it: one row for each changed value, or for the entry itself."""
    audited = audited_case(request, code, screen="audit:export")
    return _file(workbook(audited), XLSX, f"case-{code}.xlsx")


def as_data(audited: AuditedCase) -> dict[str, Any]:
    """JSON data of the whole history; ``before``/``after`` are tagged FEEL values, null when erased by order."""
    instance = audited.case.instance
    names = (
        "seq",
        "at",
        "actor",
        "acting_for",
        "command",
        "channel",
        "events",
        "before",
        "after",
        "hash",
        "is_erased",
    )
    return {
        "format": "kartabl-history/1",
        "exported_at": clock.now().isoformat(),
        "tracking_code": instance.tracking_code,
        "process": {"key": instance.definition.key, "version": instance.definition.version},
        "process_sha256": instance.definition.sha256,
        "unit": instance.unit_path,
        "state": instance.state,
        "intact": audited.chain.is_intact,
        "faults": [{"entry": seq, "fault": text} for seq, text in audited.chain.faults],
        "entries": [
            {name: getattr(view, name) for name in names}
            | {"at": view.at.isoformat(), "told": entry_text(entry)}
            for view, entry in zip(audited.views, audited.entries, strict=True)
        ],
    }


def workbook(audited: AuditedCase) -> bytes:
    """An .xlsx file in the reader's language and calendar; nothing in it is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(tracking(audited.case.instance.tracking_code))
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes = "A3"
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions[chr(ord("A") + index)].width = width
    sheet.append([_cell(sheet, audited.chain.summary, bold=True)])
    sheet.append([_cell(sheet, title, bold=True) for title in _titles()])
    for entry in audited.entries:
        for row in _rows(entry):
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _titles() -> list[str]:
    return [
        _("Entry"),
        _("When"),
        _("Who"),
        _("Acting for"),
        _("How"),
        _("What happened"),
        _("Item"),
        _("Before"),
        _("After"),
        _("Hash"),
    ]


def _rows(entry: EntryView) -> Iterator[list[str]]:
    head = [
        digits(entry.seq),
        moment(entry.at, "short"),
        entry.by,
        entry.acting_for,
        entry.channel,
        entry_text(entry),
    ]
    if not (entry.differences or entry.facts):
        yield [
            *head,
            _("erased by order %(order)s") % {"order": entry.erased_by} if entry.is_erased else "",
            "",
            "",
            entry.hash,
        ]
    for line in (*entry.differences, *entry.facts):
        yield [*head, line.label, line.before, line.after, entry.hash]


def _cell(sheet: Any, value: str, *, bold: bool = False) -> WriteOnlyCell:
    """A cell that stays text: what begins like a formula is quoted as Excel itself does."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if value.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
