# Runs a benchmark suite beside its peers.

bench_folders() {
    find benchmarks -mindepth 2 -maxdepth 2 -name '*.csproj' -printf '%h\n' | LC_ALL=C sort
}

bench_folder() {
    local folder
    for folder in $(bench_folders); do
        [[ ${folder##*/} != "$1" && ${folder,,} != "benchmarks/${1,,}" ]] || say "$folder"
    done
}

install_peers() {
    case ${1,,} in
        train) install_missing python3-torch ;;
        scale) install_missing openmpi-bin libopenmpi3 python3-torch ;;
        gpu) [[ -n ${CACL_LIBTORCH:-} ]] || install_missing python3-torch ;;
        torch) install_missing python3-torch python3-torchvision ;;
        search) install_missing python3-faiss ;;
        embed) install_missing python3-opencv python3-torch python3-torchvision ;;
        input) install_missing python3-opencv python3-av python3-levenshtein python3-torch python3-torchvision python3-pil ffmpeg util-linux ;;
    esac
}

# What a suite is given where the caller names nothing: real videos and a few odd ones from the folder of shared
# material where that is there, else the demo's.
default_arguments() {
    local shared=../shared argument
    case ${1,,} in
        input | train | embed) ;;
        *) return 0 ;;
    esac
    [[ ${1,,} != input || ! -f $shared/peers/authors_sample.py ]] || printf '%s\n' --authors "$shared/peers/authors_sample.py"
    for argument in "${@:2}"; do
        [[ $argument != --videos && $argument != --help && $argument != -h ]] || return 0
    done
    if [[ ${1,,} != input ]]; then
        if [[ -d $shared/videos/arid/train ]]; then printf '%s\n' --videos "$shared/videos/arid/train"; else printf '%s\n' --videos "$default_videos"; fi
        return
    fi
    if [[ ! -d $shared/videos/real ]]; then
        printf '%s\n' --videos "$default_videos"
        return
    fi
    printf '%s\n' --videos "$shared/videos/real" --more
    printf '%s\n' "$shared"/videos/arid/train/{Run/Run_1_1,Walk/Walk_10_1}.mp4
    printf '%s\n' "$shared"/videos/edge/{nasa_13013.mp4,testsrc2_h265.mp4,testsrc2_mpeg4.avi,testsrc2_vp9.webm,test_non_zero_start.mp4,derived/interlaced_tff.mpg}
}

# The GPU benchmark for a machine that has neither .NET nor a network: the program, the runtime, and the sources of the
# native side, which is compiled there against the libtorch of that machine.
bundle_gpu() {
    local target dotnet
    uses_polyfills || fail "The bundle compiles the native side of this project's own TorchSharp; set CACL_POLYFILLS=true."
    dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
    target=$(cd "$caller_folder" && mkdir -p "$1" && cd "$1" && pwd)
    mkdir -p "$target"/{program,native,dotnet/shared}
    cp -r "$root"/benchmarks/Gpu/bin/Release/net10.0/. "$target/program"
    cp "$root"/polyfills/TorchSharp/native/{build.sh,cacl_torch.cpp} "$target/native"
    cp -r "$dotnet"/{dotnet,host} "$target/dotnet"
    cp -r "$dotnet/shared/Microsoft.NETCore.App" "$target/dotnet/shared"
    cat >"$target/run" <<'TEXT'
#!/bin/sh
# Compiles the native side against the libtorch of CACL_LIBTORCH, else of python3, and runs the GPU benchmark. --help lists its options.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
CACL_PYTHON=${CACL_PYTHON:-$(command -v python3)}
CACL_LIBTORCH=${CACL_LIBTORCH:-$("$CACL_PYTHON" -c 'import os, torch; print(os.path.dirname(torch.__file__))')}
# Debian's PyTorch has its headers and libraries where the compiler finds them.
[ -d "$CACL_LIBTORCH/include" ] || CACL_LIBTORCH=
export CACL_PYTHON CACL_LIBTORCH
sh "$here/native/build.sh" "$here/program/libcacl_torch.so"
exec "$here/dotnet/dotnet" "$here/program/Gpu.dll" "$@"
TEXT
    chmod +x "$target/run"
    note "$target is ready: carry it to the machine with the GPU, and run $target/run there."
}

# What overlapping gains on two hosts whose link has a rate.
bench_hosts() {
    [[ -n ${2:-} ]] || fail "--rate takes the rate of the link, such as 1gbit."
    [[ $(id -u) -eq 0 ]] || fail "bench scale --rate takes root."
    trial=$(mktemp -d)
    trap end_hosts EXIT
    export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
    make_hosts "$2"
    dotnet "$1" --output "$artifacts/bench/scale-hosts.json" --overlap --mpirun "${mpirun_of_hosts[*]}" "${@:3}"
}

bench() {
    local name=${1:-} folder='' program defaults
    if [[ -n $name ]]; then
        shift
        folder=$(bench_folder "$name")
    fi
    [[ -n $folder ]] || fail "bench takes the name of a suite${name:+, and there is no '$name'}. There are: $(bench_folders | sed 's|.*/||' | paste -sd ' ')"

    prepare
    install_npm
    install_peers "$name"
    build_release "$folder"
    program=$root/$(program_of "$folder")
    if [[ ${name,,} == gpu && ${1:-} == --bundle ]]; then
        [[ -n ${2:-} ]] || fail "--bundle takes the folder that is to be carried."
        bundle_gpu "$2"
        return
    fi
    mkdir -p "$artifacts/bench"
    if [[ ${name,,} == scale && ${1:-} == --rate ]]; then
        bench_hosts "$program" "${@:2}"
        return
    fi
    # Threads of OpenMP that wait at a core keep the loader's threads, the other side's and any other program's from it:
    # a small network's step then takes up to ten times as long on a machine that is not quiet. Both sides inherit this.
    [[ ${name,,} != train && ${name,,} != scale && ${name,,} != gpu ]] || export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
    mapfile -t defaults < <(default_arguments "$name" "$@")
    [[ " ${defaults[*]} " != *" $default_videos "* ]] || fetch_default_videos
    exec dotnet "$program" --output "$artifacts/bench/${name,,}.json" "${defaults[@]}" "$@"
}
