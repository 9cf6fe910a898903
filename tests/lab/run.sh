#!/usr/bin/env bash
# run.sh COMMAND [ARGUMENT...]: runs a command inside the lab, a small Internet in namespaces of its own with no way out.
# Exits with the command's status. LAB_KEEP=1 keeps the lab's folder.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || { echo "usage: run.sh COMMAND [ARGUMENT...]" >&2; exit 2; }
"$here/check.sh" >&2 || exit 3

LAB_DIR=$(mktemp -d)
export LAB_DIR
if [ "${LAB_KEEP:-}" = 1 ]; then echo "The lab is in $LAB_DIR" >&2; else trap 'rm -rf "$LAB_DIR"' EXIT; fi

export PATH="$PATH:/usr/sbin:/sbin"
node "$here/network.mjs"
node "$here/certificates.mjs"
node "$here/zones.mjs"
mkdir "$LAB_DIR/nginx"
node "$here/nginx.mjs"

# In a namespace of process ids everything ends with its first process, however that ends.
flags=(--net --mount --propagation private --pid --fork --kill-child --mount-proc)
[ "$(id -u)" = 0 ] || flags+=(--user --map-root-user)
unshare "${flags[@]}" "$here/inside.sh" "$@"
