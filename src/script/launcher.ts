import { quote } from "../core/shell.ts";

/**
 * `scripts/ultimate-persistence.sh`: takes APP, SHARED and MODE, asks nothing, and hands them to the program, which it finds by
 * `$HOLDFAST`, beside itself, or on the PATH. Exit 1 with what to do when there is no program or no Node.js for it; else the
 * program's own exit code.
 */
export function renderLauncher(programVersion: string): string {
  return `#!/bin/sh
# Moves this application's data into a shared folder behind links, so that its code can be replaced.
#
# Usage: bash scripts/ultimate-persistence.sh [APP] [SHARED] [auto|first|subsequent] [flags of "holdfast persist"]
#
# It looks for the program in $HOLDFAST, then for holdfast.mjs beside itself, then for holdfast on the PATH.

if [ -n "\${ZSH_VERSION-}" ]; then emulate sh; fi
set +e +f +C
set -u
unset CDPATH
version=${quote(programVersion)}

case $0 in */*) here=\${0%/*} ;; *) here=. ;; esac
case $here in -*) here=./$here ;; esac

${FIND_NODE}${FIND_PROGRAM}printf '%s\\n' "❌ Holdfast was not found." \\
  "   👉 npm install --global holdfast@$version" \\
  "   👉 or put holdfast.mjs beside this script: $here/holdfast.mjs" \\
  "   👉 or say where it is: HOLDFAST=/path/to/holdfast.mjs bash $0 ..." >&2
exit 1
`;
}

const FIND_NODE = `# Sets node, or says what is missing and ends.
find_node() {
  node=
  for candidate in node nodejs; do
    if command -v "$candidate" >/dev/null 2>&1; then node=$candidate; break; fi
  done
  if [ -z "$node" ]; then
    printf '%s\\n' "❌ Node.js is not installed here, and Holdfast needs it (20.19 or newer)." \\
      "   👉 install Node.js from https://nodejs.org, or run this line on a machine that has it" \\
      "   👉 to check or repair a site without Node.js: sh health-check.sh and sh emergency-recovery.sh in its shared folder" >&2
    exit 1
  fi
  found=$("$node" --version 2>/dev/null)
  major=\${found#v}
  minor=\${major#*.}
  major=\${major%%.*}
  minor=\${minor%%.*}
  case $major$minor in '' | *[!0-9]*) major=0 minor=0 ;; esac
  if [ "$major" -lt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -lt 19 ]; }; then
    printf '%s\\n' "❌ Node.js here is \${found:-of an unknown version}, and Holdfast needs 20.19 or newer." \\
      "   👉 install a newer one from https://nodejs.org; the one found is $(command -v "$node")" >&2
    exit 1
  fi
}

`;

const FIND_PROGRAM = `if [ -n "\${HOLDFAST-}" ]; then
  if [ ! -f "$HOLDFAST" ]; then
    printf '%s\\n' "❌ HOLDFAST is set to \\"$HOLDFAST\\", and there is no such file." >&2
    exit 1
  fi
  case $HOLDFAST in
    *.mjs | *.js | *.cjs) ;;
    *) if [ -x "$HOLDFAST" ]; then exec "$HOLDFAST" persist --yes "$@"; fi ;;
  esac
  find_node
  exec "$node" "$HOLDFAST" persist --yes "$@"
fi

if [ -f "$here/holdfast.mjs" ]; then
  find_node
  exec "$node" "$here/holdfast.mjs" persist --yes "$@"
fi

if command -v holdfast >/dev/null 2>&1; then
  find_node
  exec holdfast persist --yes "$@"
fi

`;
