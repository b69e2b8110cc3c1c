"""The contract as it is published: every error under its own media type."""

from typing import Any

from fastapi import FastAPI

from service.api.problems import MEDIA_TYPE
from service.settings import Settings

_DESCRIPTION = """
Court rulings in Spanish, made publishable: names, dates, places and identifiers are found
and replaced; what is doubtful is masked and put before a person.

Offsets are code points of the original text, 0-based, end-exclusive. JSON text is never
normalised: CRLF, decomposed accents, soft hyphens and zero-width characters count.
Texts with NUL or a lone surrogate are refused.

Limits here: {characters:,} characters in the texts of one call, {texts} texts in one call;
above, 413 and 422. {queue} calls may wait for inference; above, 429 with `Retry-After`.

Every error is `application/problem+json` of one shape, holds none of the text, and names
in `instance` the `X-Request-ID` under which the service logged it.
"""


def describe(settings: Settings) -> str:
    """The contract's preface, with the limits in force."""
    return _DESCRIPTION.format(
        characters=settings.max_characters, texts=settings.max_texts, queue=settings.queue
    )


def install(app: FastAPI) -> None:
    """Publish the problems as what they are; FastAPI would list them under the route's own media type."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for path in generate()["paths"].values():
                for operation in path.values():
                    _correct(operation["responses"])
        return generate()

    app.openapi = openapi  # type: ignore[method-assign]


def _correct(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        if status.startswith(("4", "5")):
            [schema] = response["content"].values()
            response["content"] = {MEDIA_TYPE: schema}
