#!/bin/sh
# Everything that serves, under PREFIX, where nothing is written any more afterwards:
#
#   $PREFIX/venv             Python environment: locked packages and the wheel; no pip
#   $PREFIX/bundle           the model, less the weights that only training reads
#   $PREFIX/healthcheck.py   asks the service beside it whether it is ready
#
#   PYTHON, SOURCE, BUILD    as for 10-build-wheel.sh, which comes before
#   PREFIX                   an empty folder, or none yet
#   LOCK                     serve (SQLite alone) or postgres
#   BUNDLE                   the model bundle; the checkout's own unless set
set -eu
: "${PYTHON:=python3}" "${SOURCE:?}" "${BUILD:?}" "${PREFIX:?}" "${LOCK:=postgres}"
: "${BUNDLE:=$SOURCE/models/bundles/default}"

install_into_prefix() {
    "$BUILD/tools/bin/python" -m pip --python "$PREFIX/venv/bin/python" install \
        --quiet --no-input --disable-pip-version-check --no-deps "$@"
}

"$PYTHON" -m venv --without-pip "$PREFIX/venv"
install_into_prefix --require-hashes -r "$SOURCE/lock/$LOCK.txt"
install_into_prefix --no-index "$BUILD"/dist/innominado-*.whl

mkdir "$PREFIX/bundle"
for file in "$BUNDLE"/*; do
    case $file in
        *.safetensors | *.safetensors.index.json) ;;
        *) cp "$file" "$PREFIX/bundle/" ;;
    esac
done
cp "$SOURCE/docker/healthcheck.py" "$PREFIX/"
chmod -R a-w,a+rX "$PREFIX"
