from __future__ import annotations

import pytest
import spacy
from spacy.tokens import DocBin

import puffery
from puffery.language.assemble import ORDER, annotate, load
from puffery.records import Article, Block, BlockKind

pytestmark = pytest.mark.model

TEXT = "Platelet-rich plasma (PRP) may ease knee pain. PRP cures arthritis."


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    return load()


def labels(doc: spacy.tokens.Doc) -> list[str]:
    return [str(audit.label) for audit in puffery.explain_doc(doc)]


def test_load_puts_the_components_in_order(nlp: spacy.Language) -> None:
    assert list(ORDER) == nlp.pipe_names
    assert not any(nlp.analyze_pipes()["problems"].values())


@pytest.mark.parametrize("engine", ["auto", "builtin", "scispacy"])
def test_load_resolves_abbreviations_with_every_engine(engine: str) -> None:
    if engine == "scispacy":
        pytest.importorskip("scispacy")
    second = puffery.explain_doc(load(abbreviations=engine)(TEXT))[1]

    assert ("PRP", "abbreviation") == (second.mentions[0].text, second.mentions[0].method)


def test_load_whole_keeps_each_text_as_one_sentence() -> None:
    nlp = load(whole=True)

    assert 1 == len(puffery.explain_doc(nlp(f"  {TEXT}\n\n- And more.\n")))
    assert () == puffery.explain_doc(nlp(" \n"))


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u200b"])
def test_load_takes_texts_without_words(nlp: spacy.Language, text: str) -> None:
    assert all(label == "none" for label in labels(nlp(text)))


def test_pipe_gives_what_single_calls_give(nlp: spacy.Language) -> None:
    texts = [TEXT, "Book now!", "", "Lupus is a disease."] * 5

    piped = [puffery.explain_doc(doc) for doc in nlp.pipe(texts, batch_size=3)]

    assert [puffery.explain_doc(nlp(text)) for text in texts] == piped


def test_two_pipelines_do_not_disturb_each_other(nlp: spacy.Language) -> None:
    before = puffery.explain_doc(nlp(TEXT))

    load(abbreviations="builtin", whole=True)(TEXT)

    assert before == puffery.explain_doc(nlp(TEXT))


def test_annotate_keeps_the_text_and_takes_the_blocks_of_the_article(nlp: spacy.Language) -> None:
    text = "Menu\nPRP cures\r\narthritis. 💊"
    article = Article("a", text, blocks=(Block(5, len(text), BlockKind.LIST_ITEM),))

    doc = annotate(nlp, article)

    assert text == doc.text
    assert article == doc._.puffery_article
    assert [(5, "list_item")] == [(s.start, s.block) for s in doc._.puffery_sentences]


def test_config_round_trip_gives_the_same_pipeline(nlp: spacy.Language) -> None:
    again = spacy.util.load_model_from_config(nlp.config, auto_fill=True)

    assert puffery.explain_doc(nlp(TEXT)) == puffery.explain_doc(again(TEXT))


def test_saved_pipeline_keeps_its_settings(tmp_path: object) -> None:
    load(abbreviations="builtin", whole=True).to_disk(str(tmp_path))

    again = spacy.load(str(tmp_path))

    assert 1 == len(puffery.explain_doc(again(TEXT)))
    assert "builtin" == again.get_pipe("puffery_mention_tagger").engine


def test_doc_bin_without_user_data_keeps_the_spans(nlp: spacy.Language) -> None:
    data = DocBin(docs=[nlp(TEXT)]).to_bytes()

    (doc,) = DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab)

    first = nlp(TEXT)
    assert [(s.text, s.label_, s.kb_id_, s.id_) for s in first.spans["puffery_mentions"]] == [
        (s.text, s.label_, s.kb_id_, s.id_) for s in doc.spans["puffery_mentions"]
    ]


def test_doc_bin_with_user_data_can_be_written(nlp: spacy.Language) -> None:
    DocBin(docs=[nlp(TEXT)], store_user_data=True).to_bytes()


def test_doc_can_be_written_to_bytes(nlp: spacy.Language) -> None:
    nlp(TEXT).to_bytes()


@pytest.mark.slow
def test_pipe_works_with_two_processes(nlp: spacy.Language) -> None:
    docs = list(nlp.pipe([TEXT] * 4, n_process=2))

    assert [puffery.explain_doc(nlp(TEXT))] * 4 == [puffery.explain_doc(doc) for doc in docs]
