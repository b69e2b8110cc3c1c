#!/bin/sh
# What the Dockerfile does, step by step and without Docker, in an empty prefix; then what
# a container does: migrate and serve, with a prefix that can't be written to, and smoke it.
#
# As root it serves as nobody; where nobody can't reach the interpreter, as root without any
# capability, which can't write to what belongs to nobody either.
set -eu

SOURCE=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
clean_up() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    chmod -R u+w "$work"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM
chmod 755 "$work"
BUILD=$work/build PREFIX=$work/prefix STATE=$work/state
export SOURCE BUILD PREFIX

as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs"
without_capabilities="setpriv --bounding-set=-all --inh-caps=-all --no-new-privs"
unprivileged=
[ "$(id -u)" != 0 ] || unprivileged=$as_nobody

# The first interpreter that is new enough and that $unprivileged may run.
find_python() {
    for candidate in ${PYTHON:-python3.11 python3 /usr/bin/python3}; do
        path=$(command -v "$candidate") || continue
        if $unprivileged "$path" -c "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
            echo "$path"
            return
        fi
    done
    return 1
}
if ! python=$(find_python) && [ -n "$unprivileged" ]; then
    echo "nobody can't run Python here: serving as root without capabilities"
    unprivileged=$without_capabilities
    python=$(find_python) || true
fi
[ -n "$python" ] || { echo "Python 3.11 or newer is needed; name it with PYTHON=." >&2; exit 1; }
PYTHON=$python
export PYTHON

echo "== build"
sh "$SOURCE/docker/steps/10-build-wheel.sh"
echo "== install"
sh "$SOURCE/docker/steps/20-install.sh"
echo "== check"
sh "$SOURCE/docker/steps/30-check.sh"

mkdir "$STATE"
case $unprivileged in
    "$as_nobody") chown 65534:65534 "$STATE" ;;
    "$without_capabilities") chown -R 65534:65534 "$PREFIX" ;;
esac
INNOMINADO_PORT=$("$PYTHON" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
export INNOMINADO_PORT

# A clean environment, so that nothing comes from this machine's.
# shellcheck disable=SC2086
contained() {
    cd "$STATE"
    exec env -i PATH="$PREFIX/venv/bin:/usr/bin:/bin" HOME="$STATE" TMPDIR="$STATE" \
        PYTHONDONTWRITEBYTECODE=1 \
        INNOMINADO_BUNDLE="$PREFIX/bundle" \
        INNOMINADO_DATABASE="sqlite:///$STATE/innominado.sqlite" \
        INNOMINADO_MASTER_KEY_FILE="$STATE/master.key" \
        INNOMINADO_PORT="$INNOMINADO_PORT" \
        $unprivileged "$@"
}
if (contained touch "$PREFIX/venv/written") 2>/dev/null; then
    echo "the prefix can be written to" >&2
    exit 1
fi

echo "== serve"
(contained innominado migrate)
(contained innominado serve) >"$work/log" 2>&1 &
server=$!
sh "$SOURCE/docker/steps/40-smoke.sh" || { cat "$work/log"; exit 1; }
# Nothing but data: no library keeps caches or telemetry of its own.
if find "$STATE" -mindepth 1 ! -name 'innominado.sqlite*' ! -name master.key | grep .; then
    echo "the above does not belong into the state folder" >&2
    exit 1
fi
echo "== rehearsed"
