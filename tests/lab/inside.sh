#!/usr/bin/env bash
# The part of run.sh that runs inside the namespaces: addresses, names, trust, servers; then the command.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY

# Three networks: this namespace is the machine; the Internet and what is forbidden lie beyond it (network.mjs).
export LAB_INTERNET=$LAB_DIR/internet.net
for network in internet forbidden; do
  touch "$LAB_DIR/$network.net"
  unshare "--net=$LAB_DIR/$network.net" ip link add machine type veth peer name "$network" netns $$
  nsenter "--net=$LAB_DIR/$network.net" ip -batch "$LAB_DIR/$network.ip"
done
ip -batch "$LAB_DIR/machine.ip"
mount --bind "$LAB_DIR/resolv.conf" "$(readlink -f /etc/resolv.conf)"
mount --bind "$LAB_DIR/hosts" /etc/hosts

# Trust in the lab's authority is given the ordinary way: a file for native programs, a store for Chromium.
export CARGO_HOME=${CARGO_HOME:-$HOME/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup}
export LAB_CA=$LAB_DIR/tls/ca.pem SSL_CERT_FILE=$LAB_DIR/tls/ca.pem NODE_EXTRA_CA_CERTS=$LAB_DIR/tls/ca.pem
export HOME=$LAB_DIR/home
mkdir -p "$HOME/.pki/nssdb"
certutil -d "sql:$HOME/.pki/nssdb" -N --empty-password
certutil -d "sql:$HOME/.pki/nssdb" -A -t C,, -n lab -i "$LAB_CA"

logs=$LAB_DIR/logs
mkdir -p "$logs"
start() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >"$logs/$name.log" 2>&1 &
}
online() { # NAME COMMAND...
  local name=$1
  shift
  start "$name" nsenter "--net=$LAB_INTERNET" "$@"
}
doh() { # NAME PATH
  local address resolver
  read -r _ address resolver < <(grep "^$1 " "$LAB_DIR/doh")
  online "$1" "$here/../../target/tools/bin/doh-proxy" -l "$address:443" -p "$2" -u "$resolver:53" \
    -i "$LAB_DIR/tls/$1.chain.pem" -I "$LAB_DIR/tls/key.pem"
}
online nsd nsd -d -c "$LAB_DIR/dns/nsd.conf"
online refusing-nsd nsd -d -c "$LAB_DIR/dns/refusing-nsd.conf"
online unbound unbound -d -c "$LAB_DIR/dns/unbound.conf"
doh dns.google /resolve
doh cloudflare-dns.com /dns-query
online nginx nginx -c "$LAB_DIR/nginx/nginx.conf" -e "$LAB_DIR/nginx/error.log"
online misbehaving-host node "$here/misbehaving-host.mjs"
touch "$LAB_DIR/canary.log"
start canaries-machine node "$here/canaries.mjs" machine
start canaries-forbidden nsenter "--net=$LAB_DIR/forbidden.net" node "$here/canaries.mjs" forbidden

# Ready when an answer has come all the way through each of them.
ready() {
  curl -sSf --max-time 5 --cacert "$LAB_CA" -H 'accept: application/dns-json' \
    'https://dns.google/resolve?name=_mta-sts.healthy.example&type=16' | grep -q '"AD":true' &&
    curl -sSf --max-time 5 --cacert "$LAB_CA" -H 'accept: application/dns-json' \
      'https://cloudflare-dns.com/dns-query?name=healthy.example&type=15' | grep -q mx1.healthy.example &&
    curl -sSf --max-time 5 --cacert "$LAB_CA" https://mta-sts.healthy.example/.well-known/mta-sts.txt | grep -q STSv1 &&
    [ -e "$LAB_DIR/misbehaving-host.ready" ] &&
    grep -q listening "$logs/canaries-machine.log" && grep -q listening "$logs/canaries-forbidden.log"
}
for _ in $(seq 60); do
  if ready >"$logs/ready.log" 2>&1; then
    status=0
    "$@" || status=$?
    exit $status
  fi
  sleep 0.25
done
echo "The lab did not come up; the ends of its logs:" >&2
tail -n 5 "$logs"/*.log "$LAB_DIR"/dns/*.log "$LAB_DIR"/nginx/error.log >&2
exit 1
