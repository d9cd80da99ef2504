"""What documents tell people to type: their code blocks, in order."""

import re
from pathlib import Path


def blocks(path: Path) -> list[tuple[str, str, str]]:
    """The language of each code block, the file that it is of (`toml config/areas/preston.toml`), and its text."""
    found, opened, lines = [], None, []
    for line in path.read_text(encoding="utf-8").splitlines():
        fence = re.match(r"\s*```\s*(\S*)\s*(\S*)", line)
        if fence and opened is None:
            opened, lines = (fence[1], fence[2]), []
        elif fence:
            found.append((*opened, "\n".join(lines)))
            opened = None
        elif opened is not None:
            lines.append(line)
    return found


def commands(path: Path) -> list[str]:
    """What is typed: the commands in code blocks, without what is said of them, and those within sentences."""
    told = [
        line.split("  #")[0].strip()
        for kind, _, text in blocks(path)
        if kind in ("", "sh")
        for line in text.splitlines()
    ]
    prose = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    told += re.findall(r"`((?:assessment|make) [^`\n]+)`", prose)
    return [line for line in told if re.match(r"(\.venv.bin.)?(assessment|make)\b", line)]
