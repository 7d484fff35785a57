/** Bringing what stood in the way back into shared. */
export const MERGING = `
# ---- merging back

same_content() {
  if [ -L "$1" ] || [ -L "$2" ]; then
    [ -L "$1" ] && [ -L "$2" ] || return 1
    link_text "$1"
    c_text=$l_text
    link_text "$2"
    [ "$l_text" = "$c_text" ]
    return
  fi
  real_file "$1" && real_file "$2" || return 1
  same_node "$1" "$2" || cmp -s "$1" "$2"
}

# FROM INTO REL: everything in a real folder; what INTO lacks goes in, of what differs one version goes to the rescue folder.
merge_folder() {
  if [ ! -r "$1" ] || [ ! -x "$1" ]; then
    m_failed=$((m_failed + 1))
    failed "$3 cannot be read"
    return
  fi
  for m_item in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    absent "$m_item" || merge_item "$m_item" "$2/\${m_item##*/}" "$3/\${m_item##*/}"
  done
}

# SRC DST REL: DST gets what SRC has under second names, so that the application goes on seeing all of it until its link stands.
bring() {
  if real_folder "$1"; then
    like_folder "$1" "$2" || { merge_failed "$3"; return; }
    merge_folder "$1" "$2" "$3"
    [ "$dry" = yes ] || touch -r "$1" "$2" 2>/dev/null
  elif give "$1" "$2"; then m_moved=$((m_moved + 1))
  else merge_failed "$3"; fi
}

# SRC DST: a folder of the same mode and owner, whole when it gets its name.
like_folder() {
  [ "$dry" = no ] || return 0
  make_parents "$state" stage/own 700 || return 1
  m_new=$state/stage/.tmp-script-$$.folder
  m_bits=$(stat -c %a "$1" 2>/dev/null)
  case $m_bits in '' | *[!0-7]*) m_bits=755 ;; esac
  why=$(mkdir "$m_new" 2>&1) || return 1
  if [ "$u_self" = 0 ]; then
    owner_of "$1/."
    [ -z "$o_owner" ] || chown "$o_owner" "$m_new" 2>/dev/null
  fi
  why=$(chmod "$m_bits" "$m_new" 2>&1) && move "$m_new" "$2" && return 0
  rmdir "$m_new" 2>/dev/null
  return 1
}

merge_item() {
  if real_folder "$1" && real_folder "$2"; then merge_folder "$1" "$2" "$3"
  elif absent "$2"; then
    bring "$1" "$2" "$3"
  elif same_content "$1" "$2" || same_content "$1" "$state/rescued/$id/$3"; then :
  elif [ -L "$1" ] && leads_there "$1" "$2"; then :
  elif from_wins "$1" "$2"; then take "$1" "$2" "$3" || merge_failed "$3"
  else rescue "$1" "$3" "$m_kept" || merge_failed "$3"; fi
}

# Our own link from when only this part of the entry was shared. It is known again where its folder was moved to, from which it leads elsewhere.
leads_there() {
  inode_of "$1"
  case $m_links in *" $i_inode "*) return 0 ;; esac
  same_node "$1" "$2" || return 1
  m_links="$m_links$i_inode "
}

# Of two that both changed while we worked the later one is in use.
# shellcheck disable=SC3013
from_wins() {
  case $m_wins in
    app) return 0 ;;
    later) [ "$1" -nt "$2" ]; return ;;
  esac
  return 1
}

merge_failed() {
  m_failed=$((m_failed + 1))
  failed "$1 could not be brought back: $why"
}

# SRC REL WHY
rescue() {
  aside rescued "$2" || return 1
  give "$1" "$a_path" || return 1
  say_rescued "$2" "$3"
}

# SRC DST REL: SRC takes DST's name, in one rename where both are files; what DST has is rescued first.
take() {
  t_why="the app's version wins: $e_why"
  if ! real_file "$1" || ! real_file "$2"; then
    move_aside rescued "$2" "$3" || return 1
    say_rescued "$3" "$t_why"
    give "$1" "$2"
    return
  fi
  rescue "$2" "$3" "$t_why" || return 1
  [ "$dry" = no ] || return 0
  if absent "$2"; then give "$1" "$2"; return; fi
  # A second name of its own, because the app goes on using the first until its link stands.
  aside retired .taken || return 1
  if why=$(ln "$1" "$a_path" 2>&1) && why=$(mv -f "$a_path" "$2" 2>&1); then return 0; fi
  aside retired .replaced && move "$2" "$a_path" && move "$1" "$2"
}

say_rescued() {
  [ "$survey" = no ] || exit 9
  n_rescued=$((n_rescued + 1))
  say "⚠️ Rescued: $1 → $a_path ($2)"
}

# FROM INTO REL TEXT: FROM is a real folder where a link belongs; it is kept in the retired folder once its content is safe. e_wins says whose files stay.
merge_back() {
  [ "$survey" = no ] || exit 9
  m_moved=0 m_failed=0 m_links=' ' m_wins=$e_wins m_kept="shared's version wins: $e_why"
  merge_folder "$1" "$2" "$3"
  [ "$m_failed" -eq 0 ] || return 1
  still_ours || lock_lost
  move_aside retired "$1" "$3" || { failed "$3 could not be moved aside: $why"; return 1; }
  m_old=$a_path
  if ! place_link "$1" "$4" "$3"; then
    m_why=$why
    move "$m_old" "$1"
    failed "The link at $3 could not be made: $m_why"
    return 1
  fi
  # What was written while we worked; everything else is seen to be the same.
  [ "$m_wins" = shared ] || m_wins=later m_kept="shared's version wins: it was written while this one was merged back"
  [ "$dry" = yes ] || merge_folder "$m_old" "$2" "$3"
  [ "$m_failed" -eq 0 ] || return 1
  repaired "Merged back: $3 → $4 ($m_moved moved in)"
}
`;
