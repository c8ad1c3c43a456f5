"""The encoder's tokenizer: the start tokenizer cut to the word pieces that health texts use.

In: a `tokenizer.json` of the WordPiece kind, and texts. Out: a smaller tokenizer and the start ids
that it keeps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice

from tokenizers import Tokenizer

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def trim_tokenizer(start: str, texts: Iterable[str]) -> tuple[str, list[int]]:
    """Cut a WordPiece tokenizer down to the pieces that occur in `texts`.

    Single characters always stay, so that every Latin word can still be spelled out.

    Args:
        start: JSON text of the start tokenizer.
        texts: Texts of the kind that will be read.

    Returns:
        JSON text of the new tokenizer, without padding and truncation, and the kept start ids in
        the order of the new ids.
    """
    tokenizer = Tokenizer.from_str(start)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    seen: set[int] = set()
    stream = iter(texts)
    while chunk := list(islice(stream, 1000)):
        for encoding in tokenizer.encode_batch(chunk):
            seen.update(encoding.ids)
    config = json.loads(tokenizer.to_str())
    vocabulary: dict[str, int] = config["model"]["vocab"]
    kept = [
        (token, old)
        for token, old in sorted(vocabulary.items(), key=lambda item: item[1])
        if old in seen or token in MARKS or _is_character(token)
    ]
    new_ids = {token: new for new, (token, _) in enumerate(kept)}
    config["model"]["vocab"] = new_ids
    for added in config["added_tokens"]:
        added["id"] = new_ids[added["content"]]
    for name, mark in config["post_processor"].get("special_tokens", {}).items():
        mark["ids"] = [new_ids[name]]
    for place in ("sep", "cls"):
        if place in config["post_processor"]:
            name = config["post_processor"][place][0]
            config["post_processor"][place] = [name, new_ids[name]]
    return json.dumps(config, ensure_ascii=False), [old for _, old in kept]


def _is_character(token: str) -> bool:
    body = token.removeprefix("##")
    return len(body) == 1 and body.isprintable() and ord(body) < 0x2200
