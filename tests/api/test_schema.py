"""The contract, tried out by schemathesis: whatever is sent, no 5xx and no answer it does not promise."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi import checks as openapi_checks

from service.app import create_app
from service.settings import Settings
from service.storage.principals import create_key, create_tenant
from tests.api.test_access_rules import OPEN, RULES
from tests.small import ENGINE

#: Credentials are ours: those that schemathesis would make up are nobody's.
GENERATION = GenerationConfig(deterministic=True, with_security_parameters=False)
CONFIG = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=GENERATION)))
BASE = "http://testserver"
CHECKS = (
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
)
TRIED = settings(
    phases=[Phase.generate],  # to shrink takes minutes, and what was sent is small
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Service:
    schema: schemathesis.BaseSchema
    anyone: TestClient
    key: str


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("schema")
    shutil.copyfile(_sqlite_template, folder / "test.sqlite")
    values = {
        "database": f"sqlite:///{folder / 'test.sqlite'}",
        "master_key_file": folder / "master.key",
        "embedded_worker": False,
        "threads": 1,
    }
    app = create_app(Settings.model_validate(values), engine=ENGINE)
    with TestClient(app, follow_redirects=False) as anyone:
        store = app.state.resources.store
        key = create_key(store, create_tenant(store, "juzgado"), "ada")
        yield Service(schemathesis.openapi.from_dict(app.openapi(), config=CONFIG), anyone, key)


#: How much is tried: without a login nearly all is refused before it is looked at.
@pytest.mark.parametrize(("login", "count"), [(True, 40), (False, 8)], ids=["with a login", "without"])
@pytest.mark.parametrize("operation", sorted(RULES.keys() | OPEN), ids=" ".join)
def test_it_answers_as_it_says(service: Service, operation: tuple[str, str], login: bool, count: int) -> None:
    method, path = operation
    described = service.schema[path][method]
    good, bad = (described.as_strategy(mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))
    credentials = {"Authorization": f"Bearer {service.key}"} if login else {}

    @settings(TRIED, max_examples=count)
    @given(case=st.one_of(good, bad))
    def tried(case: schemathesis.Case[Any]) -> None:
        sent = requests.Request(**case.as_transport_kwargs(base_url=BASE, headers=credentials)).prepare()
        assume(len(str(sent.url)) < 60_000)  # the test's client sends no longer one
        # What schemathesis prepares for requests, the test's client sends.
        headers: Any = dict(sent.headers)
        body: Any = sent.body
        answer = service.anyone.request(str(sent.method), str(sent.url), headers=headers, content=body)
        case.validate_response(answer, checks=list(CHECKS))

    tried()
