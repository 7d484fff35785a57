import { NAMES } from "../core/layout.ts";
import { LOCK_READING } from "./posix-lock.ts";
import { ASKING } from "./posix-asking.ts";
import { ENTRY_CHECKS } from "./posix-entry-checks.ts";
import { LOOKING, renderHeader } from "./posix-base.ts";
import { PLACES, renderSite } from "./posix-site.ts";
import { type PortableSite, UNDONE_WORDS } from "./portable-site.ts";

/**
 * `shared/health-check.sh`: looks whether every entry's link and data are as they should be, prints a line for each, and says
 * how to repair what is not. Changes nothing. Exit 0: healthy, perhaps with warnings; 1: something failed; 64: wrong arguments.
 */
export function renderHealthCheck(site: PortableSite): string {
  const header = renderHeader({
    title: "Looks whether this site's data is where it belongs. Changes nothing.",
    usage: `sh ${NAMES.healthCheck} [APP]`,
    about: [
      "APP is the folder of one copy of the application, or the site; without it the live one is looked at.",
      "Exit: 0 healthy (perhaps with warnings), 1 something failed, 64 wrong arguments.",
    ],
  });
  return [
    header,
    LOOKING,
    renderSite(site),
    PLACES,
    LOCK_READING,
    COUNTING,
    ASKING,
    ENTRY_CHECKS,
    SITE_CHECKS,
    MAIN,
  ].join("");
}

const COUNTING = `
# ---- counting

passed=0 warned=0 failed=0 repairable=no

pass() { passed=$((passed + 1)); say "✅ $1"; }

# The same for a text that holds nothing that a terminal would obey.
pass_plain() { passed=$((passed + 1)); printf '✅ %s\\n' "$1"; }

# $1 how to pass, $2 which line an entry gets, $3 its name, $4 its link's text.
pass_entry() {
  case $2 in
    symlink) "$1" "Valid symlink: $3 → $4" ;;
    public) "$1" "Valid public symlink: $3 → $4" ;;
    user) "$1" "User data protected: $3" ;;
    runtime) "$1" "Runtime data protected: $3" ;;
  esac
}

warn() { warned=$((warned + 1)); say "⚠️ $1"; }

note() { say "ℹ️ $1"; }

fail() { failed=$((failed + 1)); say "❌ $1"; }

# What ${NAMES.emergencyRecovery} puts right.
broken() { repairable=yes; fail "$1"; }

remedy() { say "   👉 $1"; }
`;

const SITE_CHECKS = `
# ---- checking the site

check_asset() {
  if real_folder "$app/$1"; then pass "App asset, a real folder: $2"
  elif [ -L "$app/$1" ]; then
    link_text "$app/$1"
    warn "Symlink where the code's own folder belongs: $2 → $l_text (updates of the code do not reach it)"
  fi
}

check_runs() {
  if lock_held; then
    note "A run is going on: \\"$k_command\\" (process $k_pid on $k_host, since $k_since)"
    return
  fi
  for c_run in "$state"/journal/tx-*.json; do
    c_run=\${c_run%.json}
    # tx-7.2.json belongs to tx-7.
    case \${c_run##*/tx-} in *[!0-9]*) continue ;; esac
    [ ! -e "$c_run.done" ] || continue
    fail "A run did not finish: \${c_run##*/} (nothing is lost; what is not linked yet works where it stands)"
    quoted "$app"
    remedy "holdfast recover $q_text"
  done
}

# Names of settings only, never their values. One that its owner has commented out is not missing.
check_settings() {
  [ $settings = yes ] && [ -r "$shared/.env" ] && [ -r "$app/.env.example" ] || return 0
  c_missing=$(awk '
    { line = $0; sub(/\\r$/, "", line) }
    FNR == NR { sub(/^[ \\t]*#[# \\t]*/, "", line) }
    { sub(/^[ \\t]*(export[ \\t]+)?/, "", line) }
    line !~ /^[A-Za-z_][A-Za-z0-9_.-]*([ \\t]*=|[ \\t]*:[ \\t])/ { next }
    { sub(/[ \\t]*[=:].*/, "", line) }
    FNR == NR { known[line] = 1; next }
    !(line in known) { known[line] = 1; printf "%s%s", comma, line; comma = ", " }
  ' "$shared/.env" "$app/.env.example" 2>/dev/null)
  [ -z "$c_missing" ] || note "In .env.example but not in .env: $c_missing"
}

check_undone() {
  [ "$undone" = yes ] || return 0
  quoted "$app"
  note "${UNDONE_WORDS}"
  remedy "holdfast persist $q_text"
}

check_app() {
  [ -z "$release" ] || pass "Release: $release"
  [ "$layout" = flat ] || check_owners "$f_home/${NAMES.current}" ${NAMES.current}
  check_undone
  each_chunk check_chunk
  each_asset check_asset
  check_runs
  check_settings
}

finish() {
  say "📊 Results: ✅ $passed passed, ⚠️ $warned warnings, ❌ $failed failed"
  if [ $repairable = yes ]; then
    quoted "$shared/${NAMES.emergencyRecovery}"
    c_line="sh $q_text"
    quoted "$app"
    say "🔧 To repair: $c_line $q_text"
  fi
  [ $failed -eq 0 ] || exit 1
  [ $warned -gt 0 ] || say "🎉 System is perfectly healthy!"
  exit 0
}
`;

const MAIN = `
# ---- main

case \${1-} in
  -h | --help) say "Usage: $usage"; exit 0 ;;
  -*) say "Unknown option: $1" >&2; say "Usage: $usage" >&2; exit 64 ;;
esac
[ $# -le 1 ] || { say "Usage: $usage" >&2; exit 64; }
# A name that does not begin at the root is one of the folder that this was started in.
case \${1:-/} in /*) p_roam=yes ;; esac
find_shared || { say "The folder of this script cannot be entered" >&2; exit 64; }
find_app "$@"
found=$?
if [ $found -eq 1 ]; then
  say "Not an app of this site: $1" >&2
  say "Usage: $usage" >&2
  exit 64
fi
say "🏥 Universal Data Persistence Health Check"
say "=============================================="
if [ $found -eq 2 ]; then
  if [ "$layout" = flat ]; then fail "The app is gone: $app_from_shared, seen from shared"
  else
    fail "${NAMES.current} leads to no release"
    quoted "$f_home"
    remedy "cd $q_text && ls ${NAMES.releases}, then: ln -s ${NAMES.releases}/NAME ${NAMES.current}.new && mv -T ${NAMES.current}.new ${NAMES.current}"
  fi
  finish
fi
check_app
finish
`;
