"""What goes over the wire, both ways. Unknown fields are refused; a repr shows no field.

Offsets are code points of the original text, 0-based, end-exclusive.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.document import Action, Attribute, Decision, Label, Role
from service.pipeline.directives import DirectiveKind, directives
from service.pipeline.render import Replacement, Style
from service.policies import DEFAULT
from service.wire import span_fields

EXAMPLE_TEXT = "Comparece don Ramiro Quintanal Ochoa, DNI 99.999.999, el 3 de mayo de 2021."
EXAMPLE_OUTPUT = "Comparece don [NOMBRE], DNI [ID], el [FECHA]."


class Model(BaseModel):
    """Base of all: strict about fields, silent about what they hold."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        return []


StyleName = Annotated[
    Style | None,
    Field(
        description="`[NOMBRE]`; one a person or thing, `[NOMBRE_1]`; `J. P. G.`; an invented name; the "
        "court's own marks. Default: the policy's own"
    ),
]
PolicyName = Annotated[str, Field(max_length=100, description="a name of GET /v1/policies")]
Text = Annotated[str, Field(description="never normalised: every code point counts")]


class AnalyzeIn(Model):
    """One text or several. Several are read one by one: none depends on another."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["text"]}, {"required": ["texts"]}],
            "examples": [{"text": EXAMPLE_TEXT}, {"texts": [EXAMPLE_TEXT], "policy": "todo"}],
        }
    )

    text: Text | None = None
    texts: Annotated[list[str] | None, Field(min_length=1)] = None
    policy: PolicyName = DEFAULT

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.texts is None):
            raise PydanticCustomError("text_xor_texts", "Send either text or texts.")
        return self


class AnonymizeIn(AnalyzeIn):
    """As for analyze, and how placeholders are written."""

    style: StyleName = None


class Versions(Model):
    """What made the answer."""

    service: Annotated[str, Field(examples=["0.1.0"])]
    model: Annotated[str, Field(examples=["model:1"])]
    policy: Annotated[str, Field(examples=["todo/1"])]


class SpanOut(Model):
    """A place of the original, what it is, and what becomes of it."""

    start: Annotated[int, Field(ge=0, examples=[14])]
    end: Annotated[int, Field(ge=1, examples=[36])]
    label: Label
    role: Annotated[Role | None, Field(examples=["parte"])]
    kind: Annotated[str | None, Field(description="finer type, if a rule knows it", examples=["dni"])]
    score: Annotated[float, Field(description="probability that the place is to be hidden", examples=[0.998])]
    source: Annotated[str, Field(description="who found it", examples=["model:1"])]
    entity: Annotated[str | None, Field(description="shared by the mentions of one person or thing")]
    rivals: Annotated[
        list[str],
        Field(description="entities that it might be instead: which could not be told", examples=[["e3"]]),
    ]
    attributes: Annotated[
        list[Attribute],
        Field(
            description="what the person is besides, by the text or the sender; `minor`: also under "
            "guardianship, `third`: no party",
            examples=[["minor"]],
        ),
    ]
    decision: Annotated[Action, Field(description="`review` is masked until a person says otherwise")]
    reason: Annotated[str, Field(examples=["label NOMBRE is hidden"])]


class ReplacedSpanOut(SpanOut):
    """A span and, if it was masked, where its placeholder stands in the output."""

    output_start: Annotated[int | None, Field(examples=[14])] = None
    output_end: Annotated[int | None, Field(examples=[22])] = None


class PlaceOut(Model):
    """Half-open ``[start, end)`` of the original."""

    start: int
    end: int


AlreadyMasked = Annotated[
    int, Field(ge=0, description="places that were hidden before (`XXXX`, `NUM000` …), left as they are")
]


class DirectiveOut(Model):
    """What the ruling says of its own publication. Unless it is `open`, the policy's reserve counts."""

    kind: DirectiveKind
    start: int
    end: int


Directives = Annotated[
    list[DirectiveOut], Field(description="where the ruling speaks of its own publication")
]


class AnalyzedText(Model):
    spans: list[SpanOut]
    directives: Directives


Legend = Annotated[str | None, Field(description="to be published with the text: its names are invented")]
NumbersMayShift = Annotated[
    bool, Field(description="a person may still change what is hidden, and with it numbers and names")
]


class AnonymizedText(Model):
    """`held`: a masked name or identifier would stay in clear at `places`; there is no text."""

    status: Literal["done", "held"]
    review_required: bool
    text: Annotated[str | None, Field(examples=[EXAMPLE_OUTPUT])]
    legend: Legend
    numbers_may_shift: NumbersMayShift
    spans: list[ReplacedSpanOut]
    places: list[PlaceOut]
    already_masked: AlreadyMasked
    directives: Directives
    document: Annotated[
        str | None, Field(description="with `store=doubts`: the id under which it was kept for review")
    ] = None


class AnalyzeOut(AnalyzedText):
    """The answer to `text`."""

    versions: Versions


class AnalyzeManyOut(Model):
    """The answer to `texts`, in their order."""

    results: list[AnalyzedText]
    versions: Versions


class AnonymizeOut(AnonymizedText):
    """The answer to `text`."""

    versions: Versions


class AnonymizeManyOut(Model):
    """The answer to `texts`, in their order."""

    results: list[AnonymizedText]
    versions: Versions


def spans_out(decisions: tuple[Decision, ...]) -> list[SpanOut]:
    return [SpanOut(**span_fields(decision)) for decision in decisions]


def directives_out(text: str) -> list[DirectiveOut]:
    return [DirectiveOut(kind=d.kind, start=d.start, end=d.end) for d in directives(text)]


def replaced_spans_out(
    decisions: tuple[Decision, ...], replacements: tuple[Replacement, ...]
) -> list[ReplacedSpanOut]:
    outputs = {found.start: (found.output_start, found.output_end) for found in replacements}
    spans = []
    for decision in decisions:
        output_start, output_end = outputs.get(decision.span.start, (None, None))
        fields = span_fields(decision)
        spans.append(ReplacedSpanOut(**fields, output_start=output_start, output_end=output_end))
    return spans
