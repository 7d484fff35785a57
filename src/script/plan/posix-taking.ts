/** Taking over an entry, and merging two versions of one; no byte is lost at any instant, and none is copied. */
export const TAKING = `
# ---- taking over

take_over_whole() {
  shift 4
  case $z_state in
    unlinked | second) finish_link ;;
    both)
      e_wins=shared e_why="it came while the run was interrupted"
      [ "$live" = no ] || { e_wins=app e_why='the application made it while the run was interrupted'; }
      kept_place
      merge_both
      ;;
    *)
      if [ "$1" = database ]; then database_first || return; fi
      take_over_now
      ;;
  esac
}

# No shell can keep a transaction from beginning, so a database is only taken over while nobody uses it.
database_first() {
  if [ "$live" = yes ] && [ "$maintenance" = no ]; then
    not_done "it is a database in use; stop the site for a moment, then run this again with --maintenance"
    return 1
  fi
  if has_companions "$e_shared"; then not_done "shared has files of another database at $e_shared"; return 1; fi
  if [ -s "$e_app-journal" ]; then
    not_done "it has an unfinished transaction; stop the site, open it once (sqlite3 FILE .schema), then run this again"
    return 1
  fi
  for d_end in -shm -wal; do
    absent "$e_app$d_end" || give "$e_app$d_end" "$e_shared$d_end" || { not_done "$e_path$d_end could not be moved along: $why"; return 1; }
  done
}

take_over_now() {
  if ! same_mount "\${e_app%/*}" "\${e_shared%/*}" || { [ "$e_kind" = directory ] && ! same_mount "\${e_app%/*}" "$e_app"; }; then
    not_done "it lies on another file system than shared; nothing of it was changed"
    return
  fi
  inode_of "$e_app"
  z_inode=$i_inode
  if absent "$e_shared"; then
    why=$(ln -s -- "$e_text" "$e_shared" 2>&1)
    is_placeholder || { not_done "no link can be made in shared: $why"; return; }
  else made_anew "$e_shared" "$e_text"; fi
  # Also one that an earlier run made: it may have been killed before it gave the link away.
  own_as "$e_shared" "$e_app"
  still_ours || lock_lost
  if ! exchange "$e_app" "$e_shared"; then
    exchange_answer
    without_exchange
    return
  fi
  inode_of "$e_shared"
  if [ "$i_inode" != "$z_inode" ] || [ -L "$e_shared" ]; then
    exchange "$e_app" "$e_shared"
    not_done "something else took its place in the last moment; nothing of it was changed, run this again"
    return
  fi
  if ! same_node "$e_app" "$e_shared"; then
    exchange "$e_app" "$e_shared"
    drop_placeholder
    not_done "links are not followed here; nothing of it was changed"
    return
  fi
  taken_over
}

taken_over() {
  settle_companions
  repaired "Taken over: $e_path → $e_text"
}

drop_placeholder() {
  if is_placeholder; then drop_link "$e_shared"; fi
}

# LINK DATA: where Apache compares owners, a link has that of what it leads to.
own_as() {
  [ "$u_self" = 0 ] || return 0
  owner_of "$2"
  [ -z "$o_owner" ] || chown -h "$o_owner" "$1" 2>/dev/null
}

# Never a copy. What nobody uses is renamed, then linked; what is in use stays as it is.
without_exchange() {
  if ! not_supported || { [ "$live" = yes ] && [ "$maintenance" = no ]; }; then
    drop_placeholder
    not_done "it stays as it is, because $x_why; nothing of it was changed"
    if not_supported; then say "   👉 in a quiet moment: sh $q_self --maintenance (a gap of some milliseconds)"; fi
    return
  fi
  drop_placeholder
  if [ "$e_kind" = file ]; then
    give "$e_app" "$e_shared" || { not_done "it could not be moved into shared: $why"; return; }
  else
    rename_new "$e_app" "$e_shared" || { not_done "it could not be moved into shared: $why"; return; }
  fi
  finish_link
}

# The data is in shared; the link takes its name in the application, unless something else came there.
finish_link() {
  if put_link; then taken_over; else unfinished=yes; not_done "its data is in shared, and the link could not be made: $why"; fi
}

put_link() {
  z_link=\${e_app%/*}/.holdfast-$id-$z_step
  if [ -L "$z_link" ]; then made_anew "$z_link" "$e_text"; else why=$(ln -s -- "$e_text" "$z_link" 2>&1) || return 1; fi
  own_as "$z_link" "$e_shared"
  if real_file "$e_app" && { same_node "$e_app" "$e_shared" || same_node "$e_app" "$z_there"; }; then why=$(mv -f "$z_link" "$e_app" 2>&1)
  elif ! absent "$e_app"; then why="something came to $e_app meanwhile"; drop_link "$z_link"; return 1
  else rename_new "$z_link" "$e_app"; fi
  link_text "$e_app"
  [ -L "$e_app" ] && [ "$l_text" = "$e_text" ]
}

# ---- both sides have it

merge_both() {
  z_there=$state/retired/$id/$z_kept
  m_moved=0 m_failed=0 m_links=' ' m_wins=$e_wins m_kept="shared's version wins: $e_why"
  # What a secret may be read by is what shared's version was.
  z_was=$state/rescued/$id/$e_path
  real_file "$z_was" || z_was=$e_shared
  owner_of "$z_was"; mode_of "$z_was"; s_owner=$o_owner s_mode=$m_mode
  case $z_state in
    swept) sweep_kept; return ;;
    unlinked)
      put_link || { unfinished=yes; not_done "its data is safe, and the link could not be made: $why"; return; }
      sweep_kept
      return
      ;;
  esac
  if [ "$e_kind" = file ] && { has_companions "$e_app" || has_companions "$e_shared"; }; then
    not_done "it is a database in use, in the application and in shared; stop the site, then decide which one stays"
    return
  fi
  if ! absent "$z_there" && [ ! -L "$z_there" ]; then sweep_earlier || return; fi
  prepare_kept || { not_done "nothing can be made in $state/retired: $why"; return; }
  if [ "$can_exchange" = no ] && [ "$live" = yes ] && [ "$maintenance" = no ]; then
    drop_link "$z_there"
    not_done "it stays as it is, because this host has no call that exchanges two names here; nothing of it was changed"
    say "   👉 in a quiet moment: sh $q_self --maintenance (a gap of some milliseconds)"
    return
  fi
  if [ "$e_kind" = directory ]; then merge_folder "$e_app" "$e_shared" "$e_path"; else merge_item "$e_app" "$e_shared" "$e_path"; fi
  if [ "$m_failed" -gt 0 ]; then drop_link "$z_there"; not_done "not everything could be brought into shared; it stays as it is"; return; fi
  still_ours || lock_lost
  if ! retire_own; then unfinished=yes; not_done "the link could not be made: $why"; return; fi
  sweep_kept
}

# An interrupted run has retired the application's own, and something came to its place since: what it wrote last is brought in, and its name becomes free.
sweep_earlier() {
  m_wins=later why='not everything in it can be read'
  if [ "$e_kind" = directory ]; then merge_folder "$z_there" "$e_shared" "$e_path"; else merge_item "$z_there" "$e_shared" "$e_path"; fi
  m_wins=$e_wins
  [ "$m_failed" -eq 0 ] && move_aside retired "$z_there" "$z_kept" && return 0
  unfinished=yes
  not_done "what was retired before could not be brought in: $why"
  return 1
}

# A link, ready where the application's own will be retired; sets can_exchange by trying it with one beside the application's.
prepare_kept() {
  make_parents "$state" "retired/$id/$z_kept" 700 || return 1
  if absent "$z_there"; then why=$(ln -s -- "$e_text" "$z_there" 2>&1) || return 1
  elif [ -L "$z_there" ]; then made_anew "$z_there" "$e_text"; fi
  [ -L "$z_there" ] || { why="something stands at $z_there"; return 1; }
  can_exchange=no
  z_try=\${e_app%/*}/.holdfast-$id-$z_step
  [ -L "$z_try" ] || why=$(ln -s -- "$e_text" "$z_try" 2>&1) || return 1
  if exchange "$z_try" "$z_there"; then can_exchange=yes; fi
  drop_link "$z_try"
  # The one that was tried with stands there now.
  own_as "$z_there" "$e_app"
}

# The application's own changes places with the link.
retire_own() {
  if [ "$can_exchange" = yes ]; then
    if ! exchange "$e_app" "$z_there"; then exchange_answer; why=$x_why; drop_link "$z_there"; return 1; fi
    return 0
  fi
  drop_link "$z_there"
  if [ "$e_kind" = file ]; then why=$(ln "$e_app" "$z_there" 2>&1) || return 1
  else rename_new "$e_app" "$z_there" || return 1; fi
  put_link
}

# What the application did between the merge and the exchange. Where both sides changed since, the later one is in use.
sweep_kept() {
  m_wins=later m_kept="shared's version wins: it was written while this one was merged"
  if [ "$e_kind" = directory ]; then merge_folder "$z_there" "$e_shared" "$e_path"
  else
    merge_item "$z_there" "$e_shared" "$e_path"
    keep_private
  fi
  if [ "$m_failed" -gt 0 ]; then unfinished=yes; refused="$refused $z_step"; return; fi
  repaired "Merged: $e_path → $e_text ($m_moved moved in)"
}

# As in a repair, but the plan may say whose file is taken, and which stay deleted.
merge_item() {
  if real_folder "$1" && real_folder "$2"; then merge_folder "$1" "$2" "$3"
  elif absent "$2"; then
    stays_deleted "$3" || bring "$1" "$2" "$3"
  elif same_content "$1" "$2" || same_content "$1" "$state/rescued/$id/$3" || same_node "$1" "$state/rescued/$id/$3"; then :
  elif [ -L "$1" ] && leads_there "$1" "$2"; then :
  elif prefers_app "$3" || from_wins "$1" "$2"; then take "$1" "$2" "$3" || merge_failed "$3"
  else rescue "$1" "$3" "$m_kept" || merge_failed "$3"; fi
}
`;
