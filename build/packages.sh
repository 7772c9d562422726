# Finds out, once, whether the package feed serves what CACL is built for, and records it in .packages.props.

packages_file=$root/.packages.props
feed_answered=true

# The packages and versions under one label of Directory.Packages.props: "NAME VERSION" lines.
labelled_packages() {
    sed -n "/<ItemGroup Label=\"$1\">/,/<\/ItemGroup>/s/.*<PackageVersion Include=\"\([^\"]*\)\" Version=\"\([^\"]*\)\".*/\1 \2/p" Directory.Packages.props
}

wanted_packages() {
    labelled_packages "What CACL is built for"
    labelled_packages "Native packages"
}

# Folders under artifacts hold projects that are none of the solution's, so its build files stop here.
isolate_artifacts() {
    mkdir -p "$artifacts"
    local file
    for file in Directory.Build.props Directory.Build.targets Directory.Packages.props; do
        printf '<Project />\n' >"$artifacts/$file"
    done
}

write_probe() {
    local name version
    mkdir -p "$artifacts/probe"
    {
        printf '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>\n  <ItemGroup>\n'
        while read -r name version; do
            printf '    <PackageReference Include="%s" Version="%s" />\n' "$name" "$version"
        done
        printf '  </ItemGroup>\n</Project>\n'
    } >"$artifacts/probe/Probe.csproj"
}

# Codes by which a restore says that the feed answered and does not have it: no such package, no such version.
missing_in() {
    sed -n 's/.*error NU110[123]: Unable to find [a-z ]*package \([A-Za-z0-9._-]*[A-Za-z0-9]\).*/\1/p' "$1" | sort -u | paste -sd ' '
}

record_packages() {
    local polyfills=$1 automl=$2 reason=$3
    cat >"$packages_file" <<TEXT
<Project>
  <!-- Written by ./build.sh, which asks the package feed. $reason -->
  <PropertyGroup>
    <Polyfills Condition="'\$(Polyfills)' == ''">$polyfills</Polyfills>
    <AutoML Condition="'\$(AutoML)' == ''">$automl</AutoML>
  </PropertyGroup>
</Project>
TEXT
}

ask_feed() {
    local log=$artifacts/log/packages.log missing
    require_dotnet
    isolate_artifacts
    wanted_packages | write_probe
    mkdir -p "$artifacts/log"
    note "Asking the package feed for what CACL is built for ..."
    if dotnet restore "$artifacts/probe/Probe.csproj" >"$log" 2>&1; then
        { wanted_packages && labelled_packages "One sample alone"; } | write_probe
        if dotnet restore "$artifacts/probe/Probe.csproj" >>"$log" 2>&1; then
            record_packages false true "It serves them all."
        else
            record_packages false false "It serves them all, but not what samples/AutoML needs, which then is left out."
        fi
        return
    fi
    missing=$(missing_in "$log")
    if [[ -n $missing ]]; then
        record_packages true false "Missing there: $missing."
        return
    fi
    # Not recorded: the next run asks again.
    feed_answered=false
    say "The package feed could not be asked, so this run builds on the polyfills; artifacts/log/packages.log holds all that was said:"
    grep -m 3 -E 'error|warn' "$log" || tail -n 3 "$log"
}

# What is known is asked for again when the wanted versions changed.
detect_packages() {
    [[ -z ${CACL_POLYFILLS:-} ]] || return 0
    [[ -f $packages_file && ! Directory.Packages.props -nt $packages_file ]] || ask_feed
}

uses_polyfills() {
    if [[ -n ${CACL_POLYFILLS:-} ]]; then
        [[ $CACL_POLYFILLS == true ]]
    else
        [[ $feed_answered == false ]] || grep -q '>true</Polyfills>' "$packages_file"
    fi
}

print_packages() {
    case ${1:-} in
        --again) rm -f "$packages_file" ;;
        '') ;;
        *) fail "packages takes no argument but --again, and got '$1'." ;;
    esac
    detect_packages
    if uses_polyfills; then say "polyfills: builds take polyfills/ and this system's libraries."; else say "nuget: builds take the packages."; fi
    if [[ -n ${CACL_POLYFILLS:-} ]]; then
        say "CACL_POLYFILLS=$CACL_POLYFILLS says so."
    elif [[ -f $packages_file ]]; then
        sed -n 's/.*<!-- \(.*\) -->.*/\1/p' "$packages_file"
    fi
}
