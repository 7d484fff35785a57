/**
 * The journal as the program keeps it (`apply/journal.ts`): INTENT is durable before the first change, DONE comes after the last. A run of this very
 * script that was killed is gone on with; one of anything else is completed first, by what began it.
 */
export const JOURNALING = `
# ---- the journal

# Sets open_id to the unfinished run of this script (resuming=yes), other_id to one of something else.
find_open() {
  open_id='' other_id='' resuming=no
  for j_file in "$state"/journal/tx-*.json; do
    j_run=\${j_file%.json}
    case \${j_run##*/tx-} in '' | *[!0-9]*) continue ;; esac
    [ ! -e "$j_run.done" ] || continue
    real_file "$j_file" || continue
    if grep -q "\\"script\\":\\"$script_id\\"" "$j_file" 2>/dev/null; then open_id=\${j_run##*/} resuming=yes; else other_id=\${j_run##*/}; fi
  done
  id=\${open_id:-none}
}

say_other() {
  say "❌ An earlier run is unfinished ($other_id); nothing is lost, and nothing was changed now" >&2
  if real_file "$state/journal/$other_id.sh"; then
    quoted "$state/journal/$other_id.sh"
    say "   👉 complete it with the script that began it: sh $q_text" >&2
  else
    quoted "$app"
    say "   👉 complete it where the program is: holdfast recover $q_text" >&2
  fi
}

# Sets id to one that none of our folders knows.
next_id() {
  j_top=0
  for j_file in "$state"/journal/tx-* "$state"/retired/tx-* "$state"/rescued/tx-*; do
    j_number=\${j_file##*/tx-}
    j_number=\${j_number%%.*}
    case $j_number in '' | *[!0-9]* | ??????????*) continue ;; esac
    while :; do case $j_number in 0?*) j_number=\${j_number#0} ;; *) break ;; esac; done
    [ "$j_number" -le "$j_top" ] || j_top=$j_number
  done
  id=$(printf 'tx-%06d' $((j_top + 1)))
}

state_folders() {
  for j_folder in journal stage retired rescued; do
    have_folder "$state/$j_folder" "$shared" 700 || return 1
  done
}

# Sets i_inode to what a step takes over, wherever it is by now. AT INTO KEPT
take_inode() {
  i_inode=0
  if [ ! -L "$1" ] && ! absent "$1"; then inode_of "$1"
  elif [ -n "$2" ] && [ ! -L "$2" ] && ! absent "$2"; then inode_of "$2"; fi
  [ -n "$i_inode" ] || i_inode=0
}

# Sets j_text to a text as it stands between the quotes of JSON.
json_text() {
  case $1 in *[\\\\\\"]*) ;; *) j_text=$1; return ;; esac
  j_text=$(printf '%s.' "$1" | sed 's/[\\\\"]/\\\\&/g')
  j_text=\${j_text%.}
}

take_facts() {
  owner_of "$app/."
  j_uid=\${o_owner%%:*} j_gid=\${o_owner##*:}
  json_text "$app"; j_app=$j_text
  json_text "$shared"; j_shared=$j_text
  json_text "$site"; j_site=$j_text
  j_live=false
  [ $live = no ] || j_live=true
  code_facts
  list_trees
  j_trees=$t_list
}

# The checksum by which the program knows whether a file of its journal is whole; without a tool for it the program keeps that file aside and looks at the disk.
sha256_of() {
  j_sum=
  for j_tool in sha256sum 'shasum -a 256' 'openssl dgst -sha256 -r'; do
    j_sum=$($j_tool <"$1" 2>/dev/null) && break
    j_sum=
  done
  j_sum=\${j_sum%% *}
  case $j_sum in *[!0-9a-f]* | '') j_sum=0000000000000000000000000000000000000000000000000000000000000000 ;; esac
}

# INTENT. What stands at its name is whole: it is linked there when it is durable.
open_run() {
  j_stage=$state/stage/.tmp-script-$$
  next_id
  take_identities
  journal_text >"$j_stage.body" || return 1
  sha256_of "$j_stage.body"
  { printf 'holdfast-journal 1 %s %s\\n' "$(($(wc -c <"$j_stage.body")))" "$j_sum" && cat "$j_stage.body" && printf '\\n'; } >"$j_stage" || return 1
  if [ -f "$0" ]; then
    cat <"$0" >"$j_stage.sh" || return 1
    own "$j_stage.sh" "$shared"
  fi
  own "$j_stage" "$shared"
  durable "$j_stage" || return 1
  if [ -f "$j_stage.sh" ]; then mv -f "$j_stage.sh" "$state/journal/$id.sh" || return 1; fi
  ln "$j_stage" "$state/journal/$id.json" 2>/dev/null || return 1
  durable "$state/journal" || return 1
  rm -f "$j_stage" "$j_stage.body"
}

# DONE
close_run() {
  durable "$shared" "$app" || return 1
  ( set -C && printf 'done\\n' >"$state/journal/$id.done" ) 2>/dev/null || [ -f "$state/journal/$id.done" ] || return 1
  own "$state/journal/$id.done" "$shared"
  durable "$state/journal/$id.done" "$state/journal"
}
`;
