/**
 * Asking the disk about a thousand entries at once, because a process for each link takes longer than all else together. What the one
 * process printed says of most entries that all is well; every other entry is looked at by itself, with the same questions.
 *
 * A line is `OWNER MODE SIZE<tab>NAME`, for a link with ` -> TEXT` after the name. No name that is asked for holds a tab or a newline; a
 * text may, and could look like a line about another entry. Its size gives it away, and then no further line is believed.
 */
export const ASKING = `
# ---- asking about many entries at once

tab='	'
nl='
'
a_format="%u %A %s$tab%N"
a_folder='' a_straight=yes a_believed=no

# Sets a_lines to what stands at the two places of each entry of a chunk, in their order; nothing where that cannot be asked.
ask() {
  a_lines='' a_believed=no
  slot=/$release
  case $app in *[[:cntrl:]]*) return ;; esac
  [ "$undone" = no ] && same_node "$app/$link_prefix" "$shared" || return
  a_lines=$(cd -- "$app" 2>/dev/null && export QUOTING_STYLE=literal && "$1" stat -c "$a_format" -- 2>/dev/null)
  # Names are printed as they are, or between quotes.
  a_quote=
  case \${a_lines%%"$nl"*} in *"$tab'"*"'") a_quote="'" ;; esac
  a_believed=yes
}

# The lines, one an argument: names hold anything, so that nothing else of them may mean anything to the shell.
check_chunk() {
  ask "names_$1"
  a_ifs=$IFS
  n=0
  set -f
  IFS=$nl
  # shellcheck disable=SC2086
  "rows_$1" check_entry $a_lines
  IFS=$a_ifs
  set +f
}

# True, and said, when a row's two lines say that all is well with the entry. Sets n to how many of them are the entry's.
as_it_should_be() {
  n=0
  [ "$a_believed" = yes ] && [ -n "$1" ] || return 1
  a_tail=$3
  [ "$5" != per-release ] || [ "$layout" = flat ] || a_tail=$3$slot
  a_text=$up$s$a_tail
  a_owner=\${1%% *}
  if [ "\${3%/*}" != "$a_folder" ]; then
    a_folder=\${3%/*} a_straight=no
    ! straight "$3" || a_straight=yes
  fi
  a_link="\${#a_text}$tab$a_quote$3$a_quote -> $a_quote$a_text$a_quote$nl$a_owner "
  a_data=$tab$a_quote$s$a_tail$a_quote
  # What a chain leads to is not among the lines.
  a_plain=$a_straight
  [ -z "\${9-}" ] || a_plain=chain
  # A secret is one that others cannot read.
  case $a_plain$6$4$1$nl$2 in
    yes*"directory$a_owner l"?????????" $a_link"drwx??????" "*"$a_data") ;;
    yes*"file$a_owner l"?????????" $a_link"-??????[!r]??" "*"$a_data") ;;
    "yesopenfile$a_owner l"?????????" $a_link"-?????????" "*"$a_data") ;;
    *)
      own_lines "$1" "$2" "$a_quote$3$a_quote" "$a_quote$s$a_tail$a_quote"
      return 1
      ;;
  esac
  n=2
  pass_entry pass_plain "$7" "\${8:-$3}" "$a_text"
}

# Sets n to how many of two lines are about an entry: its place in the app is $3, the one in shared $4. A missing one has no line.
own_lines() {
  if own_line "$1" "$3"; then n=1; fi
  [ "$a_believed" = yes ] || return
  if [ "$n" -eq 0 ]; then set -- "$1" "$4"; else set -- "$2" "$4"; fi
  if own_line "$1" "$2"; then n=$((n + 1)); fi
}

own_line() {
  case $1 in
    *"$tab$2") return 0 ;;
    *"$tab$2 -> "*) ;;
    *) return 1 ;;
  esac
  a_says=\${1#*"$tab$2 -> $a_quote"}
  a_says=\${a_says%"$a_quote"}
  a_size=\${1%%"$tab"*}
  [ "\${a_size##* }" = \${#a_says} ] || a_believed=no
}
`;
