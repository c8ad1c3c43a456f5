"""Articles with their labels for annotation tools: Label Studio, doccano, Prodigy.

In: an `ExportJob`. Out: one file a tool (Label Studio: also its labelling set-up). Offsets are code
points into the text that the file itself holds: the article put together from its sentences, or for
Prodigy the sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonlines

from puffery.export.finished.rows import RunArticle, RunSentence
from puffery.export.finished.run_folder import RunFacts
from puffery.export.interface import ExportJob
from puffery.records import Framing, MentionLabel

LABELS = tuple(str(framing) for framing in Framing)
CONFIG_NAME = "labelstudio.xml"
_CONFIG = """<View>
  <Header value="$article_id"/>
  <Labels name="framing" toName="text">
{framings}
  </Labels>
  <Labels name="mention" toName="text">
{mentions}
  </Labels>
  <Text name="text" value="$text"/>
</View>
"""


def write_labelstudio(job: ExportJob, folder: Path) -> list[Path]:
    """Write `labelstudio.json` (one task an article) and the set-up `labelstudio.xml`.

    Labels are predictions, so that a person confirms or corrects them.

    **Source:** Label Studio documentation, "Label Studio JSON format of annotated tasks".

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The two files.

    Raises:
        OSError: When the disk is full or the like.
    """
    path, config = folder / "labelstudio.json", folder / CONFIG_NAME
    facts = job.facts()
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        before = "[\n"
        for article in job.articles():
            handle.write(before + _dump(_task(article, facts)))
            before = ",\n"
        handle.write("\n]\n" if before == ",\n" else "[]\n")
    framings = "\n".join(f'    <Label value="{name}"/>' for name in LABELS)
    mentions = "\n".join(f'    <Label value="{name}"/>' for name in MentionLabel)
    content = _CONFIG.format(framings=framings, mentions=mentions)
    config.write_text(content, encoding="utf-8", newline="\n")
    return [path, config]


def write_doccano(job: ExportJob, folder: Path) -> list[Path]:
    """Write `doccano.jsonl`: one article a line, spans as `[start, end, label]`.

    Spans of sentences hold those of mentions, so the project must allow overlapping spans.

    **Source:** doccano documentation, "Sequence labeling: JSONL".

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The file.

    Raises:
        OSError: When the disk is full or the like.
    """
    return [_write_lines(folder / "doccano.jsonl", map(_doccano, job.articles()))]


def write_prodigy(job: ExportJob, folder: Path) -> list[Path]:
    """Write `prodigy.jsonl`: one sentence a line, as a `choice` task with spans of its mentions.

    **Source:** Prodigy documentation, "Annotation interfaces: choice, spans".

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The file.

    Raises:
        OSError: When the disk is full or the like.
    """
    rows = (_prodigy(article, item) for article in job.articles() for item in article.sentences)
    return [_write_lines(folder / "prodigy.jsonl", rows)]


def _dump(row: object) -> str:
    return json.dumps(row, ensure_ascii=True, separators=(",", ":"))


def _write_lines(path: Path, rows: Iterator[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        jsonlines.Writer(handle, dumps=_dump).write_all(rows)
    return path


def _task(article: RunArticle, facts: RunFacts) -> dict[str, Any]:
    text, result = article.text, []
    for item in article.sentences:
        if item.is_finding:
            value = _value(text, item.start, item.end, item.likeliest)
            key = f"s{item.index}"
            result.append({**_region(key, "framing", value), "score": item.score})
        for number, span in enumerate(item.mentions):
            value = _value(text, span.start, span.end, span.label)
            result.append(_region(f"m{item.index}-{number}", "mention", value))
    version = f"puffery {facts.versions.get('puffery', '')}".strip()
    summary = article.summary
    return {
        "data": {"text": text, "article_id": summary.article_id, "title": summary.title},
        "predictions": [{"model_version": version, "result": result}],
    }


def _region(key: str, name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "from_name": name, "to_name": "text", "type": "labels", "value": value}


def _value(text: str, start: int, end: int, label: str) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text[start:end], "labels": [label]}


def _doccano(article: RunArticle) -> dict[str, Any]:
    spans = [[s.start, s.end, s.likeliest] for s in article.sentences if s.is_finding]
    spans += [[m.start, m.end, m.label] for s in article.sentences for m in s.mentions]
    return {
        "text": article.text,
        "label": sorted(spans),
        "article_id": article.summary.article_id,
        "title": article.summary.title,
    }


def _prodigy(article: RunArticle, item: RunSentence) -> dict[str, Any]:
    spans = [
        {"start": m.start - item.start, "end": m.end - item.start, "label": m.label}
        for m in item.mentions
    ]
    return {
        "text": item.text,
        "spans": spans,
        "options": [{"id": name, "text": name} for name in LABELS],
        "accept": [item.likeliest],
        "meta": {
            "article": article.summary.article_id,
            "sentence": item.index,
            "rule": item.reasons[0].rule_id,
            "reason": item.reasons[0].message,
            "score": item.score,
        },
    }
