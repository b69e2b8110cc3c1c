"""Policy files: what ships, what is refused and why, and what the presets decide."""

from datetime import date
from pathlib import Path

import pytest

from service.cli.policy_views import table
from service.document import LABELS, Attribute, Hints, Label, Role, Span
from service.errors import InvalidPolicy, PolicyNotInForce, UnknownPolicy
from service.pipeline.decide import UNSURE_ROLE, decide
from service.pipeline.policy import Policy
from service.policies import FALLBACK, load_policies, named, pick, read_policy
from tests.pipeline.strategies import THRESHOLDS

POLICIES = load_policies()
PRESETS = (
    "ar-csjn", "ar-provincial", "cl-parcial", "cl-total", "co-publica", "co-reservada", "ec", "es-cendoj",
    "es-tc", "estricta", "heredia", "mx-version-publica", "pe", "todo", "uy",
)  # fmt: skip
#: What keeps adult parties in sight.
OPEN = {"ar-csjn", "cl-parcial", "co-publica", "ec", "es-tc", "pe"}
BOUND = 0.1

WHOLE = """
name = "own"
version = "3"
title = "Own"
in_force = { from = 2026-01-01, to = 2026-12-31 }
reserved = "estricta"
rules = [
  { label = "NOMBRE", role = ["autoridad"], action = "keep", source = "s" },
  { label = "NOMBRE", action = "mask", source = "s" },
  { label = "FECHA", action = "generalise", to = "year", source = "s" },
  { label = "LUGAR", action = "mask", source = "s" },
  { label = "ID", action = "mask", source = "s" },
  { label = "ORG", action = "keep", source = "s" },
]
[sources]
s = { kind = "norm", text = "A norm." }
"""


def name(
    role: Role | None = "parte", p_parte: float | None = 0.9, attributes: tuple[Attribute, ...] = ()
) -> Span:
    return Span(0, 15, "NOMBRE", 0.99, "t", role=role, p_parte=p_parte, attributes=attributes)


def decided(policy: Policy, span: Span, text: str = "Aurelia Quimera") -> list[tuple[str, str]]:
    """The surface and action of each decision."""
    found = decide(text, [span], (), policy, THRESHOLDS, Hints(), BOUND)
    return [(text[d.span.start : d.span.end], d.action) for d in found]


def test_every_preset_is_there_and_sourced() -> None:
    assert tuple(POLICIES) == PRESETS
    for policy in POLICIES.values():
        assert policy.start <= date(2026, 1, 1)
        assert all(rule.source.text for rule in policy.rules)
        assert (policy.reserved is POLICIES[FALLBACK]) == (policy.name not in ("todo", FALLBACK))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("role", [None, "parte"])
def test_whoever_is_not_known_to_be_an_adult_party_is_hidden(preset: str, role: Role | None) -> None:
    policy = POLICIES[preset]
    assert decided(policy, name(role)) == [("Aurelia Quimera", "mask")]
    kept = "keep" if preset in OPEN else "mask"
    assert decided(policy, name(role, attributes=("adult",))) == [("Aurelia Quimera", kept)]


@pytest.mark.parametrize("preset", [p for p in PRESETS if p != "todo"])
@pytest.mark.parametrize("role", ["autoridad", "parte", None])
def test_minors_are_hidden_whatever_else_they_are(preset: str, role: Role | None) -> None:
    child = name(role, 0.0, ("adult", "minor"))
    assert decided(POLICIES[preset], child) == [("Aurelia Quimera", "mask")]


@pytest.mark.parametrize("preset", [p for p in PRESETS if p != "todo"])
@pytest.mark.parametrize(
    ("p_parte", "action"),
    [(0.0, "keep"), (0.099, "keep"), (0.1, "review"), (0.9, "review"), (None, "review")],
)
def test_a_judge_is_published_if_it_is_sure_enough(preset: str, p_parte: float | None, action: str) -> None:
    assert decided(POLICIES[preset], name("autoridad", p_parte)) == [("Aurelia Quimera", action)]


def test_an_unsure_role_is_the_reason() -> None:
    (decision,) = decide(
        "Aurelia Quimera", [name("autoridad", 0.5)], (), POLICIES["es-cendoj"], THRESHOLDS, Hints(), BOUND
    )
    assert decision.reason == UNSURE_ROLE


@pytest.mark.parametrize(
    ("preset", "label", "kind", "surface", "expected"),
    [
        ("es-cendoj", "FECHA", None, "3 de mayo de 2021", [("3 de mayo de 2021", "keep")]),
        ("es-cendoj", "FECHA", "birth_date", "3 de mayo de 1990", [("3 de mayo", "mask"), ("1990", "keep")]),
        ("es-cendoj", "FECHA", "birth_date", "03/05/1990", [("03/05", "mask"), ("1990", "keep")]),
        ("es-cendoj", "FECHA", "birth_date", "3 de mayo", [("3 de mayo", "mask")]),
        ("es-cendoj", "ID", "dni", "12345678-Z", [("12345678-Z", "mask")]),
        ("es-cendoj", "ID", None, "12345678-Z", [("12345678-Z", "mask")]),
        ("es-cendoj", "ID", "case_number.own", "12/2021", [("12/2021", "keep")]),
        ("es-cendoj", "ID", "case_number.other", "12/2021", [("12/2021", "mask")]),
        ("es-cendoj", "ID", "case_number", "12/2021", [("12/2021", "mask")]),
        ("es-cendoj", "LUGAR", None, "Valdeniebla", [("Valdeniebla", "keep")]),
        (
            "es-cendoj", "LUGAR", None, "calle Mayor 3, Valdeniebla",
            [("calle Mayor 3", "mask"), ("Valdeniebla", "keep")],
        ),
        ("estricta", "LUGAR", None, "Valdeniebla", [("Valdeniebla", "mask")]),
        ("estricta", "ORG", None, "Colegio San Zenón", [("Colegio", "keep"), ("San Zenón", "mask")]),
        ("estricta", "ORG", None, "Quimera S.A.", [("Quimera S.A.", "mask")]),
        ("estricta", "FECHA", None, "03/05/2021 (2021)", [("03/05/2021 (2021)", "mask")]),
        ("cl-total", "ID", "case_number.own", "C-12-2021", [("C-12-2021", "mask")]),
        ("todo", "ORG", None, "Quimera S.A.", [("Quimera S.A.", "keep")]),
    ],
)  # fmt: skip
def test_what_a_preset_decides(
    preset: str, label: Label, kind: str | None, surface: str, expected: list[tuple[str, str]]
) -> None:
    span = Span(0, len(surface), label, 0.99, "t", kind=kind)
    assert decided(POLICIES[preset], span, surface) == expected


@pytest.mark.parametrize("label", LABELS)
def test_of_two_policies_the_more_protective_counts(label: Label) -> None:
    text = "Aurelia Quimera, 2021"
    span = Span(0, 15, label, 0.99, "t", role="profesional" if label == "NOMBRE" else None, p_parte=0.0)
    strict, lax = POLICIES["estricta"], POLICIES["es-cendoj"]
    alone = decide(text, [span], (), strict, THRESHOLDS, Hints(), BOUND)
    assert decide(text, [span], (), lax, THRESHOLDS, Hints(), BOUND, strict) == alone
    assert decide(text, [span], (), strict, THRESHOLDS, Hints(), BOUND, lax) == alone


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(WHOLE)
    policy = load_policies(tmp_path)["own"]
    assert policy == read_policy(tmp_path / "own.toml") == named(POLICIES, str(tmp_path / "own.toml"))
    assert (policy.version, policy.reserved) == ("3", POLICIES["estricta"])
    for day, well in (
        ("2025-12-31", False),
        ("2026-01-01", True),
        ("2026-12-31", True),
        ("2027-01-01", False),
    ):
        if well:
            assert pick({"own": policy}, "own", date.fromisoformat(day)) is policy
        else:
            with pytest.raises(PolicyNotInForce):
                pick({"own": policy}, "own", date.fromisoformat(day))


def test_a_name_that_there_is_not() -> None:
    with pytest.raises(UnknownPolicy) as refused:
        named(POLICIES, "Quimera")
    assert "Quimera" not in str(refused.value)


def test_a_folder_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidPolicy, match="no such folder"):
        load_policies(tmp_path / "policies")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('action = "keep"', 'action = "publish"', "rules.0.action: literal_error"),
        ('label = "ORG"', 'label = "EMPRESA"', "rules.5.label: literal_error"),
        ('role = ["autoridad"]', 'role = ["juez"]', "rules.0.role.0: literal_error"),
        (', to = "year"', "", "rules.2: generalise_needs_to"),
        ('"year"', '"province"', "rules.2: level_of_another_label"),
        ('{ label = "ID", action', '{ label = "ID", role = ["parte"], action', "rules.4: names_alone"),
        ('{ label = "ID", action = "mask", source = "s" },', "", "the whole: open_label"),
        (
            'label = "NOMBRE", role = ["autoridad"], action',
            'label = "NOMBRE", action',
            "the whole: dead_rule",
        ),
        ('"mask", source = "s"', '"mask", source = "t"', "the whole: unknown_source"),
        ('title = "Own"', 'title = "Own"\nColour = 3', "Colour: extra_forbidden"),
        ('kind = "norm"', 'kind = "rumour"', "sources.s.kind: literal_error"),
        ('reserved = "estricta"', 'reserved = "secret"', "reserved: there is no such policy"),
        ('name = "own"', 'name = "todo"', "there is a policy of that name"),
        ('name = "own"', "name = ", "TOMLDecodeError"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    (tmp_path / "own.toml").write_text(WHOLE.replace(old, new, 1))
    with pytest.raises(InvalidPolicy) as refused:
        load_policies(tmp_path)
    assert told in str(refused.value)
    assert "own.toml" in str(refused.value)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InvalidPolicy, match="FileNotFoundError"):
        read_policy(Path("nowhere.toml"))


def test_the_page_on_policies_has_the_table_of_the_presets() -> None:
    """`innominado policies list --markdown` makes it."""
    page = Path(__file__).parent.parent / "docs" / "policies.md"
    assert table(POLICIES) in page.read_text(encoding="utf-8")
