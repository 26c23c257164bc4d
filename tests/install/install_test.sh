#!/usr/bin/env bash
# Installs a build into a fresh prefix, moves the prefix, and builds and runs a user of it.
#   install_test.sh find_package|pkg_config BUILD_DIR COMPILER LIBDIR
set -euo pipefail
way=$1 build=$2 compiler=$3 libdir=$4
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/first" >"$work/log"
mv "$work/first" "$work/prefix"  # nothing may remember where it was installed first
prefix=$work/prefix

case $way in
  find_package)
    cmake -S "$here/consumer" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" >>"$work/log"
    cmake --build "$work/consumer" >>"$work/log" || { cat "$work/log"; exit 1; }
    rules=$(cat "$work/consumer/rules_dir")
    ;;
  pkg_config)
    export PKG_CONFIG_PATH=$prefix/$libdir/pkgconfig
    mkdir "$work/consumer"
    read -ra flags <<<"$(pkg-config --cflags --libs hegui)"
    "$compiler" -std=c++20 "$here/consumer/main.cc" -o "$work/consumer/consumer" "${flags[@]}"
    read -ra static <<<"$(pkg-config --static --cflags --libs hegui)"
    "$compiler" -std=c++20 "$here/consumer/main.cc" -o "$work/consumer/consumer_static" "${static[@]}"
    rules=$(pkg-config --variable=rulesdir hegui)
    ;;
esac

for program in "$work"/consumer/consumer*; do
  [ -x "$program" ] && [ -f "$program" ] || continue
  said=$(LD_LIBRARY_PATH=$prefix/$libdir "$program" "$rules/haicheng-2023")
  [[ $said == "hegui "*" gave findings" ]] || { printf 'unexpected: %s\n' "$said"; exit 1; }
done
[ -x "$prefix/bin/hegui" ]
"$prefix/bin/hegui" check "$rules/haicheng-2023" --language en | grep -q '^duties'
printf 'installed and used by %s\n' "$way"
