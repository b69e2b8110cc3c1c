"""The published contract: whole, and true about errors."""

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from fastapi import FastAPI

from service.api.problems import MEDIA_TYPE, Problem


@pytest.fixture
def contract(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def operations(contract: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in contract["paths"].items()
        for method, operation in item.items()
    ]


def test_it_is_an_openapi_document(contract: dict[str, Any]) -> None:
    assert contract["openapi"].startswith("3.1")
    assert "1,000,000 characters" in contract["info"]["description"]
    assert {
        "/v1/analyze", "/v1/anonymize", "/v1/anonymize/file", "/v1/documents", "/v1/documents/{document_id}",
        "/v1/documents/{document_id}/file", "/v1/documents/{document_id}/report",
        "/v1/review/queue", "/v1/review/{document_id}",
        "/v1/documents/{document_id}/model",
        "/v1/documents/{document_id}/policy", "/v1/documents/{document_id}/renderings/{audience}",
        "/v1/documents/{document_id}/reidentify", "/v1/policies/table",
        "/v1/directory", "/v1/directory/import", "/v1/directory/{entry_id}",
        "/v1/review/{document_id}/claim", "/v1/review/{document_id}/release", "/v1/policies",
        "/v1/review/{document_id}/draft", "/v1/review/{document_id}/places",
        "/v1/review/{document_id}/visible", "/v1/review/{document_id}/pages",
        "/v1/review/{document_id}/carried", "/v1/review/{document_id}/general",
        "/v1/review/{document_id}/preview", "/v1/review/{document_id}/recall",
        "/v1/review/{document_id}/questions", "/v1/questions", "/v1/questions/{question_id}/answer",
        "/v1/labels", "/v1/stats", "/v1/stats/plot", "/v1/audit", "/v1/events",
        "/v1/requests", "/v1/requests/{request_id}",
        "/v1/requests/{request_id}/decision", "/healthz", "/readyz", "/metrics",
        "/v1/session", "/v1/session/oidc", "/v1/session/oidc/callback", "/v1/keys", "/v1/keys/{key_id}",
        "/v1/break-glass", "/v1/break-glass/{request_id}/grant", "/v1/break-glass/{request_id}/original",
    } == set(contract["paths"])  # fmt: skip


def test_every_documented_error_is_a_problem(contract: dict[str, Any]) -> None:
    for path, method, operation in operations(contract):
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert list(response["content"]) == [MEDIA_TYPE], (path, method, status)
                schema = response["content"][MEDIA_TYPE]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, (path, method, status)
                assert response["description"].startswith("`"), (path, method, status)
    for schema in ("Problem", "Fault", "Place"):
        jsonschema.Draft202012Validator.check_schema(contract["components"]["schemas"][schema])
    assert contract["components"]["schemas"]["Problem"]["required"] == Problem.model_json_schema()["required"]


def test_what_takes_a_key_says_so(contract: dict[str, Any]) -> None:
    for path, method, operation in operations(contract):
        logs_in = (method, path) == ("post", "/v1/session") or path.startswith("/v1/session/oidc")
        keyed = path.startswith("/v1/") and not logs_in
        assert ("security" in operation) is keyed, (path, method)
        if keyed:
            assert {"401", "403"} <= set(operation["responses"]), (path, method)


def test_bodies_have_examples_that_fit(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    for name in ("AnalyzeIn", "AnonymizeIn", "ListedIO", "ListedManyIn"):
        for example in schemas[name]["examples"]:
            jsonschema.validate(example, {**schemas[name], "components": contract["components"]})
    body = contract["paths"]["/v1/documents"]["post"]["requestBody"]["content"]
    assert "text" in body["application/json"]["schema"]["properties"]
    assert {"file", "parties"} < set(body["multipart/form-data"]["schema"]["properties"])
    assert schemas["VerdictIn"]["additionalProperties"] is False


def test_every_call_is_described(contract: dict[str, Any]) -> None:
    for path, method, operation in operations(contract):
        assert operation["summary"], (path, method)
        assert operation["tags"], (path, method)
