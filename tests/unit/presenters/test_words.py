"""The catalogue loads whole, refuses what is written twice, and never makes up a sentence."""

import json

import pytest
from kaochang.presenters.words import CatalogueError, load_catalogue


def _part(folder, name, **sentences):
    parts = folder / "parts"
    parts.mkdir(exist_ok=True)
    (parts / name).write_text(json.dumps(sentences, ensure_ascii=False), encoding="utf-8")


def test_all_parts_of_a_language_are_one_catalogue(tmp_path):
    _part(tmp_path, "a.zh_CN.json", greet="你好，{name}")
    _part(tmp_path, "b.zh_CN.json", leave="再见")
    _part(tmp_path, "a.en.json", greet="Hello, {name}")
    words = load_catalogue(tmp_path, "zh_CN")
    assert words("greet", name="陈𬭎宇") == "你好，陈𬭎宇"
    assert words.keys() == {"greet", "leave"}


def test_a_key_written_twice_is_a_bug_that_names_its_file(tmp_path):
    _part(tmp_path, "a.zh_CN.json", greet="你好")
    _part(tmp_path, "b.zh_CN.json", greet="您好")
    with pytest.raises(CatalogueError, match=r"b\.zh_CN\.json: greet"):
        load_catalogue(tmp_path, "zh_CN")


def test_a_key_that_nobody_wrote_is_a_bug(words):
    with pytest.raises(CatalogueError, match=r"no\.such-key"):
        words("no.such-key")


def test_a_language_without_sentences_is_a_bug(tmp_path):
    with pytest.raises(CatalogueError, match="empty"):
        load_catalogue(tmp_path, "fr")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 files are"), (1, "1 file is"), ("1", "1 file is"), (12, "12 files are")]
)
def test_a_count_stands_with_the_word_that_fits_it(tmp_path, count, said):
    _part(tmp_path, "a.en.json", found="{count:file is|files are} here, {share:.0f}%")
    assert load_catalogue(tmp_path, "en")("found", count=count, share=50.0) == f"{said} here, 50%"
