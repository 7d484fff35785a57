import { NAMES, VERSION_FILES } from "../../core/layout.ts";
import { SHIPPED_FILE } from "../../plan/own-file.ts";

/** Writing our own files: staged, durable, renamed into place; what somebody else has put under one of their names is kept. */
export const RECORDING = `
# ---- the records

# NAME MODE FUNCTION: a file of ours in shared.
write_own() {
  w_file=$shared/$1
  if real_file "$w_file" && "$3" | cmp -s - "$w_file"; then return; fi
  if [ $phase = look ]; then n_todo=$((n_todo + 1)); return; fi
  if [ $dry = yes ]; then say "🔎 Would do: write shared/$1"; return; fi
  still_ours || lock_lost
  if ! absent "$w_file" && { [ -L "$w_file" ] || [ ! -f "$w_file" ] || { ! grep -q "$own_mark" "$w_file" 2>/dev/null && [ "$1" != ${SHIPPED_FILE} ]; }; }; then
    rescue_foreign "$1" || { failed "shared/$1 is not ours and could not be kept aside: $why"; return; }
  fi
  put_own "$2" "$3" || { failed "shared/$1 could not be written"; return; }
  n_written=$((n_written + 1))
}

rescue_foreign() {
  aside rescued "$1" && rename_new "$w_file" "$a_path" && say_rescued "shared/$1" "something else had written it"
}

# MODE FUNCTION
put_own() {
  w_stage=$state/stage/.tmp-script-$$.own
  "$2" >"$w_stage" && chmod "$1" "$w_stage" || return 1
  own "$w_stage" "$shared"
  durable "$w_stage" || return 1
  if [ $mv_exact = yes ]; then mv -f -T "$w_stage" "$w_file"; else [ ! -d "$w_file" ] && mv -f "$w_stage" "$w_file"; fi
}

# BEFORE NOW STEP...: sets r_seeded to whether shared has the entry.
seeded() {
  r_seeded=$1 r_before=$2
  shift 2
  for r_step in "$@"; do
    case " $refused " in *" $r_step "*)
      r_seeded=$r_before
      # Who wins there must be decided the next time as now.
      [ "$r_before" = false ] || becomes_known=no
      ;;
    esac
  done
}

# What this copy of the code is: the checksum of the files that name its version, and of composer.lock.
code_facts() {
  r_sum=$( { each_version_file; } | cksum 2>/dev/null)
  j_lockfile=null
  if real_file "$app/composer.lock"; then j_lockfile="\\"$(cksum <"$app/composer.lock")\\""; fi
}

each_version_file() {
  for r_name in ${VERSION_FILES.join(" ")}; do
    if real_file "$app/$r_name" && ! is_entry "$r_name"; then cat "$app/$r_name"; fi
  done
}

# Sets k_lockfile to the checksum that the record has.
known_lockfile() {
  k_lockfile=$(sed -n 's/^  "lockfile": \\(.*\\),$/\\1/p' "$shared/${NAMES.config}" 2>/dev/null)
}

# Sets t_list to the copies of the code that are known, this one last.
list_trees() {
  inode_of "$app/."
  t_here=$i_inode
  t_device=$(stat -c %d "$app/." 2>/dev/null)
  case $t_device in '' | *[!0-9]*) t_device=0 ;; esac
  t_born=$(stat -c %.9W "$app/." 2>/dev/null)
  t_born=\${t_born%.*}\${t_born#*.}
  case $t_born in *[!0-9]* | ?????????? | ????????? | ???????? | '') t_born=0 ;; esac
  case $t_born in *[!0]*) ;; *) t_born=0 ;; esac
  t_list='' t_comma=''
  if [ $becomes_known = yes ]; then
    each_known_tree list_other
    list_tree "$t_device:$t_here" "$r_sum" "$t_born"
  else each_tree_before list_tree; fi
  t_list="[$t_list\${t_list:+
  }]"
}

# A folder that has this one's inode number now is gone.
list_other() { [ "\${1#*:}" = "$t_here" ] || list_tree "$@"; }

list_tree() {
  t_list="$t_list$t_comma
    {
      \\"id\\": \\"$1\\",
      \\"code\\": \\"$2\\",
      \\"born\\": \\"$3\\"
    }"
  t_comma=,
}

# The history with this run's line at its end; a run that is gone on with writes none twice.
write_line() {
  [ $has_line = yes ] || return 0
  w_file=$shared/${NAMES.history}
  if real_file "$w_file" && grep -q " run=$id\\$" "$w_file" 2>/dev/null; then return; fi
  h_what=subsequent h_result='done' h_counts=''
  own_history || h_what=first
  if [ $n_failed -gt 0 ]; then h_result=partly h_counts=" refused=$n_failed"; fi
  [ $n_rescued -eq 0 ] || h_counts="$h_counts rescued=$n_rescued"
  still_ours || lock_lost
  if ! absent "$w_file" && ! own_history_head; then
    rescue_foreign ${NAMES.history} || { failed "shared/${NAMES.history} is not ours and could not be kept aside: $why"; return; }
  fi
  put_own 644 text_history || failed "shared/${NAMES.history} could not be written"
}

own_history_head() { real_file "$w_file" && [ "$(head -n 1 "$w_file")" = "$history_head" ]; }

own_history() { own_history_head && grep -q '^[^#]' "$w_file"; }

text_history() {
  if own_history_head; then
    cat "$w_file"
    [ -z "$(tail -c 1 "$w_file")" ] || printf '\\n'
  else printf '%s\\n' "$history_head"; fi
  history_line
}
`;
