#include "apps/handoff/patcher.h"

#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const program = R"(#!/usr/bin/env python3
"""Usage: patch.py FOLDER, that of the simulator."""
import os
import sys

EDITS = [  # file, where to begin, line expected, line instead
@edits@]


def mark(file):
    return "#" if file.endswith(".py") else "//"


def code(line, file):
    return "".join(line.split(mark(file))[0].split())


def place(lines, file, after, before):
    """Index of the line that assigns what `before` assigns."""
    begin = next((i for i, line in enumerate(lines) if after in line), len(lines))
    assigned = code(before, file).split("=")[0] + "="
    return next((i for i in range(begin, len(lines)) if code(lines[i], file).startswith(assigned)), None)


def main(folder):
    texts, differences = {}, []
    for file, after, before, now in EDITS:
        if file not in texts:
            with open(os.path.join(folder, file), newline="") as text:
                texts[file] = text.read().splitlines(keepends=True)
        lines = texts[file]
        i = place(lines, file, after, before)
        if i is None:
            differences.append(f"{file}: no such line after {after!r}\n- {before}")
        elif code(lines[i], file) != code(before, file):
            differences.append(f"{file}:{i + 1}:\n- {before}\n+ {lines[i].strip()}")
        else:
            old = lines[i]
            indent = old[: len(old) - len(old.lstrip())]
            comment = old.partition(mark(file))
            lines[i] = indent + now + ("\t" + comment[1] + comment[2] if comment[1] else "\n")
    if differences:
        print("Nothing was changed: the simulator is another version. Expected (-), found (+):", file=sys.stderr)
        print("\n".join(differences), file=sys.stderr)
        return 1
    for file, lines in texts.items():
        path = os.path.join(folder, file)
        with open(path + ".part", "w", newline="") as part:
            part.writelines(lines)
        os.replace(path + ".part", path)
    for file, _, before, now in EDITS:
        print(f"{file}: {before} -> {now}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
)";

}  // namespace

std::string patcher(const std::vector<Edit>& edits) {
  std::string rows;
  for (const Edit& e : edits) rows += "    (\"" + e.file + "\", \"" + e.after + "\", \"" + e.before + "\",\n     \"" + e.now + "\"),\n";
  return filled(program, {{"edits", rows}});
}

}  // namespace hysteron::handoff
