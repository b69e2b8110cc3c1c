#!/bin/sh
# The secrets that the compose files mount, each readable only by the user of the container
# that needs it; that is why this runs as root. What is there already stays as it is.
#
#   SECRETS   where they are put; var/secrets in the checkout unless set
set -eu
: "${SECRETS:=$(dirname "$0")/../var/secrets}"
service=10001
database=999
umask 077
mkdir -p "$SECRETS"
chmod 711 "$SECRETS"
cd "$SECRETS"

random() { head -c 32 /dev/urandom | base64; }
[ -e master_key ] || random >master_key
[ -e database_password ] || random | tr -d '/+=\n' >database_password
[ -e database_passfile ] || echo "*:*:*:innominado:$(cat database_password)" >database_passfile
chmod 400 master_key database_password database_passfile
chown "$service" master_key database_passfile
chown "$database" database_password
