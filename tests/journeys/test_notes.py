"""What the proctor notes reaches the centre, and nobody on the way."""

from kaochang.custody import manifests
from kaochang.domain.values import text_to_bytes
from kaochang.flow import centre_kit
from kaochang.sealing import frame
from searching import search
from support.exam_day import PASSPHRASE

NOTES = "二号机位断电一次。\n第二行：已换到五号机位。"


def test_notes_travel_sealed_from_a_file_to_the_centre(sealed_day, tmp_path):
    written = tmp_path / "notes.txt"
    written.write_text("\ufeff" + NOTES + "\n\n", encoding="utf-8")
    (tmp_path / "pc").mkdir()
    stick = tmp_path / "stick"
    ran = sealed_day.collect("R01", stick, tmp_path / "pc", options=["--notes-file", written])
    assert ran.code == 0, ran
    (path,) = stick.rglob("*.kcm")
    manifest = manifests.read_manifest(frame.unpack(path.read_bytes()), None)
    kit = centre_kit.read_kit(sealed_day.centre_kit).open(PASSPHRASE)
    assert manifests.open_notes(manifest, text_to_bytes(kit.results_seed)) == NOTES
    assert search([stick], ["二号机位断电", "已换到五号机位"]) == []
