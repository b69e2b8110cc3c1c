"""Regular expressions that are compiled when they are first asked.

There are seven hundred of them, a million characters: all together take three seconds, and one
ruling asks a part of them. The dearest are asked of every "sentencia" and fit almost nowhere, so
they tell by a cheap expression of their own, their opening, where it is worth to compile them.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

#: What stands between two ``|`` that are in no group; groups may hold groups, and these no more.
_ALTERNATIVE: Final = re.compile(r"(?:\\.|\((?:\\.|\((?:\\.|[^()\\])*\)|[^()\\])*\)|[^|()\\])+")


def by_initial(alternatives: str) -> str:
    """``a|b|c``, each of which begins with a letter, those of one letter together: a word that is none
    of many is asked for every letter instead of for every one."""
    ones, alike = _ALTERNATIVE.findall(alternatives), dict[str, list[str]]()
    if "|".join(ones) != alternatives:
        raise ValueError("Not all of the alternatives can be told apart.")
    for one in ones:
        if not one[0].isalpha() or one[1:2] in tuple("?*+{"):
            raise ValueError("Not all of the alternatives begin with a letter.")
        alike.setdefault(one[0], []).append(one[1:])
    return "|".join(f"{initial}(?:{'|'.join(rests)})" for initial, rests in alike.items())


class Expression:
    """A regular expression, case ignored unless `flags` say otherwise. From the first time on
    its methods are those of `re.Pattern` itself.

    opening: what `pattern` begins with; none where that is the whole pattern.
    """

    def __init__(self, pattern: str, flags: int = re.IGNORECASE, opening: str = "") -> None:
        if not pattern.startswith(opening):
            raise ValueError("The pattern does not begin with its opening.")
        self.pattern = pattern
        self._flags = flags
        self._opening = opening

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        compiled = re.compile(self.pattern, self._flags)
        self.opens = compiled.match
        return compiled

    @cached_property
    def opens(self) -> Callable[..., re.Match[str] | None]:
        """`match` of the opening: where it has none, the whole expression has none. Of the whole
        itself once that is compiled, for it tells more and costs no more."""
        return re.compile(self._opening, self._flags).match if self._opening else self.match

    def whole(self, begun: re.Match[str]) -> re.Match[str] | None:
        """The match that `begun`, what `opens` has found, is the opening of."""
        compiled = self._compiled
        return begun if begun.re is compiled else compiled.match(begun.string, begun.start())

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.match

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self._compiled.finditer
