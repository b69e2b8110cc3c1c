#!/bin/sh
# The service that runs beside it becomes ready and anonymizes the examples.
#
#   PREFIX            as 20-install.sh left it
#   SOURCE            the checkout, for its examples
#   INNOMINADO_PORT   where the service listens, on loopback
#   PATIENCE          seconds that it may take to become ready
set -eu
: "${PREFIX:?}" "${SOURCE:?}" "${INNOMINADO_PORT:=8000}" "${PATIENCE:=60}"
export INNOMINADO_PORT

until "$PREFIX/venv/bin/python" "$PREFIX/healthcheck.py"; do
    PATIENCE=$((PATIENCE - 1))
    [ "$PATIENCE" -gt 0 ] || { echo "the service did not become ready" >&2; exit 1; }
    sleep 1
done
status=0
report=$("$PREFIX/venv/bin/python" "$SOURCE/examples/demo.py" "http://127.0.0.1:$INNOMINADO_PORT") || status=1
echo "$report" | sed -n '/^===/p'
exit "$status"
