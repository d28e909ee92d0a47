"""`python packaging/translations.py`: bring the translation files up to date with the texts of the window.

Finds each `tr("...")` under billdesk/ui (and `tr("...", "its meaning")`), writes resources/translations/billdesk_XX.ts
with what was translated before, and compiles it to .qm with Qt's own lrelease. New texts stand there unfinished until
somebody translates them, by hand or in Qt Linguist; `--missing XX` prints them.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
CONTEXT = "billdesk"
LANGUAGES = ("de",)


Text = tuple[str, str]
"""A text of the window and its meaning, empty where no text is told apart by one."""


def texts() -> list[Text]:
    """Each text of the window once, in the order of the alphabet."""
    found: set[Text] = set()
    # The sentences of a schedule's rule and of an order line are made below the window, in words that the window hands down.
    sentences = (ROOT / "billdesk" / "billing" / name for name in ("sentence.py", "line_sentence.py"))
    for path in [*sorted((ROOT / "billdesk" / "ui").rglob("*.py")), *sentences]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                said = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
                if len(said) != len(node.args):
                    sys.exit(f"{path.relative_to(ROOT)}:{node.lineno}: tr() takes a text as it stands, values go in by format()")
                found.add((said[0], said[1] if len(said) > 1 else ""))
    return sorted(found)


def translated(language: str) -> dict[Text, str]:
    """What has been translated so far."""
    path = FOLDER / f"billdesk_{language}.ts"
    if not path.exists():
        return {}
    messages = ET.parse(path).getroot().iter("message")  # noqa: S314 - our own file
    pairs = (((m.findtext("source") or "", m.findtext("comment") or ""), m.findtext("translation") or "") for m in messages)
    return {source: target for source, target in pairs if target}


def write(language: str, known: dict[Text, str]) -> None:
    """Write and compile the file of a language."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text, meaning in texts():
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text
        if meaning:
            ET.SubElement(message, "comment").text = meaning
        target = ET.SubElement(message, "translation")
        if (text, meaning) in known:
            target.text = known[text, meaning]
        else:
            target.set("type", "unfinished")
    ET.indent(root)
    path = FOLDER / f"billdesk_{language}.ts"
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(head + ET.tostring(root, encoding="unicode") + "\n", encoding="utf-8")
    lrelease = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([str(lrelease), "-silent", str(path), "-qm", str(path.with_suffix(".qm"))], check=True)


def main() -> None:
    """Bring all languages up to date, or print what one lacks."""
    if sys.argv[1:2] == ["--missing"]:
        known = translated(sys.argv[2])
        print("\n".join(text for text, meaning in texts() if (text, meaning) not in known))
        return
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        write(language, translated(language))


if __name__ == "__main__":
    main()
