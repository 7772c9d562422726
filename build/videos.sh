# The demo's default videos: camera clips that two Debian packages carry, unpacked without installing them.

video_packages=(python3-mecavideo python3-imageio)
default_videos=$artifacts/videos/default

download_video_packages() {
    # The sandbox user can't write into a folder of root's; a package's signature is checked all the same.
    (cd "$1" && apt-get download -qq -o APT::Sandbox::User=root "${video_packages[@]}")
}

fetch_default_videos() {
    [[ ! -d $default_videos ]] || return 0
    command -v apt-get >/dev/null && command -v dpkg >/dev/null ||
        fail "The default videos come from Debian packages, and this system has no apt-get. Name a folder of videos: ./build.sh demo --videos DIR"

    local cache=$artifacts/videos/packages
    rm -rf "$artifacts/videos"
    mkdir -p "$cache"
    note "Fetching videos from ${video_packages[*]} ..."
    quietly "$artifacts/log/videos.log" download_video_packages "$cache" 2>/dev/null ||
        { can_install && quietly "$artifacts/log/update.log" as_root apt-get update -qq && quietly "$artifacts/log/videos.log" download_video_packages "$cache"; } ||
        fail "apt-get could not download ${video_packages[*]}. Name a folder of videos instead: ./build.sh demo --videos DIR"
    unpack_videos "$cache"
}

# Appears under its final name only when complete, so that an interrupted run leaves nothing half done.
unpack_videos() {
    local cache=$1 package
    for package in "$cache"/*.deb; do
        dpkg -x "$package" "$cache/unpacked"
    done
    mkdir -p "$default_videos.partial"
    find "$cache/unpacked" -type f -regextype posix-extended -iregex '.*\.(mp4|m4v|mov|avi|mkv|webm|ogv|mpe?g)' \
        -exec cp -t "$default_videos.partial" {} +
    mv "$default_videos.partial" "$default_videos"
}
