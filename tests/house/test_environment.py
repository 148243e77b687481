import environment
import pytest
from steps import Layout, SetupError


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


def made(layout, *, lock=b"click==8.5.1\n"):
    """Leaves the files a complete set-up leaves."""
    layout.lock.write_bytes(lock)
    layout.python.parent.mkdir(parents=True)
    layout.python.touch()
    layout.stamp.write_text(environment.stamp_of(lock, python=environment._python_version()))


def no_work(*_arguments, **_options):
    pytest.fail("set-up did something")


def test_everything_that_set_up_makes_lies_in_the_ignored_folder(layout):
    for path in (layout.env, layout.python, layout.stamp, layout.sysroot, layout.log):
        assert path.is_relative_to(layout.root / ".dev")


def test_windows_keeps_its_interpreter_elsewhere(layout):
    assert layout.python == layout.env / "bin/python"
    assert Layout(layout.root, windows=True).python == layout.env / "Scripts/python.exe"


@pytest.mark.parametrize(
    "other", [{"lock": b"b"}, {"python": "3.12"}, {"version": 2}], ids=["lock file", "Python", "set-up version"]
)
def test_the_stamp_follows_all_that_an_environment_is_made_from(other):
    base = {"lock": b"a", "python": "3.11", "version": 1}
    assert environment.stamp_of(**base) == environment.stamp_of(**base)
    assert environment.stamp_of(**base) != environment.stamp_of(**(base | other))


def test_where_the_stamp_fits_nothing_is_started(layout, monkeypatch):
    made(layout)
    monkeypatch.setattr(environment.subprocess, "run", no_work)
    monkeypatch.setattr(environment, "logged", no_work)
    monkeypatch.setattr(environment.system_libraries, "ensure", no_work)
    environment.ensure(layout)


def test_a_set_up_that_broke_off_leaves_no_stamp_so_the_next_run_goes_on(layout, monkeypatch):
    made(layout)
    layout.lock.write_bytes(b"click==8.6.0\n")

    def fail(_layout):
        raise SetupError("no network")

    monkeypatch.setattr(environment.system_libraries, "ensure", fail)
    with pytest.raises(SetupError):
        environment.ensure(layout)
    assert not layout.stamp.exists()


def test_a_missing_lock_file_is_said_with_the_way_to_make_it(layout):
    with pytest.raises(SetupError, match=r"dev\.py lock"):
        environment.ensure(layout)


def test_a_complete_environment_for_this_python_is_kept(layout, monkeypatch):
    made(layout)
    (layout.env / "pyvenv.cfg").write_text(f"home = /x\nversion = {environment._python_version()}.9\n")
    monkeypatch.setattr(environment, "logged", no_work)
    environment.create(layout)


def test_an_environment_for_another_python_is_made_anew(layout, monkeypatch):
    made(layout)
    (layout.env / "pyvenv.cfg").write_text("version = 3.10.1\n")
    started = []
    monkeypatch.setattr(environment, "logged", lambda _layout, command: started.append(command) or True)
    environment.create(layout)
    assert "--clear" in started[0]


def test_children_need_no_screen_unless_the_caller_names_a_platform(layout):
    assert environment.child_environment(layout, {}, offscreen=True)["QT_QPA_PLATFORM"] == "offscreen"
    named = environment.child_environment(layout, {"QT_QPA_PLATFORM": "xcb"}, offscreen=True)
    assert named["QT_QPA_PLATFORM"] == "xcb"
    assert "QT_QPA_PLATFORM" not in environment.child_environment(layout, {}, offscreen=False)


def test_children_import_from_the_environment_alone_and_keep_caches_in_the_ignored_folder(layout):
    env = environment.child_environment(layout, {"PYTHONPATH": "/elsewhere", "HOME": "/h"}, offscreen=True)
    assert "PYTHONPATH" not in env
    assert env["HOME"] == "/h"
    caches = [value for name, value in env.items() if name not in ("HOME", "QT_QPA_PLATFORM")]
    assert caches
    assert all(str(layout.dev) in value for value in caches)


def test_children_find_unpacked_system_libraries_before_the_callers_own(layout, monkeypatch):
    monkeypatch.setattr(environment.system_libraries.sysconfig, "get_config_var", lambda _name: "x86_64-linux-gnu")
    folder = layout.sysroot / "usr/lib/x86_64-linux-gnu"
    folder.mkdir(parents=True)
    env = environment.child_environment(layout, {"LD_LIBRARY_PATH": "/own"}, offscreen=True)
    assert env["LD_LIBRARY_PATH"] == f"{folder}{environment.os.pathsep}/own"


@pytest.mark.parametrize("system_has_settings", [True, False])
def test_children_find_unpacked_fonts_only_where_the_system_has_no_settings_of_its_own(
    layout, monkeypatch, system_has_settings
):
    settings = layout.root / "fonts.conf"
    if system_has_settings:
        settings.touch()
    monkeypatch.setattr(environment, "SYSTEM_FONT_SETTINGS", settings)
    monkeypatch.setattr(environment.system_libraries, "library_folders", lambda _layout: [layout.sysroot / "usr/lib"])
    env = environment.child_environment(layout, {}, offscreen=True)
    assert ("FONTCONFIG_FILE" in env) != system_has_settings


def test_pip_is_taken_from_debians_wheel_where_the_environment_has_none(layout, monkeypatch):
    wheel = layout.sysroot / environment.system_libraries.WHEEL_FOLDER / "pip-23.0.1-py3-none-any.whl"
    seen = {}
    monkeypatch.setattr(environment.system_libraries, "pip_wheel", lambda _layout: wheel)
    monkeypatch.setattr(environment, "logged", lambda *_a, env, **_o: seen.update(env) or True)
    environment.pip_install(layout, "uv")
    assert seen["PYTHONPATH"] == str(wheel)


def test_a_python_without_any_pip_is_told_what_to_install(layout, monkeypatch):
    monkeypatch.setattr(environment.system_libraries, "pip_wheel", lambda _layout: None)
    with pytest.raises(SetupError, match="apt-get install -y python3-venv"):
        environment.pip_install(layout, "uv")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  Downloading PySide6_Essentials-6.11.3-cp310-abi3-manylinux_2_34_x86_64.whl (80.3 MB)", "80.3 MB"),
        ("  Downloading click-8.5.1-py3-none-any.whl (102 kB)", ""),
        ("Collecting click==8.5.1", ""),
    ],
)
def test_large_downloads_show_that_set_up_is_alive(capsys, line, said):
    environment._say_large_download(line)
    heard = capsys.readouterr().err
    assert said in heard
    assert bool(heard) == bool(said)
