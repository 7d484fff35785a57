# In the guest: runs a command on each disk, under dm-log-writes. /exchange/runs has a line for each:
#   file system, mode (synced, unsynced, prompt, busy), serial of the data disk, serial of the log disk, where to mount,
#   folder of the command, folder that is written to meanwhile
# and /exchange/command is the script that runs it.
set -u
# Nothing is to reach the disk because time passes: what is durable at the end is so because the program saw to it.
echo 0 > /proc/sys/vm/dirty_writeback_centisecs
echo 360000 > /proc/sys/vm/dirty_expire_centisecs
[ ! -e /proc/sys/fs/xfs/xfssyncd_centisecs ] || echo 720000 > /proc/sys/fs/xfs/xfssyncd_centisecs

device() {
  for block in /sys/block/vd*; do
    [ "$(cat "$block/serial")" != "$1" ] || echo "/dev/${block##*/}"
  done
}

# Somebody who uploads all the time: by the folder's path, and as a process that is in the folder since before. A mark in the log of
# device $1 follows each file that is durable, as the answer to whoever sent it would.
upload() {
  cd "$2" || return
  number=0
  while :; do
    number=$((number + 1))
    echo "by-path-$number" > "$2/by-path-$number" && sync "$2/by-path-$number" "$2" &&
      dmsetup message "$1" 0 mark "acknowledged:by-path-$number"
    echo "from-within-$number" > "from-within-$number" && sync "from-within-$number" . &&
      dmsetup message "$1" 0 mark "acknowledged:from-within-$number"
  done
}

# What somebody started just before they were stopped may still be writing.
release() {
  tries=0
  until umount "$1" 2> /dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { umount "$1"; return; }
    sleep 0.1
  done
}

failed=0
while read -r fs mode data log mount folder uploads; do
  disk=$(device "$data")
  dmsetup create "$data" --noudevsync --noudevrules \
    --table "0 $(blockdev --getsz "$disk") log-writes $disk $(device "$log")" || failed=1
  dmsetup mknodes
  options=noatime
  [ "$fs" = xfs ] || options=noatime,commit=300
  [ "$mode" != prompt ] || options=$options,wsync
  mkdir -p "$mount"
  mount -t "$fs" -o "$options" "/dev/mapper/$data" "$mount" || { failed=1; continue; }
  sync
  preload=
  [ "$mode" != unsynced ] || preload=$(cat /exchange/eatmydata)
  dmsetup message "$data" 0 mark start
  uploader=
  if [ "$mode" = busy ]; then
    upload "$data" "$mount/$uploads" > "/exchange/$fs-$mode.uploads" 2>&1 &
    uploader=$!
  fi
  (cd "$mount/$folder" && LD_PRELOAD=$preload sh /exchange/command > "/exchange/$fs-$mode.output" 2>&1)
  code=$?
  dmsetup message "$data" 0 mark end
  echo "$fs $mode ended with $code"
  [ "$code" = 0 ] || failed=1
  if [ -n "$uploader" ]; then
    kill "$uploader"
    wait "$uploader"
  fi
  release "$mount" || failed=1
  dmsetup message "$data" 0 mark unmounted
  dmsetup remove "$data"
done < /exchange/runs
exit $failed
