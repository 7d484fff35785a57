import { NAMES, UNFINISHED_FOLDER } from "../core/layout.ts";

/**
 * Changing the disk so that no byte can be lost: names are only ever added (by link(2)), moved to a name that is free (by
 * rename(2)), or, for links, replaced after their text was kept. Nothing is copied and then removed, nothing is followed.
 * With `dry=yes` each of these does nothing and succeeds. When one fails, `why` says the reason.
 */
export const MOVING = `
# ---- changing

real_file() { [ -f "$1" ] && [ ! -L "$1" ]; }

# Sets o_owner to uid:gid.
owner_of() {
  owner_in "$(ls -ldn "$1" 2>/dev/null)"
  [ -z "$o_owner" ] || o_owner=$o_owner:$o_group
}

# Sets i_inode to the inode number of a name itself.
inode_of() {
  i_inode=$(ls -di "$1" 2>/dev/null)
  while :; do
    case $i_inode in ' '*) i_inode=\${i_inode# } ;; *) break ;; esac
  done
  i_inode=\${i_inode%% *}
  case $i_inode in *[!0-9]*) i_inode= ;; esac
}

# Who runs this; it is asked once, since each answer takes a process.
u_self=$(id -u)

# Whether what root makes for this folder will be another user's.
for_another() { [ "$u_self" = 0 ] && ! is_mine "$1/."; }

# Every shell named above has these two; where one lacks them, nothing is taken to be ours.
# shellcheck disable=SC3067
is_mine() { [ -O "$1" ] && [ -G "$1" ]; }

# Gives what we made to the owner of the folder it is for; only root has to.
own() {
  [ "$u_self" = 0 ] || return 0
  if is_mine "$2/." && [ ! -L "$1" ] && is_mine "$1"; then return 0; fi
  owner_of "$2/."
  [ -z "$o_owner" ] || chown -h "$o_owner" "$1" 2>/dev/null
}

# ROOT REL MODE: makes the folders above ROOT/REL. Fails when a link or a file stands there, except for a link of the same owner above the app's paths.
make_parents() {
  case $2 in */*) ;; *) return 0 ;; esac
  make_parents "$1" "\${2%/*}" "$3" || return 1
  if absent "$1/\${2%/*}"; then make_folder "$1/\${2%/*}" "$1" "$3"; return; fi
  real_folder "$1/\${2%/*}" && return 0
  why="$1/\${2%/*} is not a real folder"
  [ "$1" = "$app" ] && [ -d "$1/\${2%/*}" ] || return 1
  why="$1/\${2%/*} is a link to a folder of another user"
  owner_of "$1/."
  o_app=\${o_owner%%:*}
  owner_of "$1/\${2%/*}/."
  [ "$o_app" = "\${o_owner%%:*}" ]
}

# DIR: sets f_new to the name that a folder has until it is as it shall be, so that a run that is killed leaves none that its owner may not enter. A name
# that would be too long is no other than its own. What an earlier run left under it goes; one that is not empty is somebody's.
unfinished() {
  f_new=${UNFINISHED_FOLDER}\${1##*/}
  if [ \${#f_new} -le 255 ]; then f_new=\${1%/*}/$f_new; else f_new=$1; fi
  [ "$f_new" != "$1" ] && real_folder "$f_new" || return 0
  why=$(rmdir "$f_new" 2>&1)
}

# DIR LIKE MODE
make_folder() {
  [ "$dry" = no ] || return 0
  unfinished "$1" || return 1
  for_another "$2" || f_new=$1
  why=$(mkdir -m "$3" "$f_new" 2>&1) || return 1
  own "$f_new" "$2"
  if [ "$f_new" = "$1" ] || move "$f_new" "$1"; then return 0; fi
  rmdir "$f_new" 2>/dev/null
  return 1
}

# The same where it is not there yet; another run may be faster.
have_folder() { real_folder "$1" || make_folder "$@" || real_folder "$1"; }

# LINK TEXT: one of ours that is found was perhaps made by a run of root's that was killed, and only root can give it away.
made_anew() {
  [ "$u_self" != 0 ] || return 0
  owner_of "$1"
  [ "\${o_owner%%:*}" = "$u_self" ] || { drop_link "$1"; why=$(ln -s -- "$2" "$1" 2>&1); }
}

# Only ever a link, and only one that we made.
drop_link() { [ ! -L "$1" ] || rm -f "$1"; }

# rescued|retired REL: sets a_path to a free name there and makes the folders above it.
aside() {
  make_parents "$state" "$1/$id/$2" 700 || return 1
  a_path=$state/$1/$id/$2
  a_try=1
  until absent "$a_path"; do
    a_try=$((a_try + 1))
    a_path=$state/$1/$id/$2.$a_try
  done
}

# Across two mounts mv would copy and remove; here it must not.
same_mount() {
  [ "$1" != "$2" ] || return 0
  d_one=$(df -P "$1/." 2>/dev/null)
  d_two=$(df -P "$2/." 2>/dev/null)
  [ "\${d_one##*%}" = "\${d_two##*%}" ]
}

# mv names its target exactly (-T) where it can; elsewhere the target was just seen to be free.
case $(mv --help 2>&1) in *-T* | *finT*) mv_exact=yes ;; *) mv_exact=no ;; esac

# SRC DST: never over anything, never into anything.
move() {
  [ "$dry" = no ] || return 0
  why="$2 is there already"
  absent "$2" || return 1
  why="\${1%/*} and \${2%/*} are on two file systems"
  same_mount "\${1%/*}" "\${2%/*}" || return 1
  if [ "$mv_exact" = yes ]; then why=$(mv -T -n "$1" "$2" 2>&1); else why=$(mv -n "$1" "$2" 2>&1); fi
  absent "$1" && ! absent "$2"
}

# rescued|retired SRC REL
move_aside() { aside "$1" "$3" && move "$2" "$a_path"; }

# SRC DST: a second name for a file or a link, so that its own name never vanishes; what has no second name is moved.
give() {
  [ "$dry" = no ] || return 0
  if real_file "$1" || [ -L "$1" ]; then
    why="$2 is there already"
    absent "$2" || return 1
    why=$(ln "$1" "$2" 2>&1) && return 0
  fi
  move "$1" "$2"
}

# LINK TEXT REL: makes or changes a link by rename; the text that a wrong one had is kept.
place_link() {
  [ "$dry" = no ] || return 0
  t_link=\${1%/*}/.${NAMES.state.slice(1)}-link.$$
  why=$(ln -s -- "$2" "$t_link" 2>&1) || return 1
  own "$t_link" "\${1%/*}"
  if [ -L "$1" ]; then replace_link "$1" "$t_link" "$3"
  elif real_file "$1"; then why=$(mv -f "$t_link" "$1" 2>&1)
  else move "$t_link" "$1"; fi
  link_text "$1"
  [ "$l_text" = "$2" ] && [ ! -L "$t_link" ] && return 0
  [ ! -L "$t_link" ] || rm -f "$t_link"
  return 1
}

# LINK NEW REL
replace_link() {
  link_text "$1"
  t_old=$l_text
  aside retired "$3" || return 1
  if [ "$mv_exact" = yes ] && why=$(ln -s -- "$t_old" "$a_path" 2>&1); then
    own "$a_path" "\${1%/*}"
    why=$(mv -f -T "$2" "$1" 2>&1) && return 0
    aside retired "$3"
  fi
  move "$1" "$a_path" && move "$2" "$1"
}

# Links that a repair which was killed left unfinished.
sweep() {
  [ "$dry" = no ] || return 0
  for t_left in "$1"/.${NAMES.state.slice(1)}-link.*; do
    [ ! -L "$t_left" ] || rm -f "$t_left"
  done
}
`;
