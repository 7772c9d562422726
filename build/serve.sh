# Makes what samples/SearchService needs from a folder of videos, and starts it.

serve_help() {
    cat <<'TEXT'
usage: ./build.sh serve --videos DIR [--encoder FILE] [--work DIR] [SERVICE OPTIONS]

  --videos DIR     the videos that are searched
  --encoder FILE   an .onnx file of cacl export (default: one that is learned from the videos first, in some minutes)
  --work DIR       where encoder and index are kept (default artifacts/serve); made only when they are not there yet
  other options    go to the service, such as --urls http://0.0.0.0:8080 or --Search:Neighbours 20

  A search page is then at http://127.0.0.1:5080, and uploads go to http://127.0.0.1:5080/search.
TEXT
}

serve() {
    local videos='' encoder='' work=$artifacts/serve rest=() tool program
    while [[ $# -gt 0 ]]; do
        case $1 in
            --help | -h) serve_help && return ;;
            --videos | --encoder | --work)
                [[ $# -gt 1 ]] || fail "$1 needs a value."
                # Paths are the caller's, wherever this script lies.
                local path
                path=$(cd "$caller_folder" && realpath -m -- "$2")
                case $1 in
                    --videos) videos=$path ;;
                    --encoder) encoder=$path ;;
                    --work) work=$path ;;
                esac
                shift
                ;;
            *) rest+=("$1") ;;
        esac
        shift
    done
    [[ -n $videos ]] || { serve_help >&2 && fail "serve needs --videos DIR."; }
    [[ -d $videos ]] || fail "There is no folder '$videos'."

    prepare
    install_npm
    build_release samples/Cacl
    build_release samples/SearchService
    tool=$root/$(program_of samples/Cacl)
    program=$root/$(program_of samples/SearchService)
    mkdir -p "$work"
    if [[ -z $encoder ]]; then
        encoder=$work/run/encoder.onnx
        if [[ ! -f $encoder ]]; then
            dotnet "$tool" train "$videos" --output "$work/run" || return
            dotnet "$tool" export "$work/run/encoder.safetensors" --output "$encoder" || return
        fi
    fi
    [[ -f $work/videos.index ]] || dotnet "$tool" embed "$encoder" "$videos" --output "$work/videos.index" || return
    cd "$caller_folder"
    exec dotnet "$program" --encoder "$encoder" --index "$work/videos.index" --videos "$videos" "${rest[@]}"
}
