"""The Word files among the bad papers are made by their script, byte for byte."""

import bad_word_papers
import pytest
from unit.papers.support import BANK


@pytest.mark.parametrize("name", bad_word_papers.PAPERS)
def test_a_bad_word_paper_is_made_by_its_script(name, tmp_path):
    bad_word_papers.write(tmp_path)
    assert (tmp_path / f"{name}.docx").read_bytes() == (BANK / "bad" / f"{name}.docx").read_bytes()
