import { ownerWords } from "./portable-site.ts";

/** What the health check looks at of one entry: its link, its place in shared, what a chain leads to, owners, and who can read a secret. */
export const ENTRY_CHECKS = `
# ---- checking an entry

check_entry() {
  if as_it_should_be "$@"; then return; fi
  entry "$@"
  if [ -L "$e_app" ]; then check_link
  elif absent "$e_app"; then check_missing
  elif [ -L "$e_shared" ] && same_node "$e_app" "$e_shared"; then
    pass "In place, shared leads to it: $e_shown"
  elif [ "$undone" = yes ] && [ "$e_handling" = per-release ] && [ -d "$e_app" ]; then
    pass "A plain folder of this release: $e_shown"
  elif [ -d "$e_app" ]; then broken "Real folder where a link belongs: $e_path"
  else broken "Real file where a link belongs: $e_path"
  fi
}

check_missing() {
  if [ "$undone" = yes ]; then note "Not there: $e_shown"; return; fi
  if [ "$e_kind" = file ] && absent "$e_shared"; then
    note "Not there yet, neither in the app nor in shared: $e_shown"
    return
  fi
  broken "Missing symlink: $e_shown → $e_text"
}

check_link() {
  link_text "$e_app"
  if [ "$undone" = yes ] && [ -n "$e_chain" ] && real_folder "$app/$e_chain" && same_node "$e_app" "$app/$e_chain"; then
    pass "Valid public symlink: $e_shown → $l_text"
  elif [ "$undone" = yes ] && [ "$l_text" != "$e_text" ] && [ -L "$e_shared" ] && same_node "$e_app" "$e_shared"; then
    pass "Leads where its link in shared leads: $e_shown → $l_text"
  elif [ "$l_text" != "$e_text" ]; then
    broken "Wrong symlink: $e_shown → $l_text (it should be $e_text)"
  elif [ -L "$e_shared" ] && [ ! -e "$e_shared" ]; then
    link_text "$e_shared"
    if [ "$l_text" = "$e_base_text" ] || [ "$l_text" = "$e_text" ]; then broken "Unfinished move: shared/$e_path still holds our own placeholder"
    else broken "Dangling symlink in shared: $e_shown"; fi
  elif absent "$e_shared"; then check_lost
  elif ! same_node "$e_app" "$e_shared"; then
    broken "Symlink leads elsewhere than to shared: $e_shown → $e_text"
  elif ! right_kind "$e_shared"; then
    quoted "$e_shared"
    fail "Not a $e_kind: shared/$e_path"
    remedy "ls -la $q_text"
  elif [ -n "$e_chain" ] && ! check_chain; then :
  else check_data; fi
}

check_lost() {
  if [ "$e_kind" = directory ]; then broken "Dangling symlink, nothing in shared: $e_shown → $e_text"; return; fi
  quoted "$shared/$e_path"
  broken "The file is gone from shared: $e_shown → $e_text"
  remedy "if the recovery does not find it, put it back from a backup: $q_text"
}

check_chain() {
  link_text "$e_shared"
  [ -L "$e_shared" ] && [ "$l_text" = "$e_chain_text" ] && [ -d "$shared/$e_chain" ] && same_node "$e_shared" "$shared/$e_chain" && return 0
  broken "shared/$e_path should lead to $e_chain_text: $e_shown"
  return 1
}

# $1 the link, $2 its name. Only a server that compares owners minds, so it is a note.
check_owners() {
  [ -L "$1" ] && [ -e "$1" ] || return 0
  owners_of "$1"
  [ "$o_link" != "$o_target" ] || return 0
  quoted "$1"
  note "${ownerWords("$2", { link: "$o_link", target: "$o_target" })}"
  remedy "chown -h $o_target $q_text"
}

check_data() {
  if [ "$e_kind" = directory ]; then
    mode_of "$e_shared"
    case $m_mode in
      ?rwx*) ;;
      *)
        if [ -n "$e_chain" ]; then quoted "$shared/$e_chain"; else quoted "$e_shared"; fi
        fail "Its owner cannot write in it: $e_shown"
        remedy "chmod u+rwx $q_text"
        return
        ;;
    esac
  fi
  pass_entry pass "$e_line" "$e_shown" "$e_text"
  if [ "$e_line" != symlink ]; then
    check_owners "$e_app" "$e_shown"
    check_owners "$e_shared" "shared/$e_path"
  fi
  if [ "$e_secret" = secret ] && [ "$e_kind" = file ] && world_readable "$e_shared" && ! closed_above "$e_shared"; then
    quoted "$e_shared"
    warn "Secret that every user of this server can read: $e_shown (where PHP runs as another user than its owner, give that user's group the right first)"
    remedy "chmod o-rwx $q_text"
  fi
}
`;
