"""The files that a person double-clicks on an exam-room PC: they find the stick and open the sealed exam beside them.

Each room has one for Windows and one for Linux. The stick is told by the session that lies on it too, on another drive
than the copy; where it lay is kept beside the copy, for a PC that is started again without the stick.
"""

import shlex

from kaochang.domain.assessments import Room, Session
from kaochang.domain.ports import Words
from kaochang.machine.new_folders import file_name

_MOST = 60
"""Characters of a room in the name of a file."""

_WINDOWS = """\
@echo off
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
set "HERE=%~dp0"
set "SIZE="
set "STICK="
set "SAY="
for %%S in ("%HERE%session.kcb") do set "SIZE=%%~zS"
if not defined SIZE set "SIZE=none"
(for %%D in (D E F G H I J K L M N O P Q R S T U V W X Y Z) do (
  if /i not "%%D:"=="%~d0" for /d %%A in ("%%D:\\*") do for /d %%B in ("%%A\\*") do (
    for %%S in ("%%B\\session.kcb") do if "%%~zS"=="%SIZE%" set "STICK=%%D:\\"
  )
)) 2>nul
if defined STICK >"%HERE%stick.txt" echo %STICK%
if not defined STICK if exist "%HERE%stick.txt" set /p "STICK=" <"%HERE%stick.txt"
where /q kaochang || set "SAY={no_program}"
if not defined STICK set "SAY={no_stick}"
if defined SAY echo %SAY%
if not defined SAY kaochang --lang {language} sit "%HERE%session.kcb" --room {room} --stick "%STICK%."
set "CODE=%ERRORLEVEL%"
if defined SAY set "CODE=1"
if not "%CODE%"=="0" echo {wait}
if not "%CODE%"=="0" pause >nul
exit /b %CODE%
"""
"""No jumps: once texts are UTF-8, Windows miscounts where a line begins.

Behind a backslash a quote ends nothing, hence the dot behind the stick.
"""

_LINUX = """\
#!/bin/sh
wait_for_reader() {{
    [ ! -t 0 ] || {{ printf '%s\\n' {wait}; read -r _; }}
}}
say() {{
    printf '%s\\n' "$1" >&2
    wait_for_reader
    exit 1
}}
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1
own=$(df -l --output=target "$here" 2>/dev/null | tail -n 1)
stick=
while IFS= read -r drive; do
    case $drive in / | "$own") continue ;; esac
    for found in "$drive"/*/*/session.kcb; do
        if cmp -s "$found" "$here/session.kcb"; then stick=$drive; fi
    done
done <<END
$(df -l --output=target 2>/dev/null)
END
if [ -n "$stick" ]; then
    printf '%s\\n' "$stick" >"$here/stick.txt"
elif [ -f "$here/stick.txt" ]; then
    stick=$(cat "$here/stick.txt")
fi
[ -n "$stick" ] || say {no_stick}
command -v kaochang >/dev/null || say {no_program}
kaochang --lang {language} sit "$here/session.kcb" --room {room} --stick "$stick"
code=$?
[ "$code" -eq 0 ] || wait_for_reader
exit "$code"
"""


def start_files(session: Session, words: Words) -> dict[str, bytes]:
    """Every start file, by its name; they lie beside the sealed exam."""
    said = {key: words(f"start-file.{key}") for key in ("no-stick", "no-program", "wait")}
    made: dict[str, bytes] = {}
    for room in session.rooms:
        name = _name(session, room, words)
        made[f"{name} Windows.cmd"] = _filled(_WINDOWS, room, words, said).replace("\n", "\r\n").encode()
        quoted = {key: shlex.quote(text) for key, text in said.items()}
        made[f"{name} Linux.sh"] = _filled(_LINUX, room, words, quoted).encode()
    return made


def _name(session: Session, room: Room, words: Words) -> str:
    """The rooms of a session are told apart by their ids: two of them may have one name."""
    name = words("quick.file.start")
    return name if len(session.rooms) == 1 else f"{name} {file_name(f'{room.id} {room.name}', _MOST)}"


def _filled(form: str, room: Room, words: Words, said: dict[str, str]) -> str:
    texts = {key.replace("-", "_"): text for key, text in said.items()}
    return form.format(language=words("cli.language"), room=room.id, **texts)
