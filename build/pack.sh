# Packs the projects of src, and the command-line tool, as they are published.

pack() {
    local project packages=$artifacts/packages
    choose_packages
    ! uses_polyfills || fail "Nothing is packed on polyfills: what is published is built on the packages. ./build.sh packages tells what the feed lacks."

    rm -rf "$packages"
    for project in src/*/ samples/Cacl/; do
        project=${project%/}
        note "Packing $project ..."
        quietly "$artifacts/log/pack-${project##*/}.log" \
            dotnet pack "$project" --artifacts-path "$artifacts/pack" --output "$packages" --nologo --verbosity quiet -nodeReuse:false -p:Polyfills=false "$@" ||
            fail "$project can't be packed."
    done
    note "artifacts/packages holds:"
    (cd "$packages" && printf '  %s\n' *)
}
