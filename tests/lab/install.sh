#!/usr/bin/env bash
# Installs what the lab needs and this machine lacks. Touches nothing of the product; silent when there is nothing to do.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

# program:package
wanted=(nsd:nsd unbound:unbound ldns-signzone:ldnsutils nginx:nginx-light ip:iproute2 certutil:libnss3-tools
  openssl:openssl faketime:faketime curl:curl chromium:chromium chromedriver:chromium-driver
  python3:python3)
packages=()
for pair in "${wanted[@]}"; do
  PATH="$PATH:/usr/sbin:/sbin" command -v "${pair%%:*}" >/dev/null || packages+=("${pair##*:}")
done
if [ ${#packages[@]} -gt 0 ]; then
  echo "Installing Debian packages for the lab: ${packages[*]}"
  if ! command -v apt-get >/dev/null; then
    echo "There is no apt-get here: install these by hand." >&2
    exit 1
  fi
  sudo=()
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "That needs root: sudo apt-get install --no-install-recommends ${packages[*]}" >&2
      exit 1
    fi
    sudo=(sudo -n)
  fi
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
fi

if [ ! -x "$root/target/tools/bin/doh-proxy" ]; then
  echo "Building doh-proxy, the lab's DoH JSON server, for about three minutes."
  cargo install --quiet doh-proxy --version 0.11.1 --locked --root "$root/target/tools"
fi
