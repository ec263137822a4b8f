"""Bar charts as SVG: one picture for each figure, the scenarios below each other, the servers side by side.

Colours are readable on light and dark pages, and every bar has its number, so that nobody needs the colours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

COLOURS: Final = {
    "lessor": "#2f7ed8",
    "lessor-compiled": "#2a9d8f",
    "lessor-unsynced": "#8ab6e8",
    "kea-st": "#d9822b",
    "kea-mt": "#b5544d",
}
"""By server: blues and greens are ours."""
GREY: Final = "#767b82"
"""For whatever has no colour of its own; as a text it reads on white and on black."""
WIDTH: Final = 820
LABELS: Final = 280
NUMBERS: Final = 80
BAR: Final = 14
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
    labels = min(LABELS, round(16 + 6.4 * max((len(name) for name in chart.values), default=0)))
    scale = (WIDTH - labels - NUMBERS) / highest
    lines = [*_legend(chart)]
    y = TOP
    for scenario, row in chart.values.items():
        lines.append(_text(labels - 8, y + BAR * len(row) / 2 + 4, scenario, anchor="end"))
        for server in chart.servers:
            if server in row:
                width = max(1.0, row[server] * scale)
                lines.append(f'<rect x="{labels}" y="{y}" width="{width:.1f}" height="{BAR - 2}" '
                             f'fill="{COLOURS.get(server, GREY)}"/>')  # fmt: skip
                lines.append(_text(labels + width + 5, y + BAR - 4, _number(row[server])))
                y += BAR
        y += GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="{escape(chart.title)}">'
    )
    return "\n".join([head, *lines, "</svg>", ""])


def _legend(chart: Chart) -> list[str]:
    lines = [_text(0, 16, f"{chart.title} ({chart.better})", size=15)]
    x = 0.0
    for server in chart.servers:
        lines.append(f'<rect x="{x:.0f}" y="30" width="12" height="12" fill="{COLOURS.get(server, GREY)}"/>')
        lines.append(_text(x + 17, 40, server))
        x += 34 + 7.5 * len(server)
    return lines


def _text(x: float, y: float, text: str, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{GREY}">{escape(text)}</text>'
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
