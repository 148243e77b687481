import pytest
import system_libraries
from steps import Layout, SetupError
from system_libraries import Need, Plan, install_line, new_packages, plan

EGL = Need("libEGL.so.1", "libegl1")
GLIB = Need("libglib-2.0.so.0", "libglib2.0-0")
THREADS = Need("libgthread-2.0.so.0", "libglib2.0-0")
XVFB = Need("Xvfb", "xvfb", screen=True)

SIMULATION = """\
NOTE: This is only a simulation!
Inst libpng16-16 (1.6.39-2 Debian-Security:12/oldstable-security [amd64])
Inst libc6 [2.36-9+deb12u9] (2.36-9+deb12u10 Debian:12.15/oldstable [amd64])
Inst libllvm15 (1:15.0.6-4+b1 Debian:12.15/oldstable [amd64])
Inst libx11-6 (2:1.8.4-2+deb12u2 Debian:12.15/oldstable [amd64])
Conf libx11-6 (2:1.8.4-2+deb12u2 Debian:12.15/oldstable [amd64])
"""


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


def test_root_installs_all_that_is_missing():
    assert plan([EGL, XVFB], root=True, apt=True) == Plan(install=("libegl1", "xvfb"))


def test_anyone_else_unpacks_what_offscreen_needs_and_is_told_the_rest():
    assert plan([EGL, XVFB], root=False, apt=True) == Plan(unpack=("libegl1",), tell=("xvfb",))


@pytest.mark.parametrize("root", [True, False])
def test_without_apt_everything_missing_is_told(root):
    assert plan([EGL, XVFB], root=root, apt=False) == Plan(tell=("libegl1", "xvfb"))


def test_a_package_that_brings_two_libraries_is_asked_for_once():
    assert plan([GLIB, THREADS], root=True, apt=True) == Plan(install=("libglib2.0-0",))


def test_the_line_to_copy_installs_without_a_question():
    line = install_line(["libegl1", "xvfb"])
    assert line == "apt-get update && apt-get install -y --no-install-recommends libegl1 xvfb"


def test_unpacked_are_new_packages_only_neither_upgrades_nor_graphics_drivers():
    assert new_packages(SIMULATION) == ["libpng16-16=1.6.39-2", "libx11-6=2:1.8.4-2+deb12u2"]


def test_where_nothing_is_missing_nothing_is_done(layout, monkeypatch):
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    monkeypatch.setattr(system_libraries, "find_missing", lambda _layout: [])
    monkeypatch.setattr(system_libraries, "logged", lambda *_a, **_o: pytest.fail("something was started"))
    system_libraries.ensure(layout)


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_are_not_even_looked_at(layout, monkeypatch, platform):
    monkeypatch.setattr(system_libraries.sys, "platform", platform)
    monkeypatch.setattr(system_libraries, "find_missing", lambda _layout: pytest.fail("looked"))
    system_libraries.ensure(layout)


@pytest.fixture
def failing_apt(monkeypatch):
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(system_libraries.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_libraries, "logged", lambda *_a, **_o: False)


def test_an_install_that_fails_names_the_line_to_try_by_hand(layout, monkeypatch, failing_apt):
    monkeypatch.setattr(system_libraries, "find_missing", lambda _layout: [EGL])
    with pytest.raises(SetupError, match="apt-get install -y --no-install-recommends libegl1"):
        system_libraries.ensure(layout)


def test_set_up_goes_on_when_only_the_screen_tests_lack_something(layout, monkeypatch, failing_apt, capsys):
    monkeypatch.setattr(system_libraries, "find_missing", lambda _layout: [XVFB])
    system_libraries.ensure(layout)
    heard = capsys.readouterr().err
    assert "will be skipped" in heard
    assert "xvfb" in heard


def test_a_system_without_apt_is_told_the_names_of_what_is_missing(layout, monkeypatch, capsys):
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(system_libraries.shutil, "which", lambda _name: None)
    monkeypatch.setattr(system_libraries, "find_missing", lambda _layout: [EGL])
    system_libraries.ensure(layout)
    assert "missing here: libEGL.so.1" in capsys.readouterr().err


def test_debians_pip_wheel_is_found_installed_or_unpacked(layout, tmp_path):
    system = tmp_path / "system"
    assert system_libraries.pip_wheel(layout, system) is None
    for top in (layout.sysroot, system):
        wheel = top / system_libraries.WHEEL_FOLDER / "pip-23.0.1-py3-none-any.whl"
        wheel.parent.mkdir(parents=True)
        wheel.touch()
        assert system_libraries.pip_wheel(layout, system) == wheel


@pytest.mark.skipif(
    not system_libraries.sys.platform.startswith("linux"), reason="only Linux has system libraries to find"
)
def test_a_library_that_no_system_has_is_found_missing(layout, monkeypatch):
    strange = Need("libno-such-thing.so.9", "libno-such-thing9")
    monkeypatch.setattr(system_libraries, "LIBRARIES", (strange,))
    monkeypatch.setattr(system_libraries, "PROGRAMS", ())
    assert strange in system_libraries.find_missing(layout)
