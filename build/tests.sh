# Runs every test project and the checks of the repository itself, and sums them up in one line.

passed=0 failed=0 skipped=0
failures=()
test_minutes=30

count_failure() {
    failed=$((failed + 1))
    failures+=("$1")
}

# One number of the <assembly> element that the test runner wrote.
counted() {
    sed -n "s/.*<assembly [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1
}

run_test_project() {
    local name=${1##*/} program results status=0 total
    results=$artifacts/tests/$name.xml
    rm -f "$results"
    program=$(program_of "$1")
    say "== $name"
    timeout --foreground "${test_minutes}m" dotnet "$program" -noLogo -noColor -xml "$results" || status=$?

    # The runner exits with 1 for failed tests; anything else, or no results, is a process that died.
    if [[ $status -gt 1 || ! -s $results ]]; then
        count_failure "$name: $(cause_of_end "$status")"
    fi
    [[ -s $results ]] || return 0
    total=$(counted "$results" total)
    passed=$((passed + $(counted "$results" passed)))
    failed=$((failed + $(counted "$results" failed) + $(counted "$results" errors)))
    skipped=$((skipped + $(counted "$results" skipped)))
    [[ $(counted "$results" failed) -eq 0 ]] || failures+=("$name: $(counted "$results" failed) of $total")
    [[ $total -gt 0 ]] || count_failure "$name: holds no test"
}

cause_of_end() {
    if [[ $1 -eq 124 ]]; then
        say "ran past $test_minutes minutes"
    else
        say "the test process ended with code $1 before it was through"
    fi
}

check_solution() {
    local missing
    missing=$(projects_missing_in_solution | paste -sd ' ')
    say "== CACL.sln"
    if [[ -z $missing ]]; then
        say "holds every project"
        passed=$((passed + 1))
    else
        say "lacks $missing; ./build.sh solution adds them"
        count_failure "CACL.sln: lacks $missing"
    fi
}

# The pipeline of README.md is samples/QuickStart's, which is compiled.
check_readme() {
    say "== README.md"
    if diff <(sed -n '/^```csharp$/,/^```$/p' README.md | sed '1d;$d') \
        <(sed -n '/\/\/ <readme>/,/\/\/ <\/readme>/p' samples/QuickStart/Pipeline.cs | sed '1d;$d;s/^        //'); then
        say "shows the code of samples/QuickStart"
        passed=$((passed + 1))
    else
        count_failure "README.md: its code is not that of samples/QuickStart/Pipeline.cs"
    fi
}

# Each page of docs/ shows code of samples/QuickStart too, which stands between marks of the page's name.
check_pages() {
    local page name
    for page in docs/*.md; do
        name=$(basename "$page" .md)
        grep -q '^```csharp$' "$page" || continue
        say "== $page"
        if diff <(sed -n '/^```csharp$/,/^```$/p' "$page" | sed '1d;$d') \
            <(sed -n "/\/\/ <$name>/,/\/\/ <\/$name>/p" samples/QuickStart/Methods.cs | sed '1d;$d;s/^        //'); then
            say "shows the code of samples/QuickStart"
            passed=$((passed + 1))
        else
            count_failure "$page: its code is not that of samples/QuickStart/Methods.cs"
        fi
    done
}

build_surface_tool() {
    isolate_artifacts
    rm -rf "$artifacts/api"
    cp -r ../shared/api/tool "$artifacts/api"
    chmod -R u+w "$artifacts/api"
    build_release artifacts/api
}

# Types that the listing itself could not read in full: what it says of their members proves nothing.
unreadable_types() {
    awk '/^T / { sub(/^T [^ ]+ /, ""); sub(/ : .*/, ""); type = $0 } /^  ! not readable/ { print type ": no such member:" }' "$1"
}

surface_lies_inside() {
    local listing=$1 assembly=$2 findings=$artifacts/api/findings.txt status=0 unreadable set_aside
    dotnet "$artifacts/api/bin/Release/net10.0/ApiSurface.dll" check "$listing" "$assembly" >"$findings" || status=$?
    unreadable=$(unreadable_types "$listing")
    if [[ $status -ne 1 || -z $unreadable ]] || ! set_aside=$(grep -cF "$unreadable" "$findings"); then
        cat "$findings"
        return "$status"
    fi
    grep -vF "$unreadable" "$findings"
    say "$set_aside of these set aside: the listing could not read the members of $(sed 's/: .*//' <<<"$unreadable" | paste -sd ' ')"
    [[ $(grep -cvF "$unreadable" "$findings") -eq 1 ]]
}

check_surface() {
    local name=$1 assembly listing=../shared/api/$1.txt
    assembly=$(dotnet msbuild "polyfills/$name" -getProperty:TargetPath -p:Configuration=Release)
    say "$name"
    if [[ ! -f $assembly ]]; then
        say "not built, so not checked"
        skipped=$((skipped + 1))
    elif [[ ! -f $listing ]]; then
        count_failure "surface of $name: there is no listing of the real package"
    elif surface_lies_inside "$listing" "$assembly"; then
        passed=$((passed + 1))
    else
        count_failure "surface of $name: members that the real package lacks"
    fi
}

check_all_surfaces() {
    local folder
    say "== Surfaces of the polyfills"
    if ! uses_polyfills; then
        say "built on the packages: there is nothing to check"
        return
    fi
    if [[ ! -d ../shared/api/tool ]]; then
        say "skipped: the listings of the real packages (../shared/api) are not there"
        skipped=$((skipped + $(find polyfills -mindepth 2 -maxdepth 2 -name '*.csproj' | wc -l)))
        return
    fi
    build_surface_tool
    for folder in polyfills/*/; do
        folder=${folder%/}
        [[ ! -f $folder/${folder##*/}.csproj ]] || check_surface "${folder##*/}"
    done
}

summarize() {
    local failure
    for failure in "${failures[@]}"; do say "failed: $failure"; done
    say "$passed passed, $failed failed, $skipped skipped"
    [[ $failed -eq 0 ]]
}

# The surface check alone.
check_surfaces() {
    build_solution
    check_all_surfaces
    summarize
}

run_tests() {
    local project
    prepare
    install_npm
    install_missing chromium python3-onnx openmpi-bin
    build_release CACL.sln
    mkdir -p "$artifacts/tests"
    for project in tests/*.Tests; do
        run_test_project "$project"
    done
    check_solution
    check_readme
    check_pages
    check_all_surfaces
    summarize
}
