# Reads damaged videos by the thousand. tests/Fuzz.Tests does the same with a tenth of them.

fuzz() {
    local folder program videos=()
    prepare
    build_release tests/Fuzz
    for folder in "$root/../shared/videos/edge" "$root/../shared/videos/real" "$default_videos"; do
        [[ ! -d $folder ]] || videos+=(--videos "$folder")
    done
    program=$root/$(program_of tests/Fuzz)
    cd "$caller_folder"
    exec dotnet "$program" --output "$artifacts/fuzz" "${videos[@]}" "$@"
}
