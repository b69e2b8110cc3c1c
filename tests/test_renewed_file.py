"""A ruling put under another policy: its file passes the gate again, or is held."""

import pytest

from service import formats
from service.document import File
from service.pipeline.policy import Policy, hiding
from service.renewal import renew
from service.storage.documents import get
from service.storage.jobs import claim_job
from service.storage.principals import Principal
from service.storage.sessions import Store
from service.worker import process
from tests.formats.canary import members, zipped
from tests.formats.docx_files import docx, paragraph, part, run
from tests.small import CANARY, CLEAR_TEXT, ENGINE, POLICIES, send

OPEN = Policy("open", "1", "open", hiding(set()), "doubts")
STYLE = '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="{}"/></w:style>'


def with_style(name: str) -> bytes:
    """A file with a style that its writer gave a name, where the gate alone looks."""
    data = members(docx(paragraph(run(CLEAR_TEXT))))
    return zipped({**data, "word/styles.xml": part("w:styles", STYLE.format(name))})


@pytest.mark.parametrize(
    ("style", "state", "reason"),
    [("Cita textual", "finished", None), (f"De {CANARY}", "held", "release_held")],
)
def test_what_a_stricter_policy_masks_is_looked_for_in_the_file(
    store: Store, ana: Principal, style: str, state: str, reason: str | None
) -> None:
    data = with_style(style)
    text = formats.read(formats.named("docx"), data).document.text
    document_id = send(ana, store, text, "open", file=File("docx", data))
    job = claim_job(store)
    assert job is not None
    process(store, job, ENGINE, {**POLICIES, "open": OPEN})
    assert get(ana, store, document_id).state == "finished"
    renew(ana, store, document_id, ENGINE, OPEN, POLICIES["doubts"])
    record = get(ana, store, document_id)
    assert (record.state, record.hold_reason, record.policy) == (state, reason, "doubts")
