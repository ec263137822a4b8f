"""The pages for people: their links lead somewhere, and every page can be found."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changes").glob("*.md")]
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def links(page: Path) -> list[Path]:
    """The files that a page's relative links name."""
    text = re.sub(r"`[^`\n]*`", "", page.read_text())
    return [(page.parent / link).resolve() for link in LINK.findall(text) if "://" not in link]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in links(page) if not link.exists()] == []


def test_every_page_of_the_manual_can_be_reached() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            waiting += [link for link in links(page) if link.suffix == ".md" and link.exists()]
    assert {page for page in PAGES if page.is_relative_to(ROOT / "docs")} <= reached
