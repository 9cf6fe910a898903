#!/usr/bin/env bash
# rootfs.sh HELPER PAGE FOLDER: puts into FOLDER all that the helper needs to run, and nothing else: itself, the libraries
# it is linked with, the page, the roots this machine trusts. The container image is this folder.
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: rootfs.sh HELPER PAGE FOLDER" >&2; exit 2; }
helper=$1 page=$2 folder=$3

mkdir -p "$folder"/{etc/ssl/certs,www}
install -m 0755 "$helper" "$folder/mta-sts-helper"
# "libc.so.6 => /lib/…/libc.so.6 (0x…)", and the loader without an arrow.
ldd "$helper" | grep -o '/[^ ]*' | while read -r library; do
  install -D -m 0755 "$library" "$folder$library"
done
cp -R "$page/." "$folder/www"
chmod -R a+rX "$folder"
install -m 0644 "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$folder/etc/ssl/certs/ca-certificates.crt"
# The engine mounts the machine's over these.
touch "$folder/etc/resolv.conf" "$folder/etc/hosts"
