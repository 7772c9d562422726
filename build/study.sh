# Trains every variant of CACL with several seeds and makes the table of what each is worth.

study() {
    local arid=$root/../shared/videos/arid program arguments=() data=false textures=false output=false quick=false next=''
    local argument
    for argument in "$@"; do
        [[ $next != --data || $argument != arid ]] || argument=$arid
        next=$argument
        case $argument in
            --data) data=true ;;
            --textures) textures=true ;;
            --output) output=true ;;
            --help | -h | --list) quick=true ;;
        esac
        arguments+=("$argument")
    done

    prepare
    install_npm
    build_release samples/Study
    program=$root/$(program_of samples/Study)
    if [[ $quick == false ]]; then
        if [[ $data == false ]]; then
            arguments+=(--data motion)
            [[ ! -d $arid ]] || arguments+=(--data "$arid")
        fi
        if [[ $textures == false ]]; then
            fetch_default_videos
            arguments+=(--textures "$default_videos")
        fi
        [[ $output == true ]] || arguments+=(--output "$artifacts/study")
    fi

    # What the decoder prints of videos that are shorter than they promise is in no table.
    export OPENCV_FFMPEG_LOGLEVEL=${OPENCV_FFMPEG_LOGLEVEL:--8}
    cd "$caller_folder"
    exec dotnet "$program" "${arguments[@]}"
}
