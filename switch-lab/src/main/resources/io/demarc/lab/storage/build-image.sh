#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What two storage nodes boot from, made of Debian packages alone: a root file system with DRBD's tools and Heartbeat, the kernel
# package for clouds, whose modules include DRBD, and an initial ramdisk that mounts the one with the other.
#
#   build-image.sh      prints the folder with root.img, vmlinuz, initrd.gz, ssh-key and ssh-host-key.pub; makes it first if nobody has
#
# It is in the user's cache, by what it is made of, so that a new recipe makes a new image. That takes a minute or two on an idle machine.
# Needs root, mmdebstrap, kmod, cpio, busybox-static, e2fsprogs and openssh-client. Packages come from where apt has them from.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
recipe="build-image.sh ramdisk-init node-network node-network.service write-on write-on.service watch-role watch-role.service r0.res
ha.cf haresources"
# shellcheck disable=SC2086
sum=$(cat $recipe | sha256sum | cut -c 1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/demarc
folder=$cache/drbd-nodes-$sum
echo "$folder"
[ ! -e "$folder" ] || exit 0
exec >&2
work=$(mktemp -d "${TMPDIR:-/tmp}/demarc-image.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
chmod 755 "$work"
root=$work/root
image=$work/image
mkdir "$image"

packages=systemd-sysv,udev,dbus,iproute2,iputils-arping,iputils-ping,kmod,openssh-server,e2fsprogs,procps,drbd-utils,heartbeat
packages=$packages,resource-agents,gawk,netbase
# shellcheck disable=SC1091
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
# One of the two formats: both cannot stand in one text.
if ls /etc/apt/sources.list.d/*.sources >/dev/null 2>&1; then
    cat /etc/apt/sources.list.d/*.sources >"$work/sources"
else
    # shellcheck disable=SC2046
    cat /etc/apt/sources.list $(find /etc/apt/sources.list.d -name '*.list') >"$work/sources"
fi
mmdebstrap --quiet --variant=minbase --mode=root --aptopt='Apt::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --include="$packages" "$suite" "$root" - <"$work/sources"

# Of the kernel only files: nothing is to be installed in the image.
kernel=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ { print $2; exit }')
(cd "$work" && apt-get download -qq "$kernel" 2>/dev/null && dpkg -x linux-image-*.deb kernel)
version=$(basename "$(find "$work/kernel/lib/modules" -mindepth 1 -maxdepth 1)")
cp "$work/kernel/boot/vmlinuz-$version" "$image/vmlinuz"
depmod -b "$work/kernel" "$version"
modules() {
    for module in "$@"; do
        modprobe -d "$work/kernel" -S "$version" --show-depends "$module" | awk '$1 == "insmod" { print $2 }'
    done | awk '!seen[$0]++'
}
target=$root/lib/modules/$version
mkdir -p "$target"
cp "$work/kernel/lib/modules/$version/modules.builtin" "$work/kernel/lib/modules/$version/modules.order" "$target/"
# Bridges are for the switch that a node is in a test of its own: its kernel filters by VLAN, which not every one does.
for file in $(modules virtio_blk virtio_net virtio_pci drbd bridge veth bonding); do
    install -D -m 644 "$file" "$target/${file#*"$version"/}"
done
depmod -b "$root" "$version"

ramdisk=$work/ramdisk
mkdir -p "$ramdisk/bin" "$ramdisk/mod" "$ramdisk/proc" "$ramdisk/sys" "$ramdisk/dev" "$ramdisk/newroot"
cp /usr/bin/busybox "$ramdisk/bin/"
for file in $(modules virtio_pci virtio_blk virtio_net); do
    cp "$file" "$ramdisk/mod/"
    basename "$file"
done >"$ramdisk/mod/list"
cp "$here/ramdisk-init" "$ramdisk/init"
chmod 755 "$ramdisk/init"
(cd "$ramdisk" && find . | cpio -o -H newc --quiet | gzip -9) >"$image/initrd.gz"

ssh-keygen -q -t ed25519 -N '' -C demarc-laboratory -f "$image/ssh-key"
cp "$root/etc/ssh/ssh_host_ed25519_key.pub" "$image/ssh-host-key.pub"
mkdir -p "$root/root/.ssh" "$root/srv/data"
cp "$image/ssh-key.pub" "$root/root/.ssh/authorized_keys"
chmod 700 "$root/root/.ssh"
chmod 600 "$root/root/.ssh/authorized_keys"
for program in node-network write-on watch-role; do
    install -m 755 "$here/$program" "$root/usr/local/sbin/$program"
done
cp "$here/node-network.service" "$here/write-on.service" "$here/watch-role.service" "$root/etc/systemd/system/"
cp "$here/r0.res" "$root/etc/drbd.d/"
cp "$here/ha.cf" "$here/haresources" "$root/etc/ha.d/"
printf 'auth 1\n1 sha1 laboratory\n' >"$root/etc/ha.d/authkeys"
chmod 600 "$root/etc/ha.d/authkeys"
printf '127.0.0.1 localhost\n10.77.1.11 node-a\n10.77.1.12 node-b\n' >"$root/etc/hosts"
: >"$root/etc/fstab"
echo drbd >"$root/etc/modules-load.d/drbd.conf"
printf 'UseDNS no\nUsePAM no\n' >"$root/etc/ssh/sshd_config.d/laboratory.conf"
chroot "$root" systemctl -q enable node-network ssh
chroot "$root" systemctl -q disable drbd heartbeat
# What a node without a console, a clock or updates has no use for: each costs a second or more under emulation.
for unit in e2scrub_reap systemd-timesyncd apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer \
    dpkg-db-backup.timer logd; do
    chroot "$root" systemctl -q disable "$unit" 2>/dev/null || true
done
for unit in systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-random-seed.service \
    systemd-binfmt.service proc-sys-fs-binfmt_misc.automount sys-kernel-debug.mount sys-kernel-tracing.mount \
    sys-kernel-config.mount sys-fs-fuse-connections.mount dev-mqueue.mount dev-hugepages.mount \
    systemd-sysusers.service systemd-pcrphase.service getty.target console-getty.service \
    serial-getty@ttyS0.service systemd-machine-id-commit.service systemd-journal-flush.service \
    systemd-firstboot.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root/etc/machine-id"
echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
truncate -s 600M "$image/root.img"
mkfs.ext4 -q -F -O ^has_journal,^metadata_csum -d "$root" "$image/root.img"
(umask 077 && mkdir -p "$cache")
cp -a --sparse=always "$image" "$folder.$$"
mv -T "$folder.$$" "$folder"
