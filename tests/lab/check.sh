#!/usr/bin/env bash
# Says what the lab lacks on this machine, a line each, and exits with 3; silent and 0 when it can run.
set -u
here=$(cd "$(dirname "$0")" && pwd)
missing=0
lacks() { echo "$1"; missing=3; }

need() { # PROGRAM PACKAGE
  PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null || lacks "The lab needs $1 (Debian package $2)."
}
need nsd nsd
need unbound unbound
need ldns-signzone ldnsutils
need nginx nginx-light
need ip iproute2
need certutil libnss3-tools
need openssl openssl
need faketime faketime
need curl curl
need unshare util-linux
need python3 python3
need chromium chromium
need chromedriver chromium-driver
[ -x "$here/../../target/tools/bin/doh-proxy" ] || lacks "The lab needs doh-proxy (crate doh-proxy, by tests/lab/install.sh)."

flags=(--net --mount --pid --fork)
[ "$(id -u)" = 0 ] || flags+=(--user --map-root-user)
unshare "${flags[@]}" true 2>/dev/null || lacks "The lab needs to make namespaces (unshare ${flags[*]}), which is not permitted here."
exit $missing
