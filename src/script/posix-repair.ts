import { NAMES } from "../core/layout.ts";

/**
 * Repairing one entry. First the data in shared, then the link in the app; each step leaves a state that the next run
 * understands:
 *
 *   shared            app                  then
 *   our placeholder   anything             the placeholder goes aside; as if nothing were in shared
 *   nothing           the data             the data moves into shared
 *   nothing           our link or nothing  what an unfinished run set aside is put back; else a folder is made, a file is missed
 *   nothing           another link         if it leads to something: left alone, because its owner must say which is right
 *   the data          a real folder        merged; where both have a file and they differ, posix-winner.ts says whose stays
 *   the data          a real file          posix-winner.ts says whose stays; the other is rescued; a secret of changed code stays twice
 *   the data          another link or none the link is made
 */
export const SHARED_SIDE = `
# ---- repairing an entry: its data in shared

# 1 when the entry must be left alone; e_taken=yes when the app's own data became the shared one.
settle_shared() {
  e_taken=no
  if [ -L "$e_shared" ]; then
    link_text "$e_shared"
    if [ "$l_text" = "$e_base_text" ] || [ "$l_text" = "$e_text" ]; then
      move_aside retired "$e_shared" "$e_path" || { failed "The placeholder at shared/$e_path could not be moved aside: $why"; return 1; }
      repaired "Placeholder moved aside: shared/$e_path"
      settle_absent
      return
    fi
    [ -e "$e_shared" ] || { failed "shared/$e_path leads to nothing ($l_text)"; return 1; }
  fi
  if absent "$e_shared"; then settle_absent; return; fi
  right_kind "$e_shared" && return 0
  failed "shared/$e_path is not a $e_kind; look at it and move it aside by hand"
  return 1
}

settle_absent() {
  if [ ! -L "$e_app" ] && ! absent "$e_app" && right_kind "$e_app"; then take_over; return; fi
  find_lost
  if [ "$k_count" -eq 1 ]; then
    still_ours || lock_lost
    move "$k_path" "$e_shared" || { failed "$e_path could not be put back from $k_path: $why"; return 1; }
    repaired "Put back into shared: $e_path (an unfinished run had set it aside)"
    return 0
  fi
  if [ "$k_count" -gt 1 ]; then
    failed "$e_path is not in shared, and $k_count unfinished runs set one aside; look in $state/retired and $state/stage"
    return 1
  fi
  if [ -L "$e_app" ] && [ -e "$e_app" ]; then
    link_text "$e_app"
    failed "$e_path leads to $l_text and shared has none; move what is there to $e_shared, then run this again"
    return 1
  fi
  if [ "$e_kind" = directory ]; then
    make_folder "$e_shared" "$shared" "$e_mode" || { failed "shared/$e_path could not be made: $why"; return 1; }
    repaired "Recreated folder: shared/$e_path (empty)"
    return 0
  fi
  miss_file
}

miss_file() {
  if absent "$e_app"; then
    say "ℹ️ Not there yet, neither in the app nor in shared: $e_path"
    return 1
  fi
  failed "$e_path is gone from shared; put it back from a backup: $e_shared"
  for k_file in "$state"/rescued/*/"$e_path"; do
    absent "$k_file" || say "   👉 a rescued copy: $k_file"
  done
  return 1
}

take_over() {
  still_ours || lock_lost
  if [ "$e_kind" = file ] && has_companions "$e_app"; then take_database; return; fi
  if [ "$e_kind" = file ]; then
    give "$e_app" "$e_shared" || { failed "$e_path could not be moved into shared: $why"; return 1; }
  else
    move "$e_app" "$e_shared" || { failed "$e_path could not be moved into shared: $why"; return 1; }
  fi
  e_taken=yes
}

# Sets k_path and k_count to what unfinished runs have set aside for the entry.
find_lost() {
  k_path='' k_count=0
  for k_run in "$state"/retired/* "$state"/stage/*; do
    k_id=\${k_run##*/}
    case $k_id in recover-*) continue ;; esac
    [ ! -e "$state/journal/$k_id.done" ] || continue
    [ ! -L "$k_run/$e_path" ] || continue
    right_kind "$k_run/$e_path" || continue
    k_path=$k_run/$e_path
    k_count=$((k_count + 1))
  done
}
`;

/** The app's side, and what one framework needs besides. */
export const APP_SIDE = `
# ---- repairing an entry: its link in the app

settle_app() {
  if [ -L "$e_app" ]; then
    link_text "$e_app"
    if [ "$l_text" = "$e_text" ]; then return 0; fi
    settle_link
  elif [ "$e_taken" = yes ] && [ "$e_kind" = directory ]; then link_here "Moved into shared and linked"
  elif absent "$e_app"; then link_here "Recreated symlink"
  elif [ -L "$e_shared" ] && same_node "$e_app" "$e_shared"; then return 0
  elif [ "$e_kind" = directory ] && real_folder "$e_app"; then settle_folder
  elif [ "$e_kind" = file ] && real_file "$e_app"; then settle_file
  else
    move_aside rescued "$e_app" "$e_path" || { failed "$e_path could not be moved aside: $why"; return 1; }
    say_rescued "$e_path" "it is not a $e_kind"
    link_here "Recreated symlink"
  fi
}

link_here() {
  still_ours || lock_lost
  if place_link "$e_app" "$e_text" "$e_path"; then repaired "$1: $e_path → $e_text"
  else failed "The link at $e_path could not be made: $why"; fi
}

settle_link() {
  s_old=$l_text
  s_led=no
  [ ! -e "$e_app" ] || same_node "$e_app" "$e_shared" || s_led=yes
  link_here "Repaired symlink"
  [ "$s_led" = no ] || say "⚠️ $e_path led to $s_old before; what is there was left alone"
}

# A real folder stands where the link was.
settle_folder() {
  who_wins
  if [ "$e_wins" = neither ]; then two_versions; return 1; fi
  merge_back "$e_app" "$e_target" "$e_path" "$e_text"
}

# ---- the public link and Laravel's compiled files

# What stands in shared at a chained entry is a link to the folder that holds the data.
settle_chain() {
  e_target=$shared/$e_chain
  if absent "$e_target"; then
    make_below "$shared" "$e_chain" 775 || { failed "shared/$e_chain could not be made: $why"; return 1; }
    repaired "Recreated folder: shared/$e_chain (empty)"
  fi
  link_text "$e_shared"
  if [ -L "$e_shared" ] && [ "$l_text" = "$e_chain_text" ]; then return 0; fi
  if real_folder "$e_shared"; then
    e_wins=app e_why='it stood where the link to the data belongs, so it is the one in use'
    merge_back "$e_shared" "$e_target" "$e_path" "$e_chain_text"
    return
  fi
  if place_link "$e_shared" "$e_chain_text" "$e_path"; then repaired "Recreated symlink: shared/$e_path → $e_chain_text"
  else failed "The link at shared/$e_path could not be made: $why"; return 1; fi
}

make_below() { make_parents "$1" "$2" "$3" && make_folder "$1/$2" "$1" "$3"; }

settle_needs() {
  for e_need in "$@"; do
    absent "$e_shared/$e_need" || continue
    make_below "$e_shared" "$e_need" "$e_mode" || { failed "$e_path/$e_need could not be made: $why"; continue; }
    repaired "Recreated folder: $e_path/$e_need"
  done
}

# Compiled files that name a folder that is gone stop every artisan command, also the one that would make them anew.
settle_compiled() {
  for w_file in "$e_shared"/*.php; do
    real_file "$w_file" || continue
    # Routes hold addresses, which may look like paths; these files hold none.
    case \${w_file##*/} in routes*) continue ;; esac
    w_gone=$(tr '\\042\\047' '[\\n*]' <"$w_file" | sed -n -e 's#^\\(/.*/${NAMES.releases}/[^/]*\\)/.*#\\1#p' -e 's#^\\(/.*\\)/storage/framework/.*#\\1#p' | sort -u |
      while IFS= read -r w_dir; do [ -d "$w_dir" ] || printf x; done)
    [ -n "$w_gone" ] || continue
    move_aside retired "$w_file" "$e_path/\${w_file##*/}" || { failed "\${w_file##*/} could not be moved aside: $why"; continue; }
    repaired "Moved aside: $e_path/\${w_file##*/} (compiled for a folder that is gone; the application makes it anew)"
  done
}
`;
