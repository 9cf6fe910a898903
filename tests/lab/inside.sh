#!/usr/bin/env bash
# The part of run.sh that runs inside the namespaces: addresses, names, trust, servers; then the command.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY

ip link set lo up
while read -r address; do ip address add "$address" dev lo; done <"$LAB_DIR/addresses"
# On the loopback interface, but of no machine: nobody answers, not even that there is nobody.
ip route add "$(cat "$LAB_DIR/silent")/32" dev lo
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
doh() { # NAME PATH
  local address resolver
  read -r _ address resolver < <(grep "^$1 " "$LAB_DIR/doh")
  start "$1" "$here/../../target/tools/bin/doh-proxy" -l "$address:443" -p "$2" -u "$resolver:53" \
    -i "$LAB_DIR/tls/$1.chain.pem" -I "$LAB_DIR/tls/key.pem"
}
start nsd nsd -d -c "$LAB_DIR/dns/nsd.conf"
start refusing-nsd nsd -d -c "$LAB_DIR/dns/refusing-nsd.conf"
start unbound unbound -d -c "$LAB_DIR/dns/unbound.conf"
doh dns.google /resolve
doh cloudflare-dns.com /dns-query
start nginx nginx -c "$LAB_DIR/nginx/nginx.conf" -e "$LAB_DIR/nginx/error.log"
start hostile-host node "$here/hostile-host.mjs"
start listeners node "$here/listeners.mjs"

# Ready when an answer has come all the way through each of them.
ready() {
  curl -sSf --max-time 5 --cacert "$LAB_CA" -H 'accept: application/dns-json' \
    'https://dns.google/resolve?name=_mta-sts.healthy.example&type=16' | grep -q '"AD":true' &&
    curl -sSf --max-time 5 --cacert "$LAB_CA" -H 'accept: application/dns-json' \
      'https://cloudflare-dns.com/dns-query?name=healthy.example&type=15' | grep -q mx1.healthy.example &&
    curl -sSf --max-time 5 --cacert "$LAB_CA" https://mta-sts.healthy.example/.well-known/mta-sts.txt | grep -q STSv1 &&
    [ -e "$LAB_DIR/canary.log" ] && [ -e "$LAB_DIR/hostile-host.ready" ]
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
