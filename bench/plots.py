"""Bar charts as SVG: one picture for each figure, the scenarios below each other, the servers side by side.

Colours are readable on light and dark pages, and every bar has its number, so that nobody needs the colours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

COLOURS: Final = ("#2f7ed8", "#d9822b", "#8a8a8a", "#4a9a5b")
GREY: Final = "#808080"
WIDTH: Final = 760
LABELS: Final = 130
NUMBERS: Final = 80
BAR: Final = 15
GAP: Final = 12
TOP: Final = 58


@dataclass(frozen=True, slots=True)
class Chart:
    """What is shown: `values` by scenario and server, in the order in which they come; what is missing is left out."""

    title: str
    better: str
    servers: Sequence[str]
    values: Mapping[str, Mapping[str, float]]


def draw(chart: Chart) -> str:
    """Return the chart as the text of an SVG file."""
    highest = max((value for row in chart.values.values() for value in row.values()), default=1.0) or 1.0
    scale = (WIDTH - LABELS - NUMBERS) / highest
    lines = [*_legend(chart)]
    y = TOP
    for scenario, row in chart.values.items():
        lines.append(_text(LABELS - 8, y + BAR * len(row) / 2 + 4, scenario, anchor="end"))
        for position, server in enumerate(chart.servers):
            if server in row:
                width = max(1.0, row[server] * scale)
                lines.append(f'<rect x="{LABELS}" y="{y}" width="{width:.1f}" height="{BAR - 2}" '
                             f'fill="{COLOURS[position % len(COLOURS)]}"/>')  # fmt: skip
                lines.append(_text(LABELS + width + 5, y + BAR - 4, _number(row[server])))
                y += BAR
        y += GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="{escape(chart.title)}">'
    )
    return "\n".join([head, *lines, "</svg>", ""])


def _legend(chart: Chart) -> list[str]:
    lines = [_text(0, 16, f"{chart.title} ({chart.better})", size=15)]
    x = float(LABELS)
    for position, server in enumerate(chart.servers):
        lines.append(f'<rect x="{x:.0f}" y="30" width="12" height="12" fill="{COLOURS[position % len(COLOURS)]}"/>')
        lines.append(_text(x + 17, 40, server))
        x += 40 + 8 * len(server)
    return lines


def _text(x: float, y: float, text: str, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{GREY}">{escape(text)}</text>'
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
