# Builds and runs samples/Cacl.

cacl() {
    local program
    # What the build says is no part of the tool's output.
    {
        prepare
        install_npm
        build_release samples/Cacl
    } >&2
    program=$root/$(program_of samples/Cacl)
    cd "$caller_folder"
    # In place of this shell, so that Ctrl-C and the exit code are the program's own.
    exec dotnet "$program" "$@"
}
