#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes a class archive (Java's class data sharing) of what the daemon and the command load: both start in two thirds of the time with it,
# and well without. It starts a daemon of its own, in a directory of its own, that knows no switch, and asks it something.
#
#   class-archive.sh JAVA CLASSPATH ARCHIVE    exit status 0: ARCHIVE is there, for exactly this Java and these jars
# shellcheck disable=SC2086
set -eu

java=$1
classpath=$2
archive=$3
options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -Dlogback.configurationFile=logback.xml"
main=io.demarc.plugin.cli.DemarcCommand

umask 077
work=$(mktemp -d)
daemon=''
finish() {
    status=$?
    trap - EXIT
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || :
    [ -z "$daemon" ] || wait "$daemon" 2>/dev/null || :
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

echo none >"$work/key"
cat >"$work/demarc.yaml" <<EOF
socket: $work/s
state-directory: $work/state
cloudstack:
  endpoint: http://127.0.0.1:9/client/api
  api-key: '\${file:$work/key}'
  secret-key: '\${file:$work/key}'
EOF
: >"$work/said"
"$java" $options -cp "$classpath" -XX:DumpLoadedClassList="$work/daemon" "$main" daemon --config "$work/demarc.yaml" >"$work/said" 2>&1 &
daemon=$!
until grep -q '^demarc: ready' "$work/said"; do
    kill -0 "$daemon" 2>/dev/null || exit 1
    sleep 0.1
done
"$java" $options -cp "$classpath" -XX:DumpLoadedClassList="$work/command" "$main" port list --socket "$work/s" >/dev/null
kill "$daemon"
wait "$daemon" 2>/dev/null || :
daemon=''

# What both loaded stands in it once.
awk '!seen[$0]++' "$work/daemon" "$work/command" >"$work/classes"
"$java" $options -cp "$classpath" -Xshare:dump -XX:SharedClassListFile="$work/classes" -XX:SharedArchiveFile="$work/archive"
chmod 0644 "$work/archive"
mv "$work/archive" "$archive"
