# As the official image: makes the cluster once, with POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB, then runs the server.
set -eu
[ "$(id -u)" = 0 ] && exec setpriv --reuid 999 --regid 999 --clear-groups sh "$0" "$@"
[ "${1:-}" = postgres ] || set -- postgres "$@"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  echo "$POSTGRES_PASSWORD" > /tmp/password
  initdb --pgdata "$PGDATA" --username "${POSTGRES_USER:-postgres}" --pwfile /tmp/password --auth scram-sha-256 --encoding UTF8 --locale C
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  [ "${POSTGRES_DB:-postgres}" = postgres ] || echo "create database \"$POSTGRES_DB\"" |
    postgres --single -j -D "$PGDATA" postgres
fi
server=$1
shift
exec "$server" -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/tmp "$@"
