#!/bin/busybox sh
# The guest's first process. Its root is the host's, read-only over 9p, under a layer in memory that takes all changes; so the same
# Node and the same program run in it. `/exchange` is a folder of the host's, writable: what is to be done comes from there.
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sysfs /sys
$b mount -t devtmpfs devtmpfs /dev
while read -r module; do $b insmod "/modules/$module" || echo "not loaded: $module"; done < /modules/order
$b mkdir -p /host /layer /root
nine=trans=virtio,version=9p2000.L,msize=512000
$b mount -t 9p -o "ro,$nine,cache=loose" host /host
$b mount -t tmpfs layer /layer
$b mkdir /layer/upper /layer/work
$b mount -t overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work root /root
for kind in proc sysfs devtmpfs; do
  case $kind in proc) at=/root/proc ;; sysfs) at=/root/sys ;; *) at=/root/dev ;; esac
  $b mount -t $kind $kind $at
done
$b mount -t tmpfs run /root/run
$b mount -t tmpfs shm /root/dev/shm 2>/dev/null
$b mkdir -p /root/exchange
$b mount -t 9p -o "rw,$nine" exchange /root/exchange
$b hostname -F /root/exchange/hostname
$b ip link set lo up
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb UV_USE_IO_URING=0
$b chroot /root /bin/sh /exchange/job.sh > /root/exchange/output 2>&1
echo $? > /root/exchange/status
$b sync
echo o > /proc/sysrq-trigger
$b sleep 60
