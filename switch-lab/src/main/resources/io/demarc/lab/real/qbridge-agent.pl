#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
#
# Q-BRIDGE-MIB (RFC 4363), BRIDGE-MIB and IF-MIB over an Open vSwitch bridge: an AgentX subagent (RFC 2741) of net-snmp.
# net-snmp itself serves SNMPv3, SNMPv2-MIB and IP-MIB; its own IF-MIB is off, as it remembers interfaces for seconds and
# labels nowhere near the switch.
#
# usage: qbridge-agent.pl BRIDGE      (SNMPCONFPATH holds qbridge.conf with agentXSocket; OVS_RUNDIR or /run/openvswitch)
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use NetSNMP::OID;
use NetSNMP::agent (':all');
use NetSNMP::ASN (':all');
use NetSNMP::default_store (':all');
use OpenVswitch;

my $MIB_2 = '1.3.6.1.2.1';
my ($INTERFACES, $INTERFACES_MORE, $BRIDGE, $QBRIDGE) = ('2', '31.1.1.1', '17.1', '17.7.1');
my ($CREATE_AND_GO, $DESTROY) = (4, 6);
# NETSNMP_STRING_OUTPUT_HEX of net-snmp's output_api.h
my $IN_HEXADECIMAL = 3;

my $switch = OpenVswitch->new($ARGV[0]);

# ---- port lists: the first port is the highest bit of the first octet

sub port_list {
    my ($highest, @numbers) = @_;
    my @octets = (0) x (int(($highest + 7) / 8) || 1);
    $octets[int(($_ - 1) / 8)] |= 0x80 >> (($_ - 1) % 8) for @numbers;
    return pack 'C*', @octets;
}

sub numbers_of {
    my @octets = unpack 'C*', $_[0];
    my %numbers;
    for my $i (0 .. $#octets) {
        $numbers{$i * 8 + $_ + 1} = 1 for grep { $octets[$i] & (0x80 >> $_) } 0 .. 7;
    }
    return \%numbers;
}

# The Perl binding hands octets over as net-snmp would print them: in hexadecimal, since it is told so below.
sub octets_of { return pack 'H*', $_[0] =~ s/[^0-9A-Fa-f]//gr; }

# ---- reading

# Every object: OID below mib-2 => [ASN type, value]
sub objects {
    my ($ports, $names) = $switch->read();
    my %table;
    my $put = sub { my ($oid, $type, $value) = @_; $table{$oid} = [$type, $value]; };
    put_interfaces($put, $switch->interfaces($ports));
    put_ports($put, $ports);
    put_vlans($put, $ports, $names);
    for my $entry ($switch->learned()) {
        my ($number, $vlan, $mac) = @$entry;
        my $index = join '.', $vlan, map { hex } split /:/, $mac;
        $put->("$QBRIDGE.2.2.1.2.$index", ASN_INTEGER, $number);
        $put->("$QBRIDGE.2.2.1.3.$index", ASN_INTEGER, 3);
    }
    return \%table;
}

sub put_interfaces {
    my ($put, $interfaces) = @_;
    $put->("$INTERFACES.1.0", ASN_INTEGER, scalar keys %$interfaces);
    for my $index (keys %$interfaces) {
        my $interface = $interfaces->{$index};
        $put->("$INTERFACES.2.1.1.$index", ASN_INTEGER, $index);
        $put->("$INTERFACES.2.1.2.$index", ASN_OCTET_STR, $interface->{name});
        $put->("$INTERFACES.2.1.3.$index", ASN_INTEGER, $interface->{name} eq 'lo' ? 24 : 6);
        $put->("$INTERFACES.2.1.6.$index", ASN_OCTET_STR, $interface->{mac});
        $put->("$INTERFACES.2.1.7.$index", ASN_INTEGER, $interface->{is_up} ? 1 : 2);
        $put->("$INTERFACES.2.1.8.$index", ASN_INTEGER, $interface->{has_link} ? 1 : 2);
        $put->("$INTERFACES_MORE.1.$index", ASN_OCTET_STR, $interface->{name});
        $put->("$INTERFACES_MORE.18.$index", ASN_OCTET_STR, $interface->{label});
    }
}

sub put_ports {
    my ($put, $ports) = @_;
    $put->("$BRIDGE.2.0", ASN_INTEGER, scalar keys %$ports);
    $put->("$BRIDGE.3.0", ASN_INTEGER, 2);
    for my $number (keys %$ports) {
        my $port = $ports->{$number};
        $put->("$BRIDGE.4.1.1.$number", ASN_INTEGER, $number);
        $put->("$BRIDGE.4.1.2.$number", ASN_INTEGER, $port->{if_index});
        $put->("$QBRIDGE.4.5.1.1.$number", ASN_GAUGE, $port->{pvid});
        $put->("$QBRIDGE.4.5.1.2.$number", ASN_INTEGER, admitted_frames($port));
        $put->("$QBRIDGE.4.5.1.3.$number", ASN_INTEGER, 1);
    }
}

# dot1qPortAcceptableFrameTypes follows from the membership: all (1), only tagged (2), only untagged (3).
sub admitted_frames {
    my ($port) = @_;
    my ($egress, $untagged) = @{$port->{current}}{qw(egress untagged)};
    return !@$untagged ? 2 : @$egress > @$untagged ? 1 : 3;
}

sub put_vlans {
    my ($put, $ports, $names) = @_;
    my ($highest) = (sort { $b <=> $a } keys %$ports, 1)[0];
    my $list = sub {
        my ($vlan, $members) = @_;
        return port_list($highest, grep { OpenVswitch::is_in($vlan, $members->($ports->{$_})) } keys %$ports);
    };
    $put->("$QBRIDGE.1.1.0", ASN_INTEGER, 1);
    $put->("$QBRIDGE.1.2.0", ASN_INTEGER, 4094);
    $put->("$QBRIDGE.1.3.0", ASN_GAUGE, 4094);
    $put->("$QBRIDGE.1.4.0", ASN_GAUGE, scalar keys %$names);
    for my $vlan (keys %$names) {
        $put->("$QBRIDGE.4.2.1.3.0.$vlan", ASN_GAUGE, $vlan);
        $put->("$QBRIDGE.4.2.1.4.0.$vlan", ASN_OCTET_STR, $list->($vlan, sub { $_[0]{current}{egress} }));
        $put->("$QBRIDGE.4.2.1.5.0.$vlan", ASN_OCTET_STR, $list->($vlan, sub { $_[0]{current}{untagged} }));
        $put->("$QBRIDGE.4.2.1.6.0.$vlan", ASN_INTEGER, 2);
        $put->("$QBRIDGE.4.3.1.1.$vlan", ASN_OCTET_STR, $names->{$vlan});
        $put->("$QBRIDGE.4.3.1.2.$vlan", ASN_OCTET_STR, $list->($vlan, sub { $_[0]{egress} }));
        $put->("$QBRIDGE.4.3.1.3.$vlan", ASN_OCTET_STR, port_list($highest));
        $put->("$QBRIDGE.4.3.1.4.$vlan", ASN_OCTET_STR, $list->($vlan, sub { $_[0]{untagged} }));
        $put->("$QBRIDGE.4.3.1.5.$vlan", ASN_INTEGER, 1);
    }
}

# The OID below mib-2.
sub suffix_of {
    my ($oid) = @_;
    my $dotted = join '.', $oid->to_array();
    return $dotted eq $MIB_2 ? '' : substr $dotted, length($MIB_2) + 1;
}

sub sortable { return pack 'N*', split /\./, $_[0]; }

sub answer_get {
    my ($is_next, $requests) = @_;
    my $table = objects();
    my %sortable = map { $_ => sortable($_) } keys %$table;
    my @order = $is_next ? sort { $sortable{$a} cmp $sortable{$b} } keys %$table : ();
    for (my $request = $requests; $request; $request = $request->next()) {
        my $oid = suffix_of($request->getOID());
        my $asked = sortable($oid);
        ($oid) = grep { $sortable{$_} gt $asked } @order if $is_next;
        next unless defined $oid && $table->{$oid};
        $request->setOID(".$MIB_2.$oid") if $is_next;
        $request->setValue(@{$table->{$oid}});
    }
}

# ---- writing: planned on a copy in the first phase of a request, done in the phase of action

my %plan;

sub start_plan {
    my ($ports, $names) = $switch->read();
    %plan = (ports => $ports, names => $names, interfaces => $switch->interfaces($ports), changed => {}, links => {});
}

# The error of one varbind; SNMP_ERR_NOERROR if it can be done.
sub plan_value {
    my ($oid, $type, $value) = @_;
    my ($column, $index) = $oid =~ /^(.*)\.(\d+)$/;
    return plan_link($index, $value) if $column eq "$INTERFACES.2.1.7";
    return plan_label($index, octets_of($value)) if $column eq "$INTERFACES_MORE.18";
    return plan_pvid($index, $type, $value) if $column eq "$QBRIDGE.4.5.1.1";
    if ($column eq "$QBRIDGE.4.5.1.2" || $column eq "$QBRIDGE.4.5.1.3") {
        my $port = $plan{ports}{$index} or return SNMP_ERR_NOCREATION;
        return $value == ($column =~ /2$/ ? admitted_frames($port) : 1) ? SNMP_ERR_NOERROR : SNMP_ERR_WRONGVALUE;
    }
    my ($object) = $column =~ /^\Q$QBRIDGE\E\.4\.3\.1\.([1-5])$/ or return SNMP_ERR_NOTWRITABLE;
    return plan_row($index, $value) if $object == 5;
    return SNMP_ERR_INCONSISTENTVALUE unless defined $plan{names}{$index};
    my $octets = octets_of($value);
    if ($object == 1) {
        $plan{names}{$index} = $octets;
        return SNMP_ERR_NOERROR;
    }
    my $numbers = numbers_of($octets);
    return %$numbers ? SNMP_ERR_WRONGVALUE : SNMP_ERR_NOERROR if $object == 3;
    return plan_members($index, $object == 2 ? 'egress' : 'untagged', $numbers);
}

sub plan_link {
    my ($index, $value) = @_;
    my $interface = $plan{interfaces}{$index} or return SNMP_ERR_NOCREATION;
    return SNMP_ERR_NOTWRITABLE unless $interface->{is_port} && $interface->{is_system};
    return SNMP_ERR_WRONGVALUE unless $value == 1 || $value == 2;
    $plan{links}{$interface->{name}} = $value == 1;
    return SNMP_ERR_NOERROR;
}

sub plan_label {
    my ($index, $text) = @_;
    my ($number) = grep { $plan{ports}{$_}{if_index} == $index } keys %{$plan{ports}};
    return SNMP_ERR_NOTWRITABLE unless $number;
    return SNMP_ERR_WRONGVALUE unless $text =~ /^[\x20-\x7e]*$/;
    return SNMP_ERR_WRONGLENGTH if length $text > 64;
    $plan{ports}{$number}{label} = $text;
    $plan{changed}{$number} = 1;
    return SNMP_ERR_NOERROR;
}

sub plan_pvid {
    my ($number, $type, $value) = @_;
    return SNMP_ERR_WRONGTYPE unless $type == ASN_GAUGE || $type == ASN_UNSIGNED;
    my $port = $plan{ports}{$number} or return SNMP_ERR_NOCREATION;
    return SNMP_ERR_WRONGVALUE unless defined $plan{names}{$value};
    $port->{pvid} = $value + 0;
    $plan{changed}{$number} = 1;
    return SNMP_ERR_NOERROR;
}

sub plan_row {
    my ($vlan, $status) = @_;
    my $names = $plan{names};
    return SNMP_ERR_NOCREATION unless $vlan >= 1 && $vlan <= 4094;
    if ($status == $CREATE_AND_GO) {
        return SNMP_ERR_INCONSISTENTVALUE if defined $names->{$vlan};
        $names->{$vlan} = "VLAN$vlan";
        return SNMP_ERR_NOERROR;
    }
    return $status == 1 && defined $names->{$vlan} ? SNMP_ERR_NOERROR : SNMP_ERR_INCONSISTENTVALUE
        unless $status == $DESTROY;
    my @users = grep { OpenVswitch::is_in($vlan, $_->{egress}) && @{$_->{egress}} < 4094 } values %{$plan{ports}};
    return SNMP_ERR_INCONSISTENTVALUE if @users;
    delete $names->{$vlan};
    return SNMP_ERR_NOERROR;
}

sub plan_members {
    my ($vlan, $which, $members) = @_;
    my $ports = $plan{ports};
    return SNMP_ERR_WRONGVALUE if grep { !$ports->{$_} } keys %$members;
    for my $number (keys %$ports) {
        my $vlans = $ports->{$number}{$which};
        next if !!OpenVswitch::is_in($vlan, $vlans) == !!$members->{$number};
        my @changed = $members->{$number} ? (@$vlans, $vlan) : grep { $_ != $vlan } @$vlans;
        $ports->{$number}{$which} = OpenVswitch::ascending(@changed);
        $plan{changed}{$number} = 1;
    }
    return SNMP_ERR_NOERROR;
}

# Rows come before what is in them and go after it, whatever the order in the request (RFC 3416: as if simultaneous).
sub turn {
    my ($request) = @_;
    return 1 unless suffix_of($request->getOID()) =~ /^\Q$QBRIDGE\E\.4\.3\.1\.5\./;
    return $request->getValue() == $DESTROY ? 2 : 0;
}

sub plan_request {
    my ($info, $requests) = @_;
    start_plan();
    my @varbinds;
    for (my $request = $requests; $request; $request = $request->next()) { push @varbinds, $request; }
    for my $request (sort { turn($a) <=> turn($b) } @varbinds) {
        my $error = plan_value(suffix_of($request->getOID()), $request->getType(), $request->getValue());
        next if $error == SNMP_ERR_NOERROR;
        $request->setError($info, $error);
        %plan = ();
        return;
    }
}

sub do_plan {
    my ($ports, $links, $names) = @plan{qw(ports links names)};
    my @changed = map { $ports->{$_} } keys %{$plan{changed}};
    # A port goes down before its VLAN changes and up after it.
    $switch->set_up($_, 0) for grep { !$links->{$_} } keys %$links;
    $switch->write(\@changed, $names);
    $switch->set_up($_, 1) for grep { $links->{$_} } keys %$links;
}

sub answer {
    my ($handler, $registration, $info, $requests) = @_;
    my $mode = $info->getMode();
    my $is_done = eval {
        if ($mode == MODE_GET || $mode == MODE_GETNEXT) { answer_get($mode == MODE_GETNEXT, $requests); }
        elsif ($mode == MODE_SET_RESERVE1) { plan_request($info, $requests); }
        elsif ($mode == MODE_SET_ACTION) { do_plan(); }
        else { 1; }
        1;
    };
    return if $is_done;
    warn "qbridge-agent: $@";
    $requests->setError($info, SNMP_ERR_GENERR);
}

netsnmp_ds_set_int(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_STRING_OUTPUT_FORMAT, $IN_HEXADECIMAL);
my $agent = NetSNMP::agent->new('Name' => 'qbridge', 'AgentX' => 1);
# One region, so that a request over several of these MIBs is planned and done as a whole.
$agent->register('qbridge', ".$MIB_2", \&answer) or die "could not register\n";
my $running = 1;
$SIG{TERM} = sub { $running = 0; };
$agent->agent_check_and_process(1) while $running;
$agent->shutdown();
