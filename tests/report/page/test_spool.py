"""What was put can be read back, in any order."""

from __future__ import annotations

from pathlib import Path

from puffery.report.page.spool import Fragment, Spool


def fragment(slug: str) -> Fragment:
    return Fragment(
        slug, f"Title {slug}", frozenset({1}), f"<p>é {slug}</p>", "<noscript>", "{}", "[]"
    )


def test_fragments_come_back_in_any_order(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    for slug in "abc":
        spool.put(fragment(slug))

    assert fragment("c") == spool.get("c")
    spool.put(fragment("d"))
    assert [fragment(slug) for slug in "dab"] == [spool.get(slug) for slug in "dab"]
    assert ("a", "b", "c", "d") == spool.slugs()
    spool.close()


def test_sizes_are_bytes_and_clearing_starts_again(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.put(fragment("a"))

    shown = len("<p>é a</p>".encode() + b"<noscript>")
    assert (shown, shown + 4) == (spool.n_shown_bytes, spool.n_bytes)
    spool.clear()
    assert (0, 0, ()) == (spool.n_shown_bytes, spool.n_bytes, spool.slugs())
    assert "a" not in spool
    spool.remove()
    assert [] == list(tmp_path.iterdir())
