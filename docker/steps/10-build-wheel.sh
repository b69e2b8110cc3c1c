#!/bin/sh
# The wheel, made by locked tools.
#
#   PYTHON   the interpreter, 3.11 or newer
#   SOURCE   the checkout; only read
#   BUILD    a scratch folder: the tools land in $BUILD/tools, the wheel in $BUILD/dist
set -eu
: "${PYTHON:=python3}" "${SOURCE:?}" "${BUILD:?}"

"$PYTHON" -m venv "$BUILD/tools"
"$BUILD/tools/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
    --no-deps --require-hashes -r "$SOURCE/lock/build.txt"
cd "$SOURCE"
"$BUILD/tools/bin/hatchling" build -t wheel -d "$BUILD/dist"
