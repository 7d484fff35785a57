/**
 * Reading the lock that runs on a shared folder take; the same files and rules as the program's own (`lock.<n>` made by link(2),
 * free when `lock.<n>.rel` exists or its holder is known to be gone). Changes nothing.
 */
export const LOCK_READING = `
# ---- the lock

# Sets k_top to the highest generation.
lock_top() {
  k_top=0
  for k_file in "$state"/lock/lock.*; do
    k_number=\${k_file##*/lock.}
    case $k_number in '' | *[!0-9]* | ??????????*) continue ;; esac
    [ "$k_number" -le "$k_top" ] || k_top=$k_number
  done
}

# True when somebody holds the lock; sets k_host, k_pid, k_since, k_command.
lock_held() {
  k_host=- k_machine=- k_boot=- k_pidns=- k_pid=- k_start=- k_since=- k_command=-
  lock_top
  [ "$k_top" -gt 0 ] || return 1
  absent "$state/lock/lock.$k_top.rel" || return 1
  # A link, or what would make a reader wait for ever, is no lock of ours: somebody put it there.
  if [ -L "$state/lock/lock.$k_top" ] || [ ! -f "$state/lock/lock.$k_top" ]; then
    k_command="something that is no lock: $state/lock/lock.$k_top"
    return 0
  fi
  while IFS='=' read -r k_key k_value || [ -n "$k_key" ]; do
    case $k_key in
      host) k_host=$k_value ;;
      machine) k_machine=$k_value ;;
      boot) k_boot=$k_value ;;
      pidns) k_pidns=$k_value ;;
      pid) k_pid=$k_value ;;
      start) k_start=$k_value ;;
      since) k_since=$k_value ;;
      command) k_command=$k_value ;;
    esac
  done 2>/dev/null <"$state/lock/lock.$k_top"
  ! holder_gone
}

# Only a process of this running kernel and this PID namespace can be looked for; one of an earlier boot of this machine is gone. Any other
# may still be writing.
holder_gone() {
  own_boot
  k_same=no
  if [ "$k_host" = "$(uname -n)" ] && [ "$k_machine" = "$n_machine" ]; then k_same=yes; fi
  if [ "$k_boot" != - ] && [ "$n_boot" != - ]; then
    if [ "$k_boot" != "$n_boot" ]; then
      [ $k_same = yes ] && [ "$n_machine" != - ]
      return
    fi
  elif [ $k_same = no ]; then return 1; fi
  [ "$k_pidns" = "$n_pidns" ] || return 1
  case $k_pid in '' | *[!0-9]*) return 1 ;; esac
  start_of "$k_pid"
  if [ "$n_start" = - ]; then
    # Nothing in /proc: it is gone, unless a signal is refused because it is somebody else's.
    n_signal=$(kill -0 "$k_pid" 2>&1) && return 1
    case $n_signal in *ermitted*) return 1 ;; esac
    return 0
  fi
  # Dead, and only its parent has not yet taken note.
  case $n_state in Z | X) return 0 ;; esac
  [ "$k_start" != - ] && [ "$k_start" != "$n_start" ]
}

own_boot() {
  n_machine=$(cat /etc/machine-id 2>/dev/null) || n_machine=-
  [ -n "$n_machine" ] || n_machine=-
  n_boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null) || n_boot=-
  n_pidns=$(readlink /proc/self/ns/pid 2>/dev/null) || n_pidns=-
}

# Sets n_state and n_start (when it started): fields 3 and 22 of a process's stat line, counted after the name, which may hold anything.
start_of() {
  n_stat=$(cat "/proc/$1/stat" 2>/dev/null) || n_stat=
  n_start=$(printf '%s' "\${n_stat##*)}" | cut -d ' ' -f 21)
  n_state=$(printf '%s' "\${n_stat##*)}" | cut -d ' ' -f 2)
  [ -n "$n_start" ] || n_start=-
}
`;

/** Taking the lock under the name of a command, asking whether it is still ours, giving it back. */
export function lockTaking(command: string): string {
  return `
# 75 when somebody holds it, 1 when it cannot be made.
lock_take() {
  if [ -L "$state" ] || [ -L "$state/lock" ]; then return 1; fi
  have_folder "$state" "$shared" 700 && have_folder "$state/lock" "$shared" 700 || return 1
  if lock_held; then return 75; fi
  lock_generation=$((k_top + 1))
  own_boot
  start_of $$
  n_nonce=$(od -An -N8 -tx1 /dev/urandom 2>/dev/null | tr -d ' \\n')
  n_unique=$state/lock/.u.$(uname -n).$$.\${n_nonce:=$$}
  {
    printf 'holdfast-lock 1\\nhost=%s\\nmachine=%s\\nboot=%s\\npidns=%s\\n' "$(uname -n)" "$n_machine" "$n_boot" "$n_pidns"
    printf 'pid=%s\\nstart=%s\\nnonce=%s\\n' $$ "$n_start" "$n_nonce"
    printf 'since=%s\\ncommand=%s\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" ${command}
  } 2>/dev/null >"$n_unique" || return 1
  own "$n_unique" "$shared"
  ln "$n_unique" "$state/lock/lock.$lock_generation" 2>/dev/null
  n_linked=$?
  rm -f "$n_unique"
  lock_top
  # Without looking again two runs could hold it: another may have made a higher one meanwhile.
  if [ $n_linked -eq 0 ] && [ "$k_top" -eq $lock_generation ]; then return 0; fi
  lock_generation=
  lock_held
  return 75
}

still_ours() {
  [ "$dry" = no ] || return 0
  lock_top
  [ "$k_top" = "$lock_generation" ]
}

lock_release() {
  [ -n "$lock_generation" ] || return 0
  ( set -C && printf 'released\\n' >"$state/lock/lock.$lock_generation.rel" ) 2>/dev/null
  lock_generation=
}
`;
}
