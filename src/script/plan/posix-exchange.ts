/**
 * Changing names in one call: `renameat2(2)` through perl, else through `mv --exchange` (coreutils 9.5), else not at all. The numbers of the system
 * call are from the kernel's tables (arch/x86/entry/syscalls, include/uapi/asm-generic/unistd.h, arch/*\/tools/syscall.tbl).
 */
export const EXCHANGING = `
# ---- two names in one call

# Sets x_way: perl, mv or none.
find_exchange() {
  x_way=none
  [ "\${HOLDFAST_RENAMEAT2-}" != none ] || return 0
  x_arch=$(perl -MConfig -e 'print $Config{archname}' 2>/dev/null) || x_arch=
  case $x_arch in
    *x32*) ;;
    x86_64-linux*) x_way=perl x_number=316 ;;
    aarch64-linux* | riscv64-linux* | loongarch64-linux*) x_way=perl x_number=276 ;;
    i[3456]86-linux*) x_way=perl x_number=353 ;;
    arm*-linux*) x_way=perl x_number=382 ;;
    powerpc*-linux* | ppc*-linux*) x_way=perl x_number=357 ;;
    s390x-linux*) x_way=perl x_number=347 ;;
  esac
  [ $x_way = none ] || return 0
  case $(mv --help 2>&1) in *--exchange*) x_way="mv" ;; esac
}

# A B FLAGS: sets x_errno where it failed; 22, 38 and 95 mean that there is no such call here.
renameat2() {
  x_errno=$(perl -e 'my ($n, $a, $b, $f) = @ARGV; exit 0 if syscall($n + 0, -100, $a, -100, $b, $f + 0) == 0; print $! + 0; exit 1' "$x_number" "$1" "$2" "$3" 2>/dev/null)
}

# A B: both change places, for everybody who looks.
exchange() {
  x_errno=38
  # On btrfs an exchange may be torn by a power cut unless everything unwritten was written before.
  case $(stat -f -c %T "$2" "\${2%/*}" 2>/dev/null) in *btrfs*) sync ;; esac
  case $x_way in
    perl) renameat2 "$1" "$2" 2 ;;
    mv) mv --exchange -T -- "$1" "$2" 2>/dev/null || { x_errno=22; return 1; } ;;
    *) return 1 ;;
  esac
}

not_supported() { case $x_errno in 22 | 38 | 95 | '') return 0 ;; esac; return 1; }

# Sets x_why to what the last call answered.
exchange_answer() {
  case $x_errno in
    1) x_why='it is protected, or belongs to another user' ;;
    13) x_why='it belongs to another user and is not writable for this one' ;;
    16) x_why='it is a mount point' ;;
    18) x_why='it lies on another file system than shared' ;;
    22 | 38 | 95 | '') x_why='this host has no call that exchanges two names' ;;
    *) x_why="the system answered $x_errno" ;;
  esac
}

# SRC DST: a new name, never over anything.
rename_new() {
  why="$2 is there already"
  absent "$2" || return 1
  if [ $x_way = perl ]; then
    if renameat2 "$1" "$2" 1; then return 0; fi
    exchange_answer
    why=$x_why
    not_supported || return 1
  fi
  move "$1" "$2"
}

# FILE-OR-FOLDER...: written out when it returns; where sync knows no files, everything is.
durable() { if [ "$sync_files" = yes ]; then sync -- "$@" 2>/dev/null; else sync; fi; }
case $(sync --help 2>&1) in *FILE*) sync_files=yes ;; *) sync_files=no ;; esac
`;
