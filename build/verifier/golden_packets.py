#!/usr/bin/env python3
"""Adds a scorer's files to the golden days that are there, of which nothing is changed: key, card, packet and scores.

    python3 build/verifier/golden_packets.py [--out DIR]

The centre of each day takes what lies in its folder, plans its one essay for one scorer, and a packet goes out, is
scored and comes back. Made once, as the days are.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2] / "desktop")]

from kaochang.custody import key_files
from kaochang.domain.values import bytes_to_text
from verifier.golden import MINUTE, OPENERS, OUT, PASSPHRASE, PEOPLE_PASSPHRASE, Day, entered, spelled
from verifier.verify import known_from

SCORER = "评分人甲"
LATER = 24 * 60 * MINUTE
"""How long after the day the packet is made."""

OWN = {"scorer.kcy", "scorer.kcd", "packet.kcw", "scores.kcs"}


class Scoring(Day):
    """A golden day's centre, again: its kit, keys and results as they lie in the level's folder."""

    def __init__(self, folder: Path, level: Path, told: dict[str, Any]) -> None:
        folder.mkdir()
        super().__init__(folder, certified=level.name == "certified")
        self.told = told
        self.clock.go_on(LATER)
        self._lay(level)

    def _lay(self, level: Path) -> None:
        places = {"session.kcb": self.exam, "site.kcx": self.exam.with_name("site.kcx")}
        places["centre.kck"] = self.sealed / "centre/centre.kck"
        places["centre.kcy"] = self.folder / "people/阅卷中心/centre.kcy" if self.certified else self.centre_key
        for number, name in enumerate(OPENERS if self.certified else (), start=1):
            places[f"opener-{number}.kcy"] = self.folder / f"people/{name}/opener.kcy"
        for path in level.iterdir():
            place = places.get(path.name, self.stick / path.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)

    @property
    def centre_key(self) -> Path:
        """The centre's own key file, where the day has one of its own."""
        return self.folder / ("people/阅卷中心" if self.certified else "office") / "centre.kcy"

    def score(self) -> dict[str, Path]:
        """The packet's way; every new file by its golden name."""
        self.merge(ends=1)
        self.well("mark", self.centre)
        self.well("score", "plan", self.centre, "--scorer", SCORER, "--by", "阅卷组长")
        key, card = self.make_key("scorer", SCORER)
        packet, scores = self.folder / "packet.kcw", self.folder / "scores.kcs"
        signing = self.signing or ("--kit", self.sealed / "centre/centre.kck", *self.own)
        self.well("score", "packet", self.centre, "--scorer", SCORER, "--card", card, *signing, "--out", packet)
        with_key = ("--key", key, "--passphrase-file", self.text("people", PEOPLE_PASSPHRASE))
        task = self.well("score", "next", packet, *with_key)["task"]
        given = (
            "--criterion",
            "说出办妥确认",
            2,
            "--note",
            0,
            2,
            "先安抚",
            "--comment",
            "没有说出办妥的确认",
            "--seconds",
            40,
        )
        self.well("score", "give", packet, task["handle"], *with_key, *given)
        self.well("score", "hand-back", packet, *with_key, "--out", scores)
        self.well("score", "take", self.centre, scores)
        return {"scorer.kcy": key, "scorer.kcd": card, "packet.kcw": packet, "scores.kcs": scores}


def read_with(level: str, day: Scoring) -> dict[str, dict[str, Any]]:
    """What each of the new files is read with."""
    opened: dict[str, Any] = {"passphrase": PASSPHRASE}
    if day.certified:
        openers = [f"{level}/opener-{number}.kcy" for number in (1, 3)]
        opened = {"opener": openers, "opener_passphrase": PEOPLE_PASSPHRASE}
    trusted = {"site": f"{level}/site-2.kcx", "exam": f"{level}/session.kcb", "kit": f"{level}/centre.kck"}
    scorer = trusted | opened | {"scorer": f"{level}/scorer.kcy", "scorer_passphrase": PEOPLE_PASSPHRASE}
    return {
        "scorer.kcy": {"passphrase": PEOPLE_PASSPHRASE},
        "scorer.kcd": {},
        "packet.kcw": scorer,
        "scores.kcs": scorer | {"packet": f"{level}/packet.kcw"},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    if any((out / "quick" / name).exists() for name in OWN):
        raise SystemExit(f"{out} has them: golden files are made once")
    index, secrets = (json.loads((out / f"{name}.json").read_text("utf-8")) for name in ("index", "secrets"))
    with tempfile.TemporaryDirectory() as folder:
        for level in ("quick", "certified"):
            session = json.loads(_header(out / level / "session.kcb"))["session"]["id"]
            day = Scoring(Path(folder) / level, out / level, secrets[level]["told"] | {"session": session})
            for name, path in day.score().items():
                shutil.copyfile(path, out / level / name)
            for name, needed in read_with(level, day).items():
                index[f"{level}/{name}"] = entered(out, f"{level}/{name}", needed)
            key = key_files.open_key((out / level / "scorer.kcy").read_bytes(), PEOPLE_PASSPHRASE)
            back = known_from(out, index[f"{level}/scores.kcs"]["read_with"]).back
            secrets[level]["seeds"] |= {"scorer": key.seeds["signing"], "back": bytes_to_text(back)}
    for name, told in (("index", index), ("secrets", secrets)):
        (out / f"{name}.json").write_text(spelled(told), "utf-8")
    return 0


def _header(path: Path) -> bytes:
    data = path.read_bytes()
    return data[12 : 12 + int.from_bytes(data[8:12], "big")]


if __name__ == "__main__":
    sys.exit(main())
