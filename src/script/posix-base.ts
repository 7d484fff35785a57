/**
 * The ground that the portable scripts stand on. They run under dash, bash, busybox sh, mksh and zsh, also with `-eu`, and
 * are right for every file name. What that asks for:
 *
 *   no `local`         a function keeps what it needs across a call in "$1", "$2"; its other names start with its letter
 *   no here-documents  several shells write those to a temporary file, and a check must write nothing
 *   no bare $(...)     it drops newlines at the end of a name: a "." is printed after the name and taken off again
 *   no `set -e`        switched off: each result is looked at where it matters
 */
export interface ScriptHeader {
  readonly title: string;
  readonly usage: string;
  /** What it does, a line each. */
  readonly about: readonly string[];
}

/** The first lines of a script, the same shell in every shell. */
export function renderHeader(header: ScriptHeader): string {
  const about = header.about.map((line) => `# ${line}\n`).join("");
  return `#!/bin/sh
# ${header.title}
#
${about}#
# Usage: ${header.usage}
#
# Written by Holdfast for this site; a later run writes it anew. It needs sh and the usual tools: no Node.js, no network.

# Many functions are called by name only, names may hold anything; modes and owners are read from ls because stat differs from system to system.
# shellcheck disable=SC2317,SC2012,SC2034,SC2016
if [ -n "\${ZSH_VERSION-}" ]; then emulate sh; fi
set +e +f +C
set -u
LC_ALL=C
PATH=\${PATH-}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
export LC_ALL PATH
unset CDPATH
usage='${header.usage}'
`;
}

/** Looking at the disk without changing it, and printing names. */
export const LOOKING = `
# ---- looking

absent() { [ ! -e "$1" ] && [ ! -L "$1" ]; }

real_folder() { [ -d "$1" ] && [ ! -L "$1" ]; }

# -ef came into POSIX with its 2024 edition; each shell named above had it long before.
# shellcheck disable=SC3013
same_node() { [ "$1" -ef "$2" ]; }

# Sets l_text to a link's text.
link_text() {
  l_text=$(readlink -n "$1" 2>/dev/null && printf .)
  l_text=\${l_text%.}
}

# Sets p_dir to the physical path of a folder.
physical() {
  p_dir=$(cd -P -- "$1" 2>/dev/null && pwd -P && printf .) || return 1
  p_dir=\${p_dir%??}
  [ "$p_dir" != / ] || p_dir=
}

# Sets r_text to the relative text that leads from one physical folder to another path.
relative_text() {
  r_from=$1
  r_up=
  while :; do
    case $2 in "$r_from"/*) break ;; esac
    r_from=\${r_from%/*}
    r_up=../$r_up
  done
  r_text=$r_up\${2#"$r_from"/}
}

# Sets m_mode to the ten letters of a mode.
mode_of() {
  m_mode=$(ls -ldL "$1" 2>/dev/null)
  m_mode=\${m_mode%% *}
}

world_readable() {
  mode_of "$1"
  case $m_mode in ???????r*) return 0 ;; esac
  return 1
}

# ---- printing

# A line; what a terminal would obey is shown as "?".
say() {
  case $1 in
    *[[:cntrl:]]*) printf '%s' "$1" | tr '\\000-\\037\\177' '?' && printf '\\n' ;;
    *) printf '%s\\n' "$1" ;;
  esac
}

# Sets q_text to a name as a shell reads it.
quoted() {
  case $1 in
    *\\'*)
      q_text=$(printf '%s.' "$1" | sed "s/'/'\\\\\\\\''/g")
      q_text="'\${q_text%.}'"
      ;;
    *) q_text="'$1'" ;;
  esac
}
`;
