#!/bin/sh
# Compiles cacl_torch.cpp into the file $1, against the libtorch folder that CACL_LIBTORCH names (include/, lib/),
# else against the system's.
set -eu
source=$(dirname "$0")/cacl_torch.cpp
compiler=${CXX:-g++}
standard=c++17

if ! command -v "$compiler" > /dev/null; then
    echo "error CACL010: no C++ compiler ($compiler) for TorchSharp's native side. On Debian: apt-get install g++ libtorch-dev libopenblas0-pthread" >&2
    exit 1
fi

if [ -n "${CACL_LIBTORCH:-}" ]; then
    if [ ! -f "$CACL_LIBTORCH/include/ATen/core/dispatch/Dispatcher.h" ]; then
        echo "error CACL011: CACL_LIBTORCH=$CACL_LIBTORCH has no include/ATen/core/dispatch/Dispatcher.h; it must name an unpacked libtorch with include/ and lib/, or the folder torch of a Python that has PyTorch." >&2
        exit 1
    fi
    # A libtorch says with which string ABI it was built; code that links to it must agree.
    abi=$(sed -n 's/.*_GLIBCXX_USE_CXX11_ABI=\([01]\).*/\1/p' "$CACL_LIBTORCH/share/cmake/Torch/TorchConfig.cmake" 2> /dev/null | head -n 1)
    headers="-isystem $CACL_LIBTORCH/include -isystem $CACL_LIBTORCH/include/torch/csrc/api/include -D_GLIBCXX_USE_CXX11_ABI=${abi:-1}"
    # Headers of 2.14 and later say that they need C++20.
    if grep -q 'C++20 or later' "$CACL_LIBTORCH/include/ATen/ATen.h"; then standard=c++20; fi
    libraries="-L$CACL_LIBTORCH/lib -Wl,-rpath,$CACL_LIBTORCH/lib"
    if [ -e "$CACL_LIBTORCH/lib/libtorch_cuda.so" ]; then libraries="$libraries -Wl,--no-as-needed -ltorch_cuda"; fi
else
    if ! echo '#include <ATen/core/dispatch/Dispatcher.h>' | "$compiler" -std=c++17 -E -x c++ - > /dev/null 2>&1; then
        echo "error CACL012: libtorch's headers are missing. On Debian: apt-get install libtorch-dev libopenblas0-pthread; or set CACL_LIBTORCH to an unpacked libtorch." >&2
        exit 1
    fi
    headers="-isystem /usr/include/torch/csrc/api/include"
    libraries=""
fi

# Written under another name first: an interrupted build leaves no broken library behind.
mkdir -p "$(dirname "$1")"
# shellcheck disable=SC2086
"$compiler" -std=$standard -O2 -fPIC -shared -fvisibility=hidden -Wall $headers "$source" -o "$1.new" \
    $libraries -Wl,--no-as-needed -ltorch -ltorch_cpu -lc10 -Wl,--as-needed
mv "$1.new" "$1"
