import { displayName } from "../core/bytes.ts";
import { NAMES } from "../core/layout.ts";
import { inodeOf } from "../core/record.ts";
import {
  chainText,
  inOrder,
  lineOf,
  linkText,
  type PortableEntry,
  type PortableSite,
  shownAs,
} from "./portable-site.ts";
import { quote } from "./shell.ts";

/** The site as shell functions: `each_entry F` and `each_asset F` call F once for each, with what is known of it as its arguments. */
export function renderSite(site: PortableSite): string {
  const assets = site.assets.map((path) => `  "$1" ${[path, displayName(path)].map(quote).join(" ")}\n`);
  return `
# ---- this site

layout=${site.layout}
app_from_shared=${quote(site.appFromShared)}
link_prefix=${quote(site.linkPrefix)}
undone=${site.undone === true ? "yes" : "no"}

# PATH KIND HANDLING SECRET LINE SHOWN TEXT CHAIN CHAIN-TEXT NEEDS...
each_entry() {
${inOrder(site)
  .map((entry) => `  "$1" ${entryRow(site, entry)}\n`)
  .join("")}  :
}

each_asset() {
${assets.join("")}  :
}
`;
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

function entryRow(site: PortableSite, entry: PortableEntry): string {
  const chain = entry.chain === undefined ? ["", ""] : [entry.chain, chainText(entry.path, entry.chain)];
  const words = [
    quote(entry.path),
    entry.kind,
    entry.handling,
    entry.secret === true ? "secret" : "open",
    lineOf(site, entry),
  ];
  const texts = [shownAs(site, entry), linkText(site, entry.path), ...chain, ...(entry.needs ?? [])];
  return [...words, ...texts.map(quote)].join(" ");
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
  [ -L "$f_dir/$1" ] || return 0
  link_text "$f_dir/$1"
  [ "$l_text" != "$7" ] || f_found=yes
}

# Sets e_... to what is known of an entry: e_app and e_shared are its two places, e_text is what the link at e_app says.
entry() {
  e_path=$1 e_kind=$2 e_handling=$3 e_secret=$4 e_line=$5 e_shown=$6 e_text=$7 e_chain=$8 e_chain_text=$9
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
  if physical "$e_folder" && [ "$p_dir" != "$e_folder" ]; then
    e_outside=yes
    relative_text "$p_dir" "$e_shared"
    e_text=$r_text
  fi
}

right_kind() {
  if [ "$e_kind" = directory ]; then [ -d "$1" ]; else [ -f "$1" ]; fi
}
`;
