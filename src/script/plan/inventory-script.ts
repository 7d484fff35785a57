import { LISTING_HEAD } from "../../core/listing.ts";
import { relativeText } from "../../core/path.ts";
import type { SiteLayout } from "../../core/layout.ts";
import { OWN_MARK } from "../../plan/own-file.ts";
import { LOOKING, renderHeader } from "../posix-base.ts";
import { quotePrintable } from "./template.ts";

/** How much of a tree is listed: names in one folder, and folders that hold other people's code. */
export interface InventoryTerms {
  readonly layout: SiteLayout;
  readonly mostPerFolder: number;
  readonly skipped: readonly string[];
}

/**
 * The script that lists a site on a server without Node.js: `sh inventory.sh [APP] [SHARED] >FILE`. It opens no file and changes nothing; its output is
 * read by `core/listing.ts`. Exit 0: complete; 2: there is no such folder; 64: wrong arguments.
 */
export function renderInventoryScript({ layout, mostPerFolder, skipped }: InventoryTerms): string {
  return [
    renderHeader({
      title: `Lists what stands in an application and its shared folder (${OWN_MARK}). Opens no file, changes nothing.`,
      usage: "sh inventory.sh [APP] [SHARED] >FILE",
      about: [
        "Bring FILE back, then: holdfast plan APP --listing FILE --script FILE",
        "Exit: 0 done, 2 no such folder, 64 wrong arguments.",
      ],
    }),
    LOOKING,
    `\nmost=${mostPerFolder}\nlink_prefix=${quotePrintable(relativeText(layout.app, layout.shared))}\nhead=${quotePrintable(LISTING_HEAD)}\n`,
    `\nother_code() { case $1 in ${skipped.map(quotePrintable).join(" | ")}) return 0 ;; esac; return 1; }\n`,
    LISTING,
  ].join("");
}

const LISTING = `
n_lines=0

line() { n_lines=$((n_lines + 1)); printf '%s\\n' "$1"; }

# Sets t_text to a name that holds nothing but itself, or to its bytes in hexadecimal digits behind a "%".
token() {
  case $1 in
    '' | *[!A-Za-z0-9._/@+,:=-]*) t_text=%$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \\n') ;;
    *) t_text=$1 ;;
  esac
}

# PATH NAME-IN-THE-LIST
entry() {
  token "$2"
  e_name=$t_text
  if [ -L "$1" ]; then
    link_text "$1"
    token "$l_text"
    line "l - $e_name $t_text"
  elif [ -d "$1" ]; then line "d - $e_name"
  elif [ -f "$1" ]; then
    e_size=$(stat -c %s "$1" 2>/dev/null)
    case $e_size in '' | *[!0-9]*) e_size=- ;; esac
    line "f $e_size $e_name"
  else line "o - $e_name"; fi
}

# FOLDER NAME-IN-THE-LIST: what is in it first, then what is in the folders in it.
folder() {
  if [ ! -r "$1" ] || [ ! -x "$1" ]; then token "$2"; line "m - $t_text"; return; fi
  n_here=0
  for f_path in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    absent "$f_path" && continue
    n_here=$((n_here + 1))
    if [ $n_here -gt $most ]; then token "$2"; line "m - $t_text"; break; fi
    entry "$f_path" "\${2:+$2/}\${f_path##*/}"
  done
  for f_path in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    real_folder "$f_path" || continue
    if other_code "\${f_path##*/}"; then token "\${2:+$2/}\${f_path##*/}"; line "m - $t_text"; continue; fi
    folder "$f_path" "\${2:+$2/}\${f_path##*/}"
  done
}

# WORD FOLDER
root() {
  token "$2"
  if absent "$2"; then line "$1 absent $t_text"; return; fi
  line "$1 there $t_text"
  folder "$2" ''
}

main() {
  case \${1-} in -h | --help) say "Usage: $usage"; exit 0 ;; -*) say "Unknown option: $1" >&2; exit 64 ;; esac
  [ $# -le 2 ] || { say "Usage: $usage" >&2; exit 64; }
  m_app=\${1:-.}
  case $m_app in /*) ;; *) m_app=./$m_app ;; esac
  physical "$m_app" || { say "❌ There is no folder $1" >&2; exit 2; }
  m_app=$p_dir
  m_shared=\${2:-$m_app/$link_prefix}
  case $m_shared in /*) ;; *) m_shared=./$m_shared ;; esac
  if physical "$m_shared"; then m_shared=$p_dir
  elif physical "\${m_shared%/*}"; then m_shared=$p_dir/\${m_shared##*/}
  else say "❌ There is no folder \${m_shared%/*}" >&2; exit 2; fi
  line "$head"
  root app "$m_app"
  root shared "$m_shared"
  printf 'end %s\\n' "$n_lines"
}

main "$@"
`;
