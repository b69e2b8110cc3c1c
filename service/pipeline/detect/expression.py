"""Regular expressions that are compiled when they are first asked.

There are seven hundred of them, a million characters: all together take three seconds, and one
ruling asks a part of them.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Expression:
    """A regular expression, case ignored unless `flags` say otherwise. From the first time on
    its methods are those of `re.Pattern` itself."""

    def __init__(self, pattern: str, flags: int = re.IGNORECASE) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.match

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self._compiled.finditer
