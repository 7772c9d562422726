# Builds projects, and keeps the solution complete.

# Finds out whether builds take the packages or the polyfills.
choose_packages() {
    require_dotnet
    case ${CACL_POLYFILLS:-} in
        true | false | '') ;;
        *) fail "CACL_POLYFILLS is '$CACL_POLYFILLS', and can be true, false or unset." ;;
    esac
    detect_packages
}

# Asks for nothing that the project at hand does not need: a demo installs no browser.
prepare() {
    choose_packages
    install_native_libraries
}

build_release() {
    local mode=false
    if uses_polyfills; then mode=true; fi
    note "Building $1 ..."
    quietly "$artifacts/log/build-$(basename "$1").log" \
        dotnet build "$1" --configuration Release --nologo --verbosity quiet -nodeReuse:false -p:Polyfills=$mode ||
        fail "$1 does not build."
}

# The program of a project's own name: those of programs that it refers to lie beside it.
program_of() {
    local name=${1##*/} program
    for program in "$1/bin/Release/net10.0"/{"$name","Cacl.$name","${name,,}"}; do
        if [[ -f $program.runtimeconfig.json ]]; then
            say "$program.dll"
            return
        fi
    done
    fail "$1 was built, and there is no program in bin/Release/net10.0."
}

build_solution() {
    prepare
    install_npm
    build_release CACL.sln
}

project_files() {
    find src polyfills tests samples benchmarks -name '*.csproj' -not -path '*/obj/*' | LC_ALL=C sort
}

solution_projects() {
    sed -n 's/^Project(.*) = "[^"]*", "\([^"]*\.csproj\)".*/\1/p' CACL.sln | tr '\\' '/' | tr -d '\r' | LC_ALL=C sort
}

projects_missing_in_solution() {
    comm -23 <(project_files) <(solution_projects)
}

# Polyfills are built where a project refers to them, not by themselves: on the packages they stay unbuilt.
update_solution() {
    local missing project guid
    require_dotnet
    [[ -f CACL.sln ]] || dotnet new sln --format sln --name CACL >/dev/null
    mapfile -t missing < <(projects_missing_in_solution)
    [[ ${#missing[@]} -eq 0 ]] || dotnet sln CACL.sln add "${missing[@]}"
    for project in $(solution_projects | grep '^polyfills/'); do
        guid=$(tr -d '\r' <CACL.sln | grep -F "\"${project//\//\\}\"" | sed 's/.*"\({[^"]*}\)"$/\1/')
        sed -i "/$guid\..*\.Build\.0 = /d" CACL.sln
    done
}
