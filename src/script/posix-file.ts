/** Repairing an entry that is a file: taking a database along with its log, and settling two versions of one file. */
export const FILE_SIDE = `
# ---- repairing an entry: files

# An SQLite database is nothing without its log: the log goes first, so that no process sees one without the other.
take_database() {
  if has_companions "$e_shared"; then two_databases; return 1; fi
  if [ -s "$e_app-journal" ]; then
    failed "$e_path has an unfinished transaction; stop the application, open it once (sqlite3 FILE .schema), then run this again"
    return 1
  fi
  for d_end in -shm -wal ''; do
    absent "$e_app$d_end" || give "$e_app$d_end" "$e_shared$d_end" || { failed "$e_path could not be moved into shared: $why"; return 1; }
  done
  e_taken=yes
}

two_databases() {
  failed "$e_path is a database in use, in the app and in shared; stop the application, then decide which one stays"
  say "   👉 both are untouched: $e_app and $e_shared"
}

# A real file stands where the link was.
settle_file() {
  still_ours || lock_lost
  if [ "$e_taken" = yes ] || same_node "$e_app" "$e_shared"; then
    link_here "Moved into shared and linked"
    settle_companions
    return
  fi
  if has_companions "$e_app" || has_companions "$e_shared"; then two_databases; return 1; fi
  if same_content "$e_app" "$e_shared"; then
    if ! aside retired "$e_path" || ! give "$e_app" "$a_path"; then failed "$e_path could not be moved aside: $why"; return 1; fi
    link_here "Recreated symlink"
    return
  fi
  who_wins
  case $e_wins in
    app) file_from_app ;;
    shared)
      rescue "$e_app" "$e_path" "shared's version wins: $e_why" || { failed "$e_path could not be rescued: $why"; return 1; }
      link_here "Recreated symlink"
      ;;
    *) two_versions ;;
  esac
}

file_from_app() {
  mode_of "$e_shared"; owner_of "$e_shared"; s_mode=$m_mode s_owner=$o_owner
  take "$e_app" "$e_shared" "$e_path" || { failed "$e_path could not be moved into shared: $why"; return 1; }
  keep_private
  link_here "Moved into shared and linked"
}
`;

/** What goes with a file: a database's log, and who may read a secret. */
export const FILE_COMPANY = `
# ---- what goes with a file

has_companions() {
  for d_end in -wal -journal -shm; do
    absent "$1$d_end" || return 0
  done
  return 1
}

settle_companions() {
  [ "$dry" = no ] || return 0
  for d_end in -wal -shm -journal; do
    if same_node "$e_app$d_end" "$e_shared$d_end" && aside retired "$e_path$d_end"; then move "$e_app$d_end" "$a_path"; fi
  done
}

# A secret is not more readable than the one it replaces was.
keep_private() {
  [ "$e_secret" = secret ] && [ "$dry" = no ] || return 0
  case $s_mode in ???????r*) return 0 ;; esac
  world_readable "$e_shared" || return 0
  owner_of "$e_shared"
  if [ "$o_owner" = "$s_owner" ] && chmod o-rwx "$e_shared" 2>/dev/null; then return 0; fi
  quoted "$e_shared"
  say "⚠️ Every user of this server can read $e_path; if the application does not need that: chmod o-rwx $q_text"
}
`;
