# Installs Debian packages that are missing, and only those.

require_dotnet() {
    command -v dotnet >/dev/null || fail "The .NET SDK is missing: 'dotnet' is not on the PATH. Install the .NET 10 SDK and run this again."
}

# True when the Debian package is installed, or when the command that it is wanted for is there from elsewhere.
is_installed() {
    case $1 in
        g++ | npm | chromium) command -v "$1" >/dev/null && return ;;
        openmpi-bin) command -v mpirun >/dev/null && return ;;
    esac
    command -v dpkg-query >/dev/null && [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

as_root() {
    if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

can_install() {
    command -v apt-get >/dev/null && { [[ $(id -u) -eq 0 ]] || command -v sudo >/dev/null; }
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"
}

# A machine with no package lists, or with outdated ones, fails at first: then the lists are fetched, once.
apt_install_or_update() {
    apt_install "$@" || { as_root apt-get update -qq && apt_install "$@"; }
}

install_missing() {
    local package missing=()
    [[ ${CACL_INSTALL:-true} != false ]] || return 0
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0

    can_install || fail "Missing: ${missing[*]}. These are Debian packages, and installing them takes apt-get and root or sudo. Install them, or their like on this system, and run this again with CACL_INSTALL=false."
    note "Installing ${missing[*]} ..."
    quietly "$artifacts/log/install.log" apt_install_or_update "${missing[@]}" ||
        fail "apt-get could not install ${missing[*]}; artifacts/log/install.log holds all that it said."
}

# The native package of OpenCvSharp4 is linked against GTK, which a server lacks. Elsewhere than on Debian and its like
# the loader itself says what it misses.
install_what_packages_need() {
    if can_install; then install_missing libgtk-3-0; fi
}

# What the polyfills of TorchSharp and OpenCvSharp4 are compiled and run on. OpenBLAS is what makes libtorch's
# linear layers fast: the reference BLAS that it takes otherwise is fifty times slower.
install_native_libraries() {
    if ! uses_polyfills; then
        install_what_packages_need
        return
    fi
    local libtorch=(libtorch-dev libopenblas0-pthread)
    [[ -z ${CACL_LIBTORCH:-} ]] || libtorch=()
    install_missing g++ "${libtorch[@]}" libopencv-core-dev libopencv-imgproc-dev libopencv-imgcodecs-dev libopencv-videoio-dev
}

# The ONNX Runtime polyfill is compiled from an npm package; nothing else needs npm.
install_npm() {
    uses_polyfills || return 0
    install_missing npm
}
