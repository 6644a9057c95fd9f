#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, once: what is there stays as it is.
#   deploy/compose/secrets.sh [FOLDER]      (deploy/compose/secrets beside this file by default)
set -eu
umask 077
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
cd "$folder"

# 48 hexadecimal digits: no sign in them means anything to a URL, a shell or a configuration.
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
once() { [ -e "$1" ] || { cat > "$1.unfinished" && mv "$1.unfinished" "$1"; }; }

random | once postgres-admin-password
random | once postgres-password
random | once nats-password
random | once nats-system-password
random | once grafana-password

once nats-users.conf <<USERS
# Nobody but Tongban publishes to tongban.> and tb.>, or reads tb.cmd.>: requests hold tokens.
accounts {
  OFFICE {
    jetstream: enabled
    users: [ {
      user: office, password: "$(cat nats-password)"
      permissions: {
        publish: [ "_INBOX.>", "\$JS.API.>", "\$JS.ACK.>", "\$JS.FC.>", "tongban.>", "tb.>" ]
        subscribe: [ "_INBOX.>", "\$SRV.>", "tb.cmd.>", "tb.as.*.cmd.>" ]
      }
    } ]
  }
  SYS { users: [ { user: system, password: "$(cat nats-system-password)" } ] }
}
system_account: SYS
USERS

once tongban.env <<ENVIRONMENT
TONGBAN_DATABASE=postgres://tongban:$(cat postgres-password)@postgres:5432/tongban
TONGBAN_NATS=nats://office:$(cat nats-password)@nats-1:4222,nats://office:$(cat nats-password)@nats-2:4222,nats://office:$(cat nats-password)@nats-3:4222
ENVIRONMENT

# The programs in the containers run as users of their own, and a bind mount keeps its owner: these
# files are read by others than who made them. The folder itself stays closed to others.
chmod 0644 postgres-admin-password postgres-password grafana-password nats-users.conf
