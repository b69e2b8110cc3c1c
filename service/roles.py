"""Who may do what: six roles, and the permissions of each. The one place that says so.

Routes ask for a permission, never for a role. A person's roles are those of the API key
or, by OIDC, of the groups that the login comes with; both hold in one tenant only.
"""

from collections.abc import Iterable
from typing import Final, Literal, get_args

Role = Literal["submitter", "reviewer", "supervisor", "judge", "auditor", "admin"]

Permission = Literal[
    "anonymize",  # calls that store nothing, and what there is to choose from
    "submit",  # hand documents in
    "read",  # where a document stands, and its text without names
    "review",  # the queue, originals, verdicts
    "answer",  # what reviewers ask
    "reopen",  # a review that is finished, whoever finished it
    "purge",  # destroy a document
    "stats",  # the tenant's documents, counted
    "audit",  # the audit trail
    "keys",  # make, list and revoke API keys
    "break_glass",  # ask to see one original
    "grant",  # let somebody else see it
    "configure",  # what holds for the tenant as a whole: which policy for which matter
    "reidentify",  # who is behind a published ruling's placeholders
    "export_gold",  # take reviewed originals away as training data
]

ROLES: Final[frozenset[Role]] = frozenset(get_args(Role))
PERMISSIONS: Final[frozenset[Permission]] = frozenset(get_args(Permission))

OF_ROLE: Final[dict[Role, frozenset[Permission]]] = {
    "submitter": frozenset({"anonymize", "stats", "submit", "read"}),
    "reviewer": frozenset({"anonymize", "stats", "read", "review"}),
    "supervisor": frozenset(
        {
            "anonymize",
            "stats",
            "submit",
            "read",
            "review",
            "answer",
            "reopen",
            "purge",
            "keys",
            "grant",
            "reidentify",
            "export_gold",
        },
    ),
    "judge": frozenset({"anonymize", "stats", "read", "answer"}),
    "auditor": frozenset({"anonymize", "stats", "audit", "break_glass"}),
    "admin": frozenset({"anonymize", "stats", "purge", "keys", "configure", "break_glass"}),
}

#: Whoever makes keys passes these on only from their own: an admin can make no reviewer.
GUARDED: Final[frozenset[Permission]] = frozenset(
    {"review", "answer", "grant", "configure", "reidentify", "export_gold"}
)


def permissions_of(roles: Iterable[str], only: Iterable[str] | None = None) -> frozenset[Permission]:
    """What `roles` together may do, narrowed to `only` if that is given.

    A role that this version does not know may do nothing.
    """
    named = frozenset(roles)
    allowed = frozenset[Permission]().union(*(OF_ROLE[role] for role in ROLES if role in named))
    return allowed if only is None else allowed & frozenset(only)


def may_pass_on(own: frozenset[Permission], given: frozenset[Permission]) -> bool:
    """Whether somebody with the permissions `own` may make a key with those `given`."""
    return given & GUARDED <= own
