/**
 * The steps of a plan, each of which looks at the disk first. With phase=look a step says whether it is done, is to do, or meets something else than
 * was planned; with phase=do it is done. States of a take-over, and what is done in each (the table of `apply/adopt.ts`):
 *
 *   app         shared                 z_state   then
 *   the data    nothing, placeholder   todo      placeholder, exchange
 *   our link    the data               stands
 *   nothing     the data               unlinked  only when resumed: the link is made
 *   the data    the same file          second    the link takes the file's name
 *   the data    other data             both      only when resumed: merged
 */
export const STEPS = `
# ---- steps

# NUMBER WAITS-FOR FUNCTION ARGUMENT...
step() {
  z_step=$1
  for z_need in $2; do
    case " $refused " in
      *" $z_need "*)
        [ $phase = look ] || { refused="$refused $z_step"; say "⏸️ Waits for the step that was not done: $4"; }
        return
        ;;
    esac
  done
  e_path=$4
  e_app=$5
  z_do=$3
  z_there=
  shift 5
  clear_links "\${e_app%/*}"
  z_state=todo
  case $z_do in
    make_directory) state_of_folder ;;
    make_link) state_of_link "$1" '' ;;
    correct_link) state_of_link "$1" "$2" ;;
    set_aside) state_of_aside "$@" ;;
    switch_current) state_of_switch "$@" ;;
    take_over_whole) both_places "$@"; state_of_take_over ;;
    merge_both) both_places "$@"; e_wins=$5 e_why=$6; state_of_merge ;;
  esac
  if [ $phase = look ]; then
    [ "$z_state" = stands ] || [ "$z_state" = differs ] || n_todo=$((n_todo + 1))
    return
  fi
  [ "$z_state" != stands ] || return 0
  [ "$z_state" != differs ] || return 0
  if [ $dry = yes ]; then say "🔎 Would do: $(in_words "$z_do") $e_path"; return; fi
  still_ours || lock_lost
  $z_do "$@"
}

in_words() {
  case $1 in
    make_directory) printf 'make the folder' ;;
    make_link) printf 'link' ;;
    correct_link) printf 'correct the link' ;;
    set_aside) printf 'keep aside' ;;
    switch_current) printf 'make live by' ;;
    take_over_whole) printf 'take over' ;;
    merge_both) printf 'merge' ;;
  esac
}

# FOLDER: links of ours that only stand for a moment, left there by a run that ended badly.
clear_links() {
  for c_left in "$1"/.holdfast-tx-* "$1"/.holdfast-link.*; do
    [ -L "$c_left" ] || continue
    if [ $phase = look ]; then n_todo=$((n_todo + 1)); elif [ "$dry" = no ]; then rm -f "$c_left"; fi
  done
}

both_places() { e_shared=$1 e_text=$2 e_kind=$3 e_secret=$4; }

# PLANNED: the disk is not as the plan says.
differs() {
  z_state=differs
  n_differs=$((n_differs + 1))
  refused="$refused $z_step"
  say "❌ $e_path: the plan was made for $1, and $(standing "$2") at $2" >&2
}

standing() {
  if [ -L "$1" ]; then link_text "$1"; printf '%s' "a link to $l_text stands"
  elif absent "$1"; then printf 'there is nothing'
  elif [ -d "$1" ]; then printf 'a folder stands'
  elif [ -f "$1" ]; then printf 'a file stands'
  else printf 'something that is neither file nor folder stands'; fi
}

state_of_folder() {
  if real_folder "$e_app"; then z_state=stands
  elif ! absent "$e_app"; then differs "a folder or nothing" "$e_app"; fi
}

make_directory() { make_folder "$e_app" "\${e_app%/*}" "$1" && { repaired "Made the folder $e_path"; return; }; not_done "the folder could not be made: $why"; }

# TEXT WAS
state_of_link() {
  if [ -L "$e_app" ]; then
    link_text "$e_app"
    if [ "$l_text" = "$1" ]; then z_state=stands
    elif [ -z "$2" ] || [ "$l_text" != "$2" ]; then differs "\${2:+a link to }\${2:-nothing}" "$e_app"; fi
  elif ! absent "$e_app"; then differs "\${2:+a link to }\${2:-nothing}" "$e_app"
  elif [ -n "$2" ]; then differs "a link to $2" "$e_app"; fi
}

make_link() {
  z_link=$e_app
  # What root makes for another user gets its name when it is that user's, or a run that is killed leaves a link that Apache may not follow.
  if for_another "\${e_app%/*}"; then z_link=\${e_app%/*}/.holdfast-$id-$z_step; fi
  if why=$(ln -s -- "$1" "$z_link" 2>&1) && [ "$z_link" != "$e_app" ]; then
    own "$z_link" "\${e_app%/*}"
    rename_new "$z_link" "$e_app" || drop_link "$z_link"
  fi
  link_text "$e_app"
  if [ ! -L "$e_app" ] || [ "$l_text" != "$1" ]; then not_done "the link could not be made: $why"; return; fi
  repaired "Linked: $e_path → $1"
}

correct_link() {
  if place_link "$e_app" "$1" "$e_path"; then repaired "Corrected: $e_path → $1"; else not_done "the link could not be corrected: $why"; fi
}

# KIND rescued|retired AS: files that were compiled for other code. Once the record has this code's checksum, what stands there was made for it.
state_of_aside() {
  z_state=stands
  if absent "$e_app" || [ -L "$e_app" ] || ! absent "$state/$2/$id/$3"; then return; fi
  known_lockfile
  [ "$j_lockfile" = "$k_lockfile" ] || z_state=todo
}

set_aside() {
  if aside "$2" "$3" && rename_new "$e_app" "$a_path"; then repaired "Kept aside: $e_path → $a_path"; else not_done "it could not be kept aside: $why"; fi
}

# TEXT absent|link WAS
state_of_switch() {
  if [ -L "$e_app" ]; then
    link_text "$e_app"
    if [ "$l_text" = "$1" ]; then z_state=stands
    elif [ "$2" = absent ] || [ "$l_text" != "$3" ]; then differs "$2\${3:+ to }$3" "$e_app"; fi
  elif [ "$2" != absent ] || ! absent "$e_app"; then differs "$2\${3:+ to }$3" "$e_app"; fi
}

switch_current() {
  if [ -n "$refused" ] || [ "$n_failed" -gt 0 ]; then not_done "not everything of the release is ready, so it does not go live"; return; fi
  if ! same_node "$site/$1" "$app"; then not_done "$1 does not lead to $app"; return; fi
  if place_link "$e_app" "$1" "$e_path"; then
    repaired "Live: $e_path → $1"
    [ "$2" = absent ] || { quoted "$3"; say "   👉 to go back: cd $q_site && ln -s $q_text current.new && mv -T current.new current"; }
  else not_done "current could not be switched: $why"; fi
}

# The entry stays as it is; what depends on it waits.
not_done() {
  refused="$refused $z_step"
  failed "$e_path: $1"
}

# ---- what was found when it was planned

state_of_take_over() {
  if [ -L "$e_app" ]; then
    link_text "$e_app"
    if [ "$l_text" != "$e_text" ]; then differs "a $e_kind" "$e_app"
    elif [ -L "$e_shared" ] || ! right_kind "$e_shared"; then differs "a $e_kind" "$e_shared"
    else z_state=stands; fi
  elif absent "$e_app"; then
    if [ "$resuming" = yes ] && [ ! -L "$e_shared" ] && right_kind "$e_shared"; then z_state=unlinked; else differs "a $e_kind" "$e_app"; fi
  elif ! right_kind "$e_app"; then differs "a $e_kind" "$e_app"
  elif absent "$e_shared" || is_placeholder; then z_state=todo
  elif [ -L "$e_shared" ]; then differs nothing "$e_shared"
  elif same_node "$e_app" "$e_shared"; then z_state=second
  elif [ "$resuming" = yes ] && right_kind "$e_shared"; then z_state=both
  else differs nothing "$e_shared"; fi
}

is_placeholder() {
  [ -L "$e_shared" ] || return 1
  link_text "$e_shared"
  [ "$l_text" = "$e_text" ]
}

# Sets z_kept to where the application's own of a merge goes.
kept_place() {
  z_kept=$e_path
  case $e_app in "$shared"/*) z_kept=shared/$e_path ;; esac
}

state_of_merge() {
  kept_place
  z_there=$state/retired/$id/$z_kept
  if [ -L "$e_shared" ] || ! right_kind "$e_shared"; then differs "a $e_kind" "$e_shared"; return; fi
  if [ -L "$e_app" ]; then
    link_text "$e_app"
    if [ "$l_text" != "$e_text" ]; then differs "a $e_kind" "$e_app"
    elif [ "$resuming" = yes ] && [ ! -L "$z_there" ] && right_kind "$z_there"; then z_state=swept
    else z_state=stands; fi
  elif absent "$e_app"; then
    if [ "$resuming" = yes ] && [ ! -L "$z_there" ] && right_kind "$z_there"; then z_state=unlinked; else differs "a $e_kind" "$e_app"; fi
  elif ! right_kind "$e_app"; then differs "a $e_kind" "$e_app"; fi
}
`;
