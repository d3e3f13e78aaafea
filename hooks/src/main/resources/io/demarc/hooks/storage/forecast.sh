# SPDX-License-Identifier: Apache-2.0
#
#   forecast.sh NODE
#
# What this Pacemaker would do if NODE gave its service away (standby), and then came back: by its own simulator, on a copy of its state. In
# sections (io.demarc.hooks.node.Sections). The cluster learns nothing of it.
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

cibadmin --local --query >"$folder/now.xml" || exit 1

# simulate NAME FROM STANDBY: FROM with NODE in or out of standby, into NAME.
simulate() {
    cp "$folder/$2.xml" "$folder/begin.xml"
    CIB_file="$folder/begin.xml" crm_attribute --node "$node" --name standby --update "$3" >/dev/null || return 1
    crm_simulate --xml-file "$folder/begin.xml" --simulate --save-output "$folder/$1.xml" --output-as=xml
}

node=$1
simulate moved now on 2>/dev/null
echo "@@moved $?"
simulate back moved off 2>/dev/null
echo "@@back $?"
