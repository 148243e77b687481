"""One word for one thing in every sentence, and each language written as its readers write it."""

import re
from pathlib import Path

import pytest
from conftest import RESOURCES
from kaochang.presenters.words import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
CHINESE, ENGLISH = (load_catalogue(RESOURCES / "strings", language) for language in ("zh_CN", "en"))

NOT_IN_CHINESE = {
    "站点文件": "考点文件 (site file)",
    "密钥盘": "考场密钥文件 (room key file)",
    r"\bPIN\b": "个人密码 (PIN)",
    "成绩库": "中心数据库 (centre database)",
    "作答日志": "作答记录 (journal)",
    "成绩文件": "答卷 (result)",
    "收卷单|收卷清单": "考场清单 (room manifest)",
    "考务中心": "考务办公室 (the office) or 考试中心 (the centre), never one name for two",
    "(?<!考务)办公室|考务(?!办公室|密钥|口令|文件夹)": "考务办公室 (the office)",
    "(?<!考试)中心(?!文件|密钥|口令|数据库|名片)": "考试中心 (the centre)",
    "监考老师|监考员|老师": "监考 (proctor)",
    "封装|重新密封|密封时": "封卷 (seal)",
    "保障级别|保护级别": "安全级别 (level)",
    "快速考试(?!$)|认证考试(?!。)": "快速级, 认证级 (the levels); 快速考试 heads the short way",
    "阅卷": "评分, 评分人 (marking, scorer)",
    "考生名单": "名册 (roster)",
    "座位(?!上)": "机位 (seat)",
    "授权码卡": "授权卡 (card)",
    "这台机器|考场电脑": "考试机, or 这台电脑 where it may be any",
    "可重复": "可多次 (repeatable)",
    "动词": "子命令 (verb)",
    "第二存放处|备用的保存位置": "第二保存位置 (second place)",
    "评委": "面试官, who asks at an interview",
    "(?<! )U盘|(?<=[\u4e00-\u9fff])U 盘": "U 盘, apart from what stands before it",
}
NOT_IN_ENGLISH = {
    r"[Oo]pening code|[Ee]xam code": "start code",
    r"person(al)? number|Person no": "staff number",
    r"(?<!exam-)\broom PCs?\b|\bexam PCs?\b": "exam-room PC",
    r"centre's database": "centre database",
    r"journal log": "journal",
    r"attempt's record|record of the attempt|[Rr]ecords? (on|of) (this|the) (PC|stick|candidate)": "journal",
    r"\b[Cc]orrection (file )?\{": "erratum",
    r"[Ii]nvigilator|[Ss]upervisor": "proctor",
    r"[Ss]tudent|[Ee]xaminee": "candidate",
    r"\b[Qq]uestions?\b|[Qq]uiz": "item",
    r"[Aa]nswer sheet": "result",
    r"USB drive|flash drive": "stick",
}
GLOSSARY = re.findall(r"^\| (\S+) \| ([^|]+) \|", (DOCS / "words.md").read_text("utf-8"), re.MULTILINE)[2:]
ROSTER_HEADINGS = ("中文", "姓名", "工号", "准考证号", "考场", "单选题#3", "对", "错", "〓")


def test_every_word_of_the_glossary_is_the_one_that_is_used():
    chinese, english = (" ".join(said(each).values()) for each in (CHINESE, ENGLISH))
    unused = [(zh, en) for zh, en in GLOSSARY if zh not in chinese or en.casefold() not in english.casefold()]
    assert (len(GLOSSARY) > 40, unused) == (True, [])


def said(catalogue):
    return {key: catalogue.template(key) for key in sorted(catalogue.keys())}


@pytest.mark.parametrize("variant", NOT_IN_CHINESE)
def test_a_thing_has_one_name_in_chinese(variant):
    assert {key: text for key, text in said(CHINESE).items() if re.search(variant, text)} == {}
    readme = (ROOT / "README.zh.md").read_text("utf-8").splitlines()
    assert [line for line in readme if re.search(variant, line)] == []


@pytest.mark.parametrize("variant", NOT_IN_ENGLISH)
def test_a_thing_has_one_name_in_english(variant):
    assert {key: text for key, text in said(ENGLISH).items() if re.search(variant, text)} == {}


def test_chinese_sentences_have_chinese_punctuation():
    found = {
        key: text
        for key, text in said(CHINESE).items()
        if re.search(r"[\u4e00-\u9fff][,;:!?()]|[,;!?()][\u4e00-\u9fff]|[！「」]|\.\.\.", text)
    }
    assert found == {}


def test_english_sentences_have_no_chinese_in_them_but_what_stands_so_in_a_roster_or_a_paper():
    found = {}
    for key, text in said(ENGLISH).items():
        for example in ROSTER_HEADINGS:
            text = text.replace(example, "")
        if re.search(r"[\u2e80-\u9fff\uff00-\uffef\u3000]|[’‘“”]|!", text):
            found[key] = text
    assert found == {}


def test_every_count_stands_with_the_word_that_fits_it():
    """`{count:file|files}`, never `{count} files`, which says "1 files"; nor `file(s)`."""
    several = " ".join(re.findall(r"{\w+:[^|{}]+\|([^|{}]+)}", " ".join(said(ENGLISH).values())))
    counted = set(re.findall(r"\w+s\b", several))
    assert {"files", "tickets", "results"} <= counted
    wrong = re.compile(rf"{{\w+}} (?:more |red |whole )?(?:{'|'.join(counted)})\b|\(s\)")
    assert {key: text for key, text in said(ENGLISH).items() if wrong.search(text)} == {}
