# In the guest: an NFS server on a disk of its own in memory, then the driver, which mounts what it wants of it.
set -u
mkdir -p /run/disk /run/exported /run/rpcbind /run/rpc_pipefs /run/sendsigs.omit.d /var/lib/nfs/v4recovery /var/lib/nfs/rpc_pipefs
mount -t tmpfs disk /run/disk
truncate -s 400M /run/disk/image
mkfs.ext4 -q /run/disk/image
mount -o loop /run/disk/image /run/exported
mount -t rpc_pipefs pipes /var/lib/nfs/rpc_pipefs
mount -t nfsd nfsd /proc/fs/nfsd
rpcbind -w
exportfs -i -o rw,no_root_squash,insecure,fsid=0,no_subtree_check 127.0.0.1:/run/exported
rpc.nfsd 4
rpc.mountd
[ -e /etc/machine-id ] || echo 0123456789abcdef0123456789abcdef > /etc/machine-id
exec "$(cat /exchange/node)" /exchange/driver.mjs
