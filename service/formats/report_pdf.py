"""A report as one page, in Spanish, for the file of the case."""

import io
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepInFrame, Paragraph, Spacer, Table

from service.formats.report import Report

_MARGIN: Final = 50.0
_TITLE: Final = ParagraphStyle("", fontName="Times-Bold", fontSize=15, leading=20, spaceAfter=8)
_HEAD: Final = ParagraphStyle("", fontName="Times-Bold", fontSize=11, leading=15, spaceBefore=8)
_TEXT: Final = ParagraphStyle("", fontName="Times-Roman", fontSize=9.5, leading=12, splitLongWords=1)
_ACTIONS: Final = {"mask": "oculto", "review": "en duda, oculto", "keep": "visible"}
_KINDS: Final = {
    "changes": "cambios registrados",
    "comments": "comentarios",
    "embedded": "imágenes, objetos y macros",
    "fields": "campos",
    "links": "enlaces",
    "metadata": "metadatos",
    "scripts": "programas",
    "style": "hojas de estilo",
}
#: Rows of a table: beyond, the rest is one row. A page has to be read.
_ROWS: Final = 40


def as_pdf(report: Report) -> bytes:
    """`report` on one page of A4; what is long is set smaller. The same bytes for the same report."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    canvas.setTitle("Informe de anonimización")
    canvas.setAuthor("")
    canvas.setCreator("Innominado")
    width, height = A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN
    frame = KeepInFrame(width, height, [*_story(report, width)], mode="shrink")
    _, used = frame.wrapOn(canvas, width, height)
    frame.drawOn(canvas, _MARGIN, A4[1] - _MARGIN - used)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def _story(report: Report, width: float) -> list[Flowable]:
    origin = report.origin
    reviewed = "sí, por una persona" if origin.reviewed else "no: decidió el programa solo"
    original = report.original
    keyed = original is not None and original.kind == "hmac-sha256"
    facts = [
        ("Documento", origin.document),
        ("Formato", report.format + (f", {report.encoding}" if report.encoding else "")),
        ("Revisado", reviewed + (f"; revisión {origin.revision}" if origin.revision is not None else "")),
        ("Dudas sin decidir", str(report.doubts)),
        ("Páginas leídas de imágenes", str(report.guessed or "")),
        ("Ya oculto al llegar", str(report.already_masked)),
        ("Regla y estilo", f"{origin.policy}, {origin.style}"),
        ("Innominado y modelo", f"{report.service}, {origin.engine or 'ninguno'}"),
        ("Original, HMAC-SHA-256" if keyed else "Original, SHA-256", original and original.value),
        ("Publicado, SHA-256", report.released_sha256),
        ("Cabeza de auditoría", origin.audit_head),
        ("Partes leídas", ", ".join(report.parts)),
        (
            "No sale",
            ", ".join(f"{_KINDS.get(kind, kind)}: {count}" for kind, count in report.left_out.items()),
        ),
        ("Leyenda", report.legend),
    ]
    rows = [(c.label, _ACTIONS.get(c.decision, c.decision), c.reason, str(c.count)) for c in report.spans]
    if len(rows) > _ROWS:
        rest = sum(count.count for count in report.spans[_ROWS:])
        rows = [*rows[:_ROWS], ("…", "", f"{len(rows) - _ROWS} motivos más", str(rest))]
    return [
        Paragraph("Informe de anonimización", _TITLE),
        _table([(name, value) for name, value in facts if value], [0.26 * width, 0.74 * width]),
        Spacer(1, 8),
        Paragraph("Lo hallado, lo que se hizo con ello y por qué", _HEAD),
        _table(
            [("Etiqueta", "Decisión", "Motivo", "Lugares"), *rows],
            [0.16 * width, 0.2 * width, 0.52 * width, 0.12 * width],
        ),
    ]


def _table(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    cells = [[Paragraph(escape(text), _TEXT) for text in row] for row in rows]
    lines = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.25, "#999999"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ]
    return Table(cells, colWidths=widths, style=lines)
