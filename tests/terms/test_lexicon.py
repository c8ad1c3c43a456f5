from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest

from puffery.data_files import read_bytes
from puffery.errors import DataFileError
from puffery.learn.build_lexicon import build, compile_terms, main
from puffery.records import MentionLabel
from puffery.terms.lexicon import FOLDER, Lexicon, load_lexicon, read_lexicon
from puffery.terms.word_keys import phrase_key

TERMS = [
    {"id": "MESH:D1", "name": "Examplitis", "type": "DISEASE", "subtype": "disease",
     "aliases": ["Vale Disease", "EXA", "sore, example", "Vale's"], "sources": ["MeSH"],
     "licence": "PD"},
    {"id": "DOID:2", "name": "vale disease", "type": "DISEASE", "subtype": "disease",
     "aliases": ["examplitis", "ice"], "sources": ["DO"], "licence": "CC0"},
    {"id": "HC:3", "name": "Fictium (as therapy)", "type": "THERAPY", "subtype": "drug",
     "aliases": ["vale disease", "Vales"], "sources": ["curated"], "licence": "CC0"},
]  # fmt: skip


def write_terms(folder: Path, terms: list[dict[str, object]]) -> Path:
    folder.mkdir()
    with gzip.open(folder / "terms.jsonl.gz", "wt", encoding="utf-8") as handle:
        handle.write("".join(json.dumps(term) + "\n" for term in terms))
    return folder


def test_build_is_reproducible_in_any_order(tmp_path: Path) -> None:
    build(write_terms(tmp_path / "a", TERMS), tmp_path / "a.gz")
    build(write_terms(tmp_path / "b", TERMS[::-1]), tmp_path / "b.gz")

    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_build_gives_an_ambiguous_name_to_one_concept() -> None:
    header, *rows = [json.loads(line) for line in compile_terms(TERMS)]  # type: ignore[arg-type]
    by_id = {row["id"]: row for row in rows}

    assert by_id["DOID:2"]["keys"] == ["vale disease"]  # the canonical name wins
    assert by_id["MESH:D1"]["keys"] == ["examplitis"]  # so does MeSH; inverted forms are out
    assert by_id["MESH:D1"]["caps"] == ["EXA"]
    assert by_id["MESH:D1"]["poss"] == ["vale"]
    assert by_id["HC:3"]["keys"] == ["fictium"]  # `Vales` would match the bare surname
    assert by_id["HC:3"]["name"] == "Fictium"
    assert header["concepts"] == 3


def test_build_command_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write_terms(tmp_path / "terms", TERMS)

    assert main([str(source), "-o", str(tmp_path / "out.gz")]) == 0
    assert "3 concepts" in capsys.readouterr().out


def test_additions_win_and_stops_take_away(tmp_path: Path) -> None:
    build(write_terms(tmp_path / "terms", TERMS), tmp_path / "core.gz")
    added = {"id": "PUF:1", "name": "Valitis", "label": "DISEASE", "subtype": "disease",
             "names": ["valitis"], "caps": ["VL"]}  # fmt: skip
    stops = [
        {"name": "Examplitis", "reason": "x"},
        {"name": "EXA", "reason": "x", "caps": True},
        {"name": "vale disease of luck", "reason": "x", "idiom": True},
    ]
    lexicon = read_lexicon(
        (tmp_path / "core.gz").read_bytes(),
        json.dumps(added).encode(),
        "\n".join(json.dumps(stop) for stop in stops).encode(),
    )

    assert {"vale disease", "fictium", "valitis"} == set(lexicon.keys)
    assert {"VL"} == set(lexicon.caps)
    assert {"vale disease of luck"} == set(lexicon.idioms)
    assert MentionLabel.DISEASE is lexicon.concept("PUF:1").label


def test_broken_lexicon_is_an_error() -> None:
    with pytest.raises(DataFileError, match="lexicon file is not valid"):
        read_lexicon(gzip.compress(b'{"header": 1}\n{"id": 1}\n'), b"", b"")


def test_shipped_lexicon_knows_its_concepts(lexicon: Lexicon) -> None:
    concept = lexicon.concept("MESH:D001172")

    assert (concept.name, concept.label) == ("Rheumatoid Arthritis", "DISEASE")
    assert "MeSH" in concept.source
    assert load_lexicon() is lexicon
    assert len(lexicon.fingerprint) == 64
    assert set(lexicon.keys.values()) <= set(lexicon.concepts)


def test_shipped_lexicon_is_small() -> None:
    assert len(read_bytes(FOLDER, "lexicon.jsonl.gz")) < 3_000_000


@pytest.mark.slow
def test_shipped_lexicon_loads_fast() -> None:
    start = time.perf_counter()
    load_lexicon.__wrapped__()

    assert time.perf_counter() - start < 2.0  # about 0.3 s on an idle machine


@pytest.mark.parametrize("name", ["mention_additions.jsonl", "mention_stops.jsonl"])
def test_hand_kept_files_are_sorted_and_reasoned(name: str) -> None:
    rows = [json.loads(line) for line in read_bytes(FOLDER, name).decode().splitlines()]

    keys = [row["id"] if "id" in row else row["name"].lower() for row in rows]
    assert sorted(keys) == keys
    assert all(
        any(row.get(field) for field in ("reason", "names", "caps", "parent")) for row in rows
    )


def test_shipped_lexicon_was_built_with_the_present_word_keys(lexicon: Lexicon) -> None:
    core = [concept for concept in lexicon.concepts.values() if concept.id.startswith("MESH:")]
    plain = [concept.name for concept in core if concept.name.replace(" ", "").isalpha()]
    known = sum(phrase_key(name) in lexicon.keys for name in plain)

    assert known / len(plain) > 0.9  # the rest is stopped or belongs to another concept
