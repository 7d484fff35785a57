import { NAMES } from "../core/layout.ts";
import { LOOKING, renderHeader } from "./posix-base.ts";
import { LOCK_READING, lockTaking } from "./posix-lock.ts";
import { MERGING } from "./posix-merge.ts";
import { MOVING } from "./posix-move.ts";
import { FILE_COMPANY, FILE_SIDE } from "./posix-file.ts";
import { APP_SIDE, SHARED_SIDE } from "./posix-repair.ts";
import { PLACES, renderSite, renderTrees } from "./posix-site.ts";
import { WINNING } from "./posix-winner.ts";
import type { PortableSite } from "./portable-site.ts";

/**
 * `shared/emergency-recovery.sh`: repairs links and folders and merges back what stands where a link belongs; whose version stays
 * where two differ is decided as the program decides it. Takes the lock of the shared folder; moves aside, never deletes, never
 * overwrites. Exit 0: repaired, or nothing to do; 1: something could not be repaired; 2: the argument names no app of this site;
 * 64: wrong arguments; 75: another run holds the lock.
 */
export function renderEmergencyRecovery(site: PortableSite): string {
  const header = renderHeader({
    title: "Repairs the links and folders of this site's data. Moves aside, never deletes, never overwrites.",
    usage: `sh ${NAMES.emergencyRecovery} [--dry-run] [APP]`,
    about: [
      "APP is the folder of one copy of the application, or the site; without it the live one is repaired.",
      "Exit: 0 repaired or nothing to do, 1 something could not be repaired, 2 refused, 64 wrong arguments, 75 another run goes on.",
    ],
  });
  return [
    header,
    LOOKING,
    renderSite(site),
    renderTrees(site),
    PLACES,
    LOCK_READING,
    MOVING,
    lockTaking(NAMES.emergencyRecovery),
    MERGING,
    WINNING,
    SHARED_SIDE,
    APP_SIDE,
    FILE_COMPANY,
    FILE_SIDE,
    COUNTING,
    MAIN,
  ].join("");
}

const COUNTING = `
# ---- counting

n_repaired=0 n_rescued=0 n_failed=0

repaired() {
  [ "$survey" = no ] || exit 9
  n_repaired=$((n_repaired + 1))
  if [ "$dry" = yes ]; then say "🔎 Would do: $1"; else say "✅ $1"; fi
}

failed() {
  [ "$survey" = no ] || exit 9
  n_failed=$((n_failed + 1))
  say "❌ $1"
}

repair_entry() {
  still_ours || lock_lost
  entry "$@"
  if [ $# -gt 10 ]; then shift 10; else set --; fi
  if given_back; then return; fi
  e_mode=775
  [ "$e_secret" = open ] || e_mode=700
  e_target=$e_shared
  if ! make_parents "$app" "$e_path" 755 || ! make_parents "$shared" "\${e_shared#"$shared"/}" 775; then
    failed "$e_path cannot be repaired: $why"
    return
  fi
  sweep "$e_folder"
  sweep "\${e_shared%/*}"
  if [ -n "$e_chain" ]; then
    e_taken=no
    settle_chain && settle_app
    return
  fi
  settle_shared && settle_app
  real_folder "$e_shared" || return
  settle_needs "$@"
  [ "$e_path" != bootstrap/cache ] || settle_compiled
}

# What an undo gave back to the application is not repaired, unless shared has its data still.
given_back() {
  [ "$undone" = yes ] || return 1
  if [ -n "$e_chain" ] || [ -L "$e_shared" ]; then return 0; fi
  ! right_kind "$e_shared"
}

lock_lost() {
  say "❌ Another run took the lock while this one was stopped; nothing is lost" >&2
  exit 75
}

note_runs() {
  for c_run in "$state"/journal/tx-*.json; do
    c_run=\${c_run%.json}
    case \${c_run##*/tx-} in *[!0-9]*) continue ;; esac
    [ -e "$c_run.done" ] && continue
    quoted "$app"
    say "ℹ️ A run of the program is unfinished (\${c_run##*/}); to complete its records: holdfast recover $q_text"
  done
}

finish() {
  c_done=repaired c_kept=rescued
  [ "$dry" = no ] || { c_done='to repair'; c_kept='to rescue'; }
  say "📊 Results: ✅ $n_repaired $c_done, ⚠️ $n_rescued $c_kept, ❌ $n_failed could not be repaired"
  [ $((n_repaired + n_rescued + n_failed)) -gt 0 ] || say "🎉 Nothing had to be repaired"
  quoted "$shared/${NAMES.healthCheck}"
  c_line="sh $q_text"
  quoted "$app"
  say "👉 Next: $c_line $q_text"
  [ $n_failed -eq 0 ] || exit 1
  exit 0
}
`;

const MAIN = `
# ---- main

dry=no
survey=no
lock_generation=
case \${1-} in
  -h | --help) say "Usage: $usage"; exit 0 ;;
  --dry-run) dry=yes; shift ;;
  -*) say "Unknown option: $1" >&2; say "Usage: $usage" >&2; exit 64 ;;
esac
# Whoever adds it to a line that is there already adds it at the end.
if [ $# -eq 2 ] && [ "$2" = --dry-run ]; then dry=yes; set -- "$1"; fi
[ $# -le 1 ] || { say "Usage: $usage" >&2; exit 64; }
find_shared || { say "The folder of this script cannot be entered" >&2; exit 2; }
find_app "$@"
case $? in
  1)
    say "❌ Not an app of this site: $1" >&2
    quoted "$shared/${NAMES.emergencyRecovery}"
    say "   👉 without a folder the live app is repaired: sh $q_text" >&2
    exit 2
    ;;
  2)
    if [ "$layout" = flat ]; then
      say "❌ The app is gone: $app_from_shared, seen from $shared" >&2
      say "   👉 put the application's folder back, then run this again" >&2
    else
      quoted "$f_home"
      say "❌ ${NAMES.current} leads to no release; nothing was changed" >&2
      say "   👉 choose one: cd $q_text && ls ${NAMES.releases}, then: ln -s ${NAMES.releases}/NAME ${NAMES.current}.new && mv -T ${NAMES.current}.new ${NAMES.current}" >&2
    fi
    exit 2
    ;;
esac

if ! physical "$app/$link_prefix" || [ "$p_dir" != "$shared" ]; then
  quoted "$app/$link_prefix"
  say "❌ The links of $app do not lead to $shared; nothing was changed" >&2
  say "   👉 run the script of the shared folder that it uses: $q_text" >&2
  exit 2
fi

judge_code
id=recover-$(date -u +%Y%m%dT%H%M%SZ)-$$
say "🚨 Universal Data Persistence Emergency Recovery"
say "=============================================="
# A look first: a site that needs nothing is not touched, not even to lock it.
if [ "$undone" = yes ]; then
  quoted "$app"
  say "ℹ️ This site was undone: data stands in the application's own folder, where nothing is to be repaired"
  say "   👉 to keep it in shared again: holdfast persist $q_text"
fi
if [ $dry = yes ]; then say "Dry run: nothing is changed."
elif ( dry=yes; survey=yes; each_entry repair_entry ) >/dev/null; then
  note_runs
  finish
else
  lock_take
  case $? in
    0) ;;
    75)
      say "🔒 The shared folder is in use by \\"$k_command\\" (process $k_pid on $k_host, since $k_since)" >&2
      say "   👉 wait until it is done, then run this again" >&2
      exit 75
      ;;
    *)
      say "❌ The lock cannot be made in $state; run this as the owner of the site" >&2
      exit 1
      ;;
  esac
  trap lock_release EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
fi
each_entry repair_entry
note_runs
finish
`;
