import { NAMES, VERSION_FILES } from "../core/layout.ts";

/**
 * Who wins where the app and shared both have an entry and they differ: the rule of `plan/winner.ts`, asked of the disk by `sh`.
 *
 *   this copy of the code                      wins
 *   a release that `current` does not lead to  shared
 *   the site was undone                        the app: it has what is in use
 *   its folder is not known                    shared: new code arrived
 *   all links are gone from it at once         shared: a new copy was put into the old folder (not where the first run was killed)
 *   folder known, code the same                the app: an editor or `sed -i` replaced the link
 *   folder known, code changed                 shared: updated in place; for a secret neither, its owner must say
 *
 * Known copies are those in the record. Those written into the script count only where there is no record: the script is written
 * before the first folder is taken over, the record afterwards, so a run that was killed between the two has not made a copy known.
 * Where `stat` cannot tell when a folder was made, its inode number alone says which it is.
 */
export const WINNING = `
# ---- whose version stays

# What names the code's version, in the order in which the program sums it up.
version_files() {
  for v_file in ${VERSION_FILES.join(" ")}; do
    if real_file "$app/$v_file"; then cat "$app/$v_file"; fi
  done
}

# CRC, LENGTH and birth of each code that the app's folder (by its inode, v_inode) was known with, a line each.
known_codes() {
  if absent "$shared/${NAMES.config}"; then each_tree known_code
  else sed -n "/^ *\\"id\\": \\"[0-9]*:$v_inode\\",*\\$/{n;s/^ *\\"code\\": \\"\\([0-9 ]*\\)\\".*/\\1/;h;n;s/^ *\\"born\\": \\"\\([0-9]*\\)\\".*/ \\1/;H;x;s/\\n//;p;}" "$shared/${NAMES.config}"; fi
}

known_code() { [ "$1" != "$v_inode" ] || printf '%s\\n' "$2 $3"; }

# Inode numbers are used again, a birth (seconds here, nanoseconds in the record) is not.
of_this_folder() {
  v_born=$(stat -c %W "$app/." 2>/dev/null)
  case $v_born in '' | 0 | *[!0-9]*) v_born= ;; esac
  while read -r v_crc v_length v_made; do
    if [ -z "$v_born" ] || [ "\${v_made%?????????}" = "$v_born" ]; then printf '%s\\n' "$v_crc $v_length"; fi
  done
}

# Sets code to what this copy of the code is: idle (not live), undone, new, same, or changed. Asked once: the answer must not change during a run.
judge_code() {
  code=idle
  if [ "$layout" = releases ]; then
    physical "$f_home/${NAMES.current}" && [ "$p_dir" = "$app" ] || return 0
  fi
  code=undone
  [ "$undone" = no ] || return 0
  code=new
  inode_of "$app/."
  v_inode=$i_inode
  [ -n "$v_inode" ] || return 0
  v_known=$(known_codes 2>/dev/null | of_this_folder)
  [ -n "$v_known" ] || return 0
  # All links gone at once: a new copy was put into the old folder.
  v_total=0 v_linked=0
  first_unfinished || each_entry count_link
  [ "$v_total" -lt 2 ] || [ "$v_linked" -gt 0 ] || return 0
  code=changed
  v_sum=$( { version_files | cksum; } 2>/dev/null)
  # No file that names a version: that never means the same code.
  case $v_sum in '' | *' 0') return 0 ;; esac
  if printf '%s\\n' "$v_known" | grep -Fqx "$v_sum"; then code=same; fi
}

# Whether the first run was killed before it made a record: it may have linked nothing yet.
first_unfinished() {
  absent "$shared/${NAMES.config}" || return 1
  for v_run in "$state"/journal/tx-*.json; do
    case \${v_run##*/tx-} in *[!0-9]*.json) continue ;; esac
    if [ -f "$v_run" ] && absent "\${v_run%.json}.done"; then return 0; fi
  done
  return 1
}

count_link() {
  [ -z "\${9-}" ] || return 0
  ! absent "$shared/$3" || return 0
  v_total=$((v_total + 1))
  [ ! -L "$app/$3" ] || v_linked=$((v_linked + 1))
}

# Sets e_wins (app, shared, neither) and e_why, in the program's words.
who_wins() {
  e_wins=shared
  case $code in
    idle) e_why="shared is the user's; a release that is not live only adds to it" ;;
    undone)
      e_wins=app
      e_why='the site was undone: what the application has is what is in use'
      ;;
    new) e_why="new code arrived; shared is the user's" ;;
    same)
      e_wins=app
      e_why='it stands where our link stood and the code is the same, so it is the one in use'
      ;;
    *)
      e_why="the code was updated in place; shared is the user's"
      [ "$e_secret" = secret ] && [ -z "$e_chain" ] || return 0
      e_wins=neither
      e_why='a real file stands where our link stood, and the code may have been changed too'
      ;;
  esac
}

two_versions() {
  failed "$e_path stands in the application and in shared and they differ: $e_why"
  quoted "$e_app"; w_app=$q_text
  quoted "$e_app.old"; w_app_old=$q_text
  quoted "$e_shared"; w_shared=$q_text
  quoted "$e_shared.old"; w_shared_old=$q_text
  say "   👉 look at both: diff $w_app $w_shared"
  say "   👉 to keep the application's: mv $w_shared $w_shared_old, then run this again"
  say "   👉 to keep shared's: mv $w_app $w_app_old, then run this again"
}
`;
