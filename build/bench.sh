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
        torch) install_missing python3-torch python3-torchvision ;;
    esac
}

bench() {
    local name=${1:-} folder='' program
    if [[ -n $name ]]; then
        shift
        folder=$(bench_folder "$name")
    fi
    [[ -n $folder ]] || fail "bench takes the name of a suite${name:+, and there is no '$name'}. There are: $(bench_folders | sed 's|.*/||' | paste -sd ' ')"

    prepare
    install_peers "$name"
    build_release "$folder"
    program=$root/$(program_of "$folder")
    mkdir -p "$artifacts/bench"
    exec dotnet "$program" --output "$artifacts/bench/${name,,}.json" "$@"
}
