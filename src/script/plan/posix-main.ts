import { NAMES } from "../../core/layout.ts";

/** Which site is meant, what is said, and the run itself. */
export const RUNNING = `
# ---- which site

# Sets p_up to a folder (without looking at the disk) that a relative text leads to.
led_to() {
  p_up=$1
  p_rest=$2
  while :; do
    case $p_rest in
      ../*) p_up=\${p_up%/*} p_rest=\${p_rest#../} ;;
      ..) p_up=\${p_up%/*}; return ;;
      *) p_up=$p_up/$p_rest; return ;;
    esac
  done
}

# APP SHARED: sets app, shared, site, state. Their places to one another are in every link, so they must be as planned.
find_places() {
  case $1 in /*) p_app=$1 ;; *) p_app=./$1 ;; esac
  if ! physical "$p_app"; then say "❌ There is no folder $1; nothing was changed" >&2; return 1; fi
  app=$p_dir
  led_to "$app" "$link_prefix"
  shared=$p_up
  led_to "$shared" "$app_from_shared"
  p_back=$app
  [ $layout = flat ] || { p_back=\${app%/*}; p_back=\${p_back%/*}; }
  if [ "$p_up" != "$p_back" ] || { [ $layout = releases ] && [ "$app" != "$p_back/${NAMES.releases}/$release" ]; }; then
    say "❌ The plan was made for $planned_app and not for a folder called $app; nothing was changed" >&2
    say "   👉 name the folder so, or make the plan anew for this place" >&2
    return 1
  fi
  site=\${app%/*}
  [ $layout = flat ] || site=$p_back
  if [ -n "$2" ]; then
    case $2 in /*) p_shared=\${2%/} ;; *) p_shared=$(pwd -P)/\${2%/} ;; esac
    if physical "$p_shared"; then p_shared=$p_dir
    elif physical "\${p_shared%/*}"; then p_shared=$p_dir/\${p_shared##*/}; fi
    if [ "$p_shared" != "$shared" ]; then
      say "❌ The links of the plan lead to $shared and not to $2; nothing was changed" >&2
      say "   👉 make the plan anew with that shared folder" >&2
      return 1
    fi
  fi
  state=$shared/${NAMES.state}
  case "$app$shared" in *[[:cntrl:]]*) say "❌ The name of a folder holds a character that no journal can hold: $app; nothing was changed" >&2; return 1 ;; esac
  if ! absent "$shared"; then
    if ! physical "$shared" || [ "$p_dir" != "$shared" ]; then
      say "❌ $shared is not a real folder at this place; nothing was changed" >&2
      return 1
    fi
  fi
  if [ -L "$state" ] || { ! absent "$state" && ! real_folder "$state"; }; then
    say "❌ $state should be a folder of Holdfast's; nothing was changed" >&2
    return 1
  fi
}

find_live() {
  live=yes
  [ $layout = releases ] || return 0
  if ! physical "$site/${NAMES.current}" || [ "$p_dir" != "$app" ]; then live=no; fi
}

# ---- what is said

repaired() { n_repaired=$((n_repaired + 1)); say "✅ $1"; }

failed() { n_failed=$((n_failed + 1)); say "❌ $1"; }

lock_lost() {
  say "❌ Another run took the lock while this one was stopped; nothing is lost" >&2
  lock_generation=
  exit 75
}

stopped() {
  say "⏹️ Stopped before its end; nothing is lost" >&2
  say "   👉 to complete it: sh $q_self $q_places" >&2
  exit 3
}

# What a run that was killed has left in the stage: only names of ours.
clear_stage() {
  for c_left in "$state"/stage/.tmp-script-*; do
    if real_file "$c_left"; then rm -f "$c_left"; elif real_folder "$c_left"; then rmdir "$c_left" 2>/dev/null; fi
  done
}

# ---- the run

look() {
  phase=look n_todo=0 n_differs=0 refused=''
  write_first
  each_step
  write_last
  phase="do" refused=''
  [ $n_differs -gt 0 ] || return 0
  say "❌ The site is not as the plan says; nothing was changed" >&2
  if [ "$resuming" = yes ]; then
    quoted "$shared/${NAMES.emergencyRecovery}"
    say "   👉 repair what an earlier run left, then run this again: sh $q_text" >&2
  else
    say "   👉 put it right, or make a new script from a copy of the site as it is now: holdfast plan APP --script FILE" >&2
  fi
  return 1
}

# FOLDER LIKE: gives a folder of ours the mode of another, and its group where this user may: data that was closed to others stays so.
open_as() {
  mode_of "$2/."
  t_mode=\${m_mode#?}
  t_mode=$(printf '%.9s' "$t_mode" | sed 'y/sStT/x-x-/')
  t_rest=\${t_mode#???}
  if [ "$u_self" != 0 ]; then
    owner_of "$2/."
    chgrp "\${o_owner#*:}" "$1" 2>/dev/null
  fi
  chmod "u=$(letters "\${t_mode%??????}"),g=$(letters "\${t_rest%???}"),o=$(letters "\${t_rest#???}")" "$1"
}

letters() { printf '%s' "$1" | tr -d '-'; }

# Makes what is missing above a path, for the owner of the application.
folders_above() {
  case $1 in ?*/*) ;; *) return 0 ;; esac
  [ ! -d "\${1%/*}" ] || return 0
  folders_above "\${1%/*}" && have_folder "\${1%/*}" "$app" 755
}

# 75: somebody holds the lock.
lock() {
  if absent "$shared"; then
    # It gets its name when it is as it shall be: a run that is killed here leaves none that the site may not enter.
    {
      folders_above "$shared" && unfinished "$shared" && { real_folder "$f_new" || (umask 077 && mkdir "$f_new"); } && {
        own "$f_new" "$app"
        open_as "$f_new" "$app"
        [ "$f_new" = "$shared" ] || rename_new "$f_new" "$shared"
      }
    } 2>/dev/null
    real_folder "$shared" || {
      say "❌ $shared cannot be made; run this as the owner of the site" >&2
      return 1
    }
  fi
  lock_take
  case $? in
    0) ;;
    75)
      say "🔒 The shared folder is in use by \\"$k_command\\" (process $k_pid on $k_host, since $k_since); nothing was changed" >&2
      say "   👉 wait until it is done, then run this again" >&2
      return 75
      ;;
    *)
      say "❌ The lock cannot be made in $state; run this as the owner of the site" >&2
      return 1
      ;;
  esac
  trap lock_release EXIT
  trap stopped HUP INT TERM
}

carry_out() {
  write_first
  each_step
  write_last
  if [ $((n_repaired + n_rescued + n_written)) -gt 0 ] || [ "$resuming" = yes ]; then
    write_pages
    write_line
  fi
  if [ $unfinished = yes ]; then
    say "❌ Something could not be completed; nothing is lost" >&2
    say "   👉 look at what is named above, then run this again: sh $q_self $q_places" >&2
    exit 3
  fi
  close_run || { say "❌ The journal cannot be written in $state; run this again" >&2; exit 3; }
}

# The whole text must be here: half a paste is not run.
whole() {
  [ -f "$0" ] || return 0
  [ "$(sed '$d' "$0" | cksum)" = "$1 $2" ] && return 0
  say "❌ This script is not complete or was changed on the way; nothing was changed" >&2
  say "   👉 bring it to the server again" >&2
  exit 2
}

main() {
  whole "$1" "$2"
  shift 2
  dry=no survey=no lock_generation='' maintenance=no
  case \${MAINTENANCE-} in 1 | yes | true) maintenance=yes ;; esac
  while :; do
    case \${1-} in
      -h | --help) say "Usage: $usage"; exit 0 ;;
      --dry-run) dry=yes; shift ;;
      --maintenance) maintenance=yes; shift ;;
      -*) say "Unknown option: $1" >&2; say "Usage: $usage" >&2; exit 64 ;;
      *) break ;;
    esac
  done
  [ $# -le 2 ] || { say "Usage: $usage" >&2; exit 64; }
  n_repaired=0 n_rescued=0 n_failed=0 n_written=0 unfinished=no refused=''
  find_places "\${1:-$planned_app}" "\${2-}" || exit 2
  quoted "$0"; q_self=$q_text
  quoted "$app"; q_places=$q_text
  quoted "$site"; q_site=$q_text
  find_exchange
  find_live
  find_open
  j_since=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  j_minute=\${j_since#*T}
  j_minute="\${j_since%T*} \${j_minute%:*} UTC"
  take_facts
  say "🔵 Universal Data Persistence: $planned_words"
  say "=============================================="
  say "   App:    $app"
  say "   Shared: $shared"
  [ -z "$other_id" ] || { say_other; exit 3; }
  look || exit 2
  if [ $n_todo -eq 0 ] && [ "$resuming" = no ]; then
    say "✅ Nothing to do: everything is already where it belongs"
    say_unplanned
    exit 0
  fi
  if [ $dry = yes ]; then
    write_first
    each_step
    write_last
    say_unplanned
    say "Dry run: nothing was changed"
    exit 0
  fi
  lock || exit $?
  state_folders || { say "❌ No folder can be made in $state; run this as the owner of the site" >&2; exit 1; }
  find_open
  [ -z "$other_id" ] || { say_other; exit 3; }
  look || exit 2
  clear_stage
  if [ "$resuming" = yes ]; then say "ℹ️ Going on with the run that was interrupted ($id)"
  else open_run || { say "❌ The journal cannot be written in $state (is the disk full?); nothing was changed" >&2; exit 1; }; fi
  carry_out
  lock_release
  say "📊 Results: ✅ $n_repaired done, ⚠️ $n_rescued rescued, ❌ $n_failed could not be done"
  say_unplanned
  say ""
  sh "$shared/${NAMES.healthCheck}" "$app" || exit 1
  [ $n_failed -eq 0 ] || exit 1
  exit 0
}
`;
