import { displayName, hasEscapedBytes } from "../core/bytes.ts";
import { NAMES } from "../core/layout.ts";
import { inodeOf } from "../core/record.ts";
import {
  chainText,
  climb,
  inOrder,
  isPerRelease,
  lineOf,
  type PortableEntry,
  type PortableSite,
  shownAs,
} from "./portable-site.ts";
import { quote } from "../core/shell.ts";

/** So many entries are asked about by one process; its arguments stay far below what a system takes. */
const CHUNK = 1000;

/**
 * The site as shell functions: `each_entry F` and `each_asset F` call F once for each, with what is known of it as its arguments.
 *
 * A function for each thousand entries, because what is asked of all of them by one process must fit into its arguments: `rows_1 F LINE...`
 * calls F for each with two of the lines that go before them, and takes as many off as F says in `n`; `names_1 COMMAND...` runs COMMAND with
 * the two places of each.
 */
export function renderSite(site: PortableSite): string {
  const assets = site.assets.map((path) => `  "$1" ${[path, displayName(path)].map(quote).join(" ")}\n`);
  const chunks = chunksOf(inOrder(site));
  return `
# ---- this site

layout=${site.layout}
app_from_shared=${quote(site.appFromShared)}
link_prefix=${quote(site.linkPrefix)}
s=$link_prefix/
slot=
undone=${site.undone === true ? "yes" : "no"}
settings=${site.entries.some((entry) => entry.path === ".env") ? "yes" : "no"}

each_entry() {
  n=0
${chunks.map((_, index) => `  rows_${index + 1} "$1"\n`).join("")}  :
}

each_chunk() {
${chunks.map((_, index) => `  "$1" ${index + 1}\n`).join("")}  :
}
${chunks.map((entries, index) => renderChunk(site, entries, index + 1)).join("")}
each_asset() {
${assets.join("")}  :
}
`;
}

function chunksOf(entries: readonly PortableEntry[]): PortableEntry[][] {
  const chunks: PortableEntry[][] = [];
  for (let start = 0; start < entries.length; start += CHUNK) chunks.push(entries.slice(start, start + CHUNK));
  return chunks;
}

function renderChunk(site: PortableSite, entries: readonly PortableEntry[], number: number): string {
  let up: string | null = null;
  const rows = entries.map((entry) => {
    const before = up;
    up = climb(entry.path);
    return `${up === before ? "" : `  up=${up}\n`}  $f "\${1-}" "\${2-}" ${entryRow(site, entry)}; shift $n\n`;
  });
  const names = entries.filter(({ path }) => isOneLine(path)).map((entry) => `    ${namesOf(site, entry)} \\\n`);
  return `
# LINE LINE PATH KIND HANDLING SECRET LINE [SHOWN CHAIN CHAIN-TEXT NEEDS...]
rows_${number}() {
  f=$1
  shift
${rows.join("")}}

names_${number}() {
  "$@" \\
${names.join("")}
}
`;
}

/** True when a program's line about the path is one line, and has the path in it as it is. */
function isOneLine(path: string): boolean {
  return !hasEscapedBytes(path) && Array.from(path).every((character) => character >= " " && character !== "\x7f");
}

function namesOf(site: PortableSite, entry: PortableEntry): string {
  const path = quote(entry.path);
  return `${path} "$s"${path}${isPerRelease(site, entry) ? '"$slot"' : ""}`;
}

/** The copies of the code that the site's record knows, as a function: `each_tree F` calls F with inode, checksum and birth of each. */
export function renderTrees(site: PortableSite): string {
  const rows = site.trees.map(({ id, code, born }) => `  "$1" ${[inodeOf(id), code, born].map(quote).join(" ")}\n`);
  return `
each_tree() {
${rows.join("")}  :
}
`;
}

/** What stands at the end is left out where it says nothing new. */
function entryRow(site: PortableSite, entry: PortableEntry): string {
  const shown = shownAs(site, entry);
  const chain = entry.chain === undefined ? ["", ""] : [entry.chain, chainText(entry.path, entry.chain)];
  const texts = [shown === entry.path ? "" : shown, ...chain, ...(entry.needs ?? [])];
  while (texts.at(-1) === "") texts.pop();
  const words = [entry.kind, entry.handling, entry.secret === true ? "secret" : "open", lineOf(site, entry)];
  return [quote(entry.path), ...words, ...texts.map(quote)].join(" ");
}

/** Finding shared, the app that is meant, and the places of an entry. */
export const PLACES = `
# ---- places

# Sets shared and state from where this script stands.
find_shared() {
  case $0 in */*) d_self=\${0%/*} ;; *) d_self=. ;; esac
  case $d_self in /* | '') ;; *) d_self=./$d_self ;; esac
  physical "$d_self/" || return 1
  shared=$p_dir
  state=$shared/${NAMES.state}
}

# Sets app (and release). 1: the argument names no app of this site. 2: the site has no app where one should be.
find_app() {
  app=
  f_home=
  if physical "$shared/$app_from_shared"; then f_home=$p_dir; fi
  if [ $# -eq 0 ]; then default_app; return; fi
  case $1 in '') return 1 ;; /*) f_dir=$1 ;; *) f_dir=./$1 ;; esac
  physical "$f_dir" || return 1
  f_dir=$p_dir
  if is_site "$f_dir"; then default_app; return; fi
  while [ -n "$f_dir" ]; do
    if is_app "$f_dir"; then use_app "$f_dir"; return 0; fi
    f_dir=\${f_dir%/*}
  done
  return 1
}

default_app() {
  [ -n "$f_home" ] || return 2
  if [ "$layout" = flat ]; then use_app "$f_home"; return 0; fi
  [ -L "$f_home/${NAMES.current}" ] || return 2
  physical "$f_home/${NAMES.current}" || return 2
  is_app "$p_dir" || return 2
  use_app "$p_dir"
}

use_app() {
  app=$1
  release=
  [ "$layout" = flat ] || release=\${1##*/}
}

is_site() {
  if [ "$1" = "$shared" ] || [ "$1" = "\${shared%/*}" ]; then return 0; fi
  if [ "$layout" = flat ]; then [ "$1" = "\${f_home%/*}" ]; return; fi
  [ "$1" = "$f_home" ] || [ "$1" = "$f_home/${NAMES.releases}" ]
}

# The app that was persisted, or (flat) a copy of it whose links lead here; another app beside it is none.
is_app() {
  if [ "$layout" = releases ]; then [ "\${1%/*}" = "$f_home/${NAMES.releases}" ]; return; fi
  [ "$1" = "$f_home" ] && return 0
  f_found=no
  each_entry has_link
  [ $f_found = yes ] && physical "$f_dir/$link_prefix" && [ "$p_dir" = "$shared" ]
}

has_link() {
  [ "$f_found" = no ] && [ -L "$f_dir/$3" ] || return 0
  link_text "$f_dir/$3"
  [ "$l_text" != "$up$link_prefix/$3" ] || f_found=yes
}

# Sets e_... to what is known of an entry: e_app and e_shared are its two places, e_text is what the link at e_app says.
entry() {
  e_path=$3 e_kind=$4 e_handling=$5 e_secret=$6 e_line=$7 e_shown=\${8:-$3} e_chain=\${9-} e_chain_text=\${10-}
  e_text=$up$link_prefix/$e_path
  e_app=$app/$e_path
  e_shared=$shared/$e_path
  e_base_text=$e_text
  if [ "$e_handling" = per-release ] && [ "$layout" = releases ]; then
    e_shared=$e_shared/$release
    e_text=$e_text/$release
  fi
  # Flat: a copy of the code that was made ready beside the live one has caches of its own, in a folder of its name.
  if [ "$e_handling" = per-release ] && [ "$layout" = flat ] && [ -L "$e_app" ]; then
    link_text "$e_app"
    e_pool=\${l_text##*/}
    if [ "$l_text" = "$e_text/$e_pool" ] && [ "$e_pool" != . ] && [ "$e_pool" != .. ] && [ -n "$e_pool" ]; then
      e_shared=$e_shared/$e_pool
      e_text=$e_text/$e_pool
    fi
  fi
  e_folder=\${e_app%/*}
  e_outside=no
  # A folder above it may itself be a link (public -> ../public_html): a text counts from where the folder really is.
  if ! straight "$e_path" && physical "$e_folder" && [ "$p_dir" != "$e_folder" ]; then
    e_outside=yes
    relative_text "$p_dir" "$e_shared"
    e_text=$r_text
  fi
}

# True when no folder above a path in the app is a link, so that its physical path is the one it is called by.
straight() {
  w_rest=$1 w_way=$app
  while :; do
    case $w_rest in */*) ;; *) return 0 ;; esac
    w_way=$w_way/\${w_rest%%/*}
    w_rest=\${w_rest#*/}
    [ ! -L "$w_way" ] || return 1
  done
}

right_kind() {
  if [ "$e_kind" = directory ]; then [ -d "$1" ]; else [ -f "$1" ]; fi
}
`;
