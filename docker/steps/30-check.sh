#!/bin/sh
# What was installed is small, holds nothing of training, and starts.
#
#   PREFIX   as 20-install.sh left it
#   LIMIT    megabytes that the environment may take
set -eu
: "${PREFIX:?}" "${LIMIT:=800}"

size=$(du -sm "$PREFIX/venv" | cut -f 1)
echo "serving environment: $size MB (limit: $LIMIT MB)"
[ "$size" -le "$LIMIT" ] || exit 1

cd /
for module in torch transformers models tests; do
    if "$PREFIX/venv/bin/python" -c "import $module" 2>/dev/null; then
        echo "$module does not belong into the serving environment" >&2
        exit 1
    fi
done
"$PREFIX/venv/bin/innominado" --help >/dev/null
