#!/usr/bin/env bash
# Installs what is missing, builds, and runs the demo, the tests and the benchmarks. `./build.sh help` lists the commands.
set -euo pipefail
caller_folder=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

root=$PWD
artifacts=$root/artifacts

# MSBuild's processes end with the build (the compiler's leaves by itself when idle), and nothing is sent home.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1

for part in console install packages projects videos demo tests bench fuzz study cacl pack serve launch; do
    # shellcheck source=/dev/null
    source "build/$part.sh"
done

help() {
    cat <<'TEXT'
usage: ./build.sh COMMAND [ARGUMENTS]

  demo [OPTIONS]      learn from videos and write artifacts/demo/ (report.html, summary.json, ...);
                      every option goes to the program: ./build.sh demo --help
  cacl COMMAND [...]  train, embed, evaluate, search, export, inspect; ./build.sh cacl help
  serve --videos DIR  a web service that finds the nearest of these videos to an upload, with a page to try it;
                      ./build.sh serve --help
  launch KIND [...]   try the tool in two processes under a Slurm or on two hosts, both made for the moment;
                      ./build.sh launch help
  test                build and run all tests; the last line sums them up
  bench NAME [ARGS]   run a benchmark beside its peers and write artifacts/bench/NAME.json
  fuzz [OPTIONS]      read 20,000 damaged videos and tell what became of each; ./build.sh fuzz --help
  study [OPTIONS]     train every variant of CACL with several seeds and write artifacts/study/ (a table of
                      what each part is worth); ./build.sh study --help
  build               build the whole solution
  pack [OPTIONS]      write the NuGet packages to artifacts/packages/; every option goes to dotnet pack, such as
                      --version-suffix rc.1
  api                 check the public surface of every polyfill against the real package's listing
  packages [--again]  say whether the package feed serves what CACL is built for; --again asks anew
  solution            add projects that CACL.sln lacks
  clean               remove everything that was built or written
  help                this text

environment
  CACL_POLYFILLS=true|false   build on polyfills/ or on the packages, whatever the feed serves
  CACL_LIBTORCH=DIR           a libtorch for the TorchSharp polyfill, instead of Debian's
  CACL_INSTALL=false          install nothing; what is missing is yours to install
TEXT
}

clean() {
    rm -rf artifacts .packages.props
    find src tests samples benchmarks polyfills -depth -type d \( -name bin -o -name obj \) -exec rm -rf {} +
}

main() {
    local command=${1:-help}
    [[ $# -eq 0 ]] || shift
    case $command in
        demo) demo "$@" ;;
        cacl) cacl "$@" ;;
        serve) serve "$@" ;;
        launch) launch "$@" ;;
        test) run_tests ;;
        bench) bench "$@" ;;
        fuzz) fuzz "$@" ;;
        study) study "$@" ;;
        build) build_solution ;;
        pack) pack "$@" ;;
        api) check_surfaces ;;
        packages) print_packages "$@" ;;
        solution) update_solution ;;
        clean) clean ;;
        help | -h | --help) help ;;
        *)
            help >&2
            fail "There is no command '$command'."
            ;;
    esac
}

main "$@"
