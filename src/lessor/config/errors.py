"""Mistakes of the administrator, with their place in the file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where, at which key, what is wrong and what would be right."""

    file: str
    line: int
    column: int
    key: str
    wrong: str
    right: str = ""

    def __str__(self) -> str:
        advice = f"; {self.right}" if self.right else ""
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}:{self.column}: {key}{self.wrong}{advice}"


class ConfigError(Exception):
    """The configuration cannot be used; `problems` holds every mistake found, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
