# Builds and runs samples/Demo. The program parses its options; here is only found out which videos it is given.

demo() {
    local argument motion=false videos=false output=false program
    for argument in "$@"; do
        case $argument in
            --help | -h | --videos | --videos=* | --textures | --textures=*) videos=true ;;
            --motion) motion=true ;;
            --output | --output=*) output=true ;;
            --quiet) quiet=true ;;
        esac
    done

    prepare
    install_npm
    build_release samples/Demo
    if [[ $videos == false ]]; then
        fetch_default_videos
        if [[ $motion == true ]]; then set -- "$@" --textures "$default_videos"; else set -- "$@" --videos "$default_videos"; fi
    fi
    [[ $output == true ]] || set -- "$@" --output "$artifacts/demo"

    program=$root/$(program_of samples/Demo)
    cd "$caller_folder"
    # In place of this shell, so that Ctrl-C and the exit code are the program's own.
    exec dotnet "$program" "$@"
}
