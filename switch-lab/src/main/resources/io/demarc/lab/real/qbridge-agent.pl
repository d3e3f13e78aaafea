#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
#
# Q-BRIDGE-MIB (RFC 4363) over an Open vSwitch bridge: an AgentX subagent (RFC 2741) of net-snmp.
#
# net-snmp serves everything else itself: SNMPv3, IF-MIB, SNMPv2-MIB. What this program answers it reads from OVSDB each
# time; what it is told to set it writes there with ovs-vsctl, which waits until the switch does it. A port's static
# membership can pass through states that Open vSwitch has no word for (untagged in two VLANs while it is moved): they are
# kept beside the port, and the port forwards only in the VLAN that is both its PVID and untagged; if there is none, in
# none at all.
#
# usage: qbridge-agent.pl BRIDGE      (SNMPCONFPATH holds qbridge.conf with agentXSocket; OVS_RUNDIR or /run/openvswitch)
use strict;
use warnings;
use JSON::PP;
use Time::HiRes qw(time);
use NetSNMP::OID;
use NetSNMP::agent (':all');
use NetSNMP::ASN (':all');

my ($bridge) = @ARGV;
my $MIB = '1.3.6.1.2.1.17';
my $STATE = 'q-bridge';

sub ovs { my @command = ('ovs-vsctl', '--timeout=5', @_);
    open(my $out, '-|', @command) or die "ovs-vsctl: $!";
    local $/; my $text = <$out>; close($out) or die "failed: @command"; return $text; }

# OVSDB's sets and maps as Perl arrays and hashes.
sub values_of { my ($column) = @_; return ref $column && $column->[0] eq 'set' ? @{$column->[1]} : ($column); }
sub map_of { my ($column) = @_; return { map { $_->[0] => $_->[1] } @{$column->[1]} }; }

sub table { my ($columns, $name) = @_;
    my $answer = decode_json(ovs('--format=json', "--columns=$columns", 'list', $name));
    my @headings = @{$answer->{headings}};
    return map { my $row = $_; +{ map { $headings[$_] => $row->[$_] } 0 .. $#headings } } @{$answer->{data}}; }

sub has { my ($vlan, $list) = @_; return scalar grep { $_ == $vlan } @$list; }

# The Open vSwitch configuration for a static membership.
sub derived { my ($state) = @_;
    my $pvid = $state->{pvid};
    my $native = has($pvid, $state->{untagged}) && has($pvid, $state->{egress}) ? $pvid : 0;
    my @tagged = sort { $a <=> $b } grep { !has($_, $state->{untagged}) } @{$state->{egress}};
    return { mode => $native ? 'native-untagged' : 'trunk', tag => $native, trunks => \@tagged } if @tagged;
    return { mode => 'access', tag => $native, trunks => [] } if $native;
    return { mode => 'trunk', tag => 0, trunks => [4095] }; }

# The static membership that an Open vSwitch configuration amounts to.
sub from_configuration { my ($config) = @_;
    my ($mode, $tag, @trunks) = ($config->{mode}, $config->{tag}, @{$config->{trunks}});
    return { egress => [$tag], untagged => [$tag], pvid => $tag }
        if $tag && !@trunks && ($mode eq '' || $mode eq 'access');
    my @tagged = @trunks ? grep { $_ != 4095 } @trunks : (1 .. 4094);
    my @native = $tag && $mode ne 'trunk' ? ($tag) : ();
    my %egress = map { $_ => 1 } @tagged, @native;
    return { egress => [sort { $a <=> $b } keys %egress], untagged => \@native, pvid => $tag || 1 }; }

sub same { my ($a, $b) = @_;
    return ($a->{mode} || 'access') eq ($b->{mode} || 'access') && $a->{tag} == $b->{tag}
        && "@{$a->{trunks}}" eq "@{$b->{trunks}}"; }

# (ports by bridge port number, existing VLANs)
sub read_switch {
    my ($row) = grep { $_->{name} eq $bridge } table('name,ports,external_ids', 'Bridge');
    my %members = map { $_->[1] => 1 } ref $row->{ports}[0] || $row->{ports}[0] eq 'set'
        ? @{$row->{ports}[1]} : ($row->{ports});
    my %interfaces = map { $_->{_uuid}[1] => $_ } table('_uuid,ofport,type', 'Interface');
    my %ports;
    for my $port (table('_uuid,name,tag,trunks,vlan_mode,interfaces,external_ids', 'Port')) {
        next unless $members{$port->{_uuid}[1]} && $port->{interfaces}[0] eq 'uuid';
        my $interface = $interfaces{$port->{interfaces}[1]};
        my ($number) = grep { $_ > 0 } values_of($interface->{ofport});
        next unless $interface->{type} eq '' && $number;
        my $config = { mode => (values_of($port->{vlan_mode}))[0] || '', tag => (values_of($port->{tag}))[0] || 0,
                       trunks => [sort { $a <=> $b } values_of($port->{trunks})] };
        my $kept = map_of($port->{external_ids})->{$STATE};
        my $state = $kept ? decode_json($kept) : undef;
        $state = from_configuration($config) unless $state && same(derived($state), $config); # changed by somebody else
        $ports{$number} = { name => $port->{name}, state => $state };
    }
    my %vlans = map { $_ => 1 } split /,/, (map_of($row->{external_ids})->{$STATE} || '1');
    for my $port (values %ports) { if (@{$port->{state}{egress}} < 4000) { $vlans{$_} = 1 for @{$port->{state}{egress}}; } }
    return (\%ports, [sort { $a <=> $b } keys %vlans]); }

sub quoted { my ($text) = @_; return JSON::PP->new->allow_nonref->encode($text); }

sub write_port { my ($port) = @_;
    my ($name, $state) = ($port->{name}, $port->{state});
    my $config = derived($state);
    my $kept = JSON::PP->new->canonical->encode($state);
    my @command = ('--', 'clear', 'Port', $name, 'trunks', '--', 'clear', 'Port', $name, 'tag', '--', 'set', 'Port', $name,
                   "vlan_mode=$config->{mode}", "external_ids:$STATE=" . quoted($kept));
    push @command, "tag=$config->{tag}" if $config->{tag};
    push @command, 'trunks=' . join(',', @{$config->{trunks}}) if @{$config->{trunks}};
    ovs(@command); }

sub write_vlans { ovs('set', 'Bridge', $bridge, "external_ids:$STATE=" . quoted(join ',', sort { $a <=> $b } @_)); }

sub port_list { my ($highest, @numbers) = @_;
    my @octets = (0) x (int(($highest + 7) / 8) || 1);
    $octets[int(($_ - 1) / 8)] |= 0x80 >> (($_ - 1) % 8) for @numbers;
    return pack 'C*', @octets; }

sub numbers_of { my @octets = unpack 'C*', $_[0]; my %numbers;
    for my $i (0 .. $#octets) { for my $bit (0 .. 7) { $numbers{$i * 8 + $bit + 1} = 1 if $octets[$i] & (0x80 >> $bit); } }
    return \%numbers; }

# The Perl binding hands octets over as text: "80 " in hexadecimal, or as they are where all of them print. The two cannot
# be confused for lists of up to two octets (16 ports), which is more than the laboratory's switch has.
sub octets_of { my ($text) = @_;
    $text =~ s/^"(.*)"$/$1/s;
    return pack 'H*', $text =~ s/ //gr if $text =~ /^(?:[0-9A-F]{2} )+$/;
    return $text =~ s/\\(.)/$1/gr; }

sub if_index { my ($name) = @_; open(my $file, '<', "/sys/class/net/$name/ifindex") or return 0;
    my $index = <$file>; chomp $index; return $index; }

# Every object: dotted OID => [ASN type, value]. A walk asks for one after the other, and reading the switch costs three
# processes: what was read counts for a third of a second, or until something is set.
my %cache = (until => 0);
sub objects {
    return $cache{table} if time() < $cache{until};
    my ($ports, $vlans) = read_switch();
    my ($highest) = (sort { $b <=> $a } keys %$ports, 1)[0];
    my %table;
    my $put = sub { my ($oid, $type, $value) = @_; $table{"$MIB.$oid"} = [$type, $value]; };
    $put->('1.2.0', ASN_INTEGER, scalar keys %$ports);
    $put->('7.1.1.1.0', ASN_INTEGER, 1);
    $put->('7.1.1.2.0', ASN_INTEGER, 4094);
    $put->('7.1.1.3.0', ASN_GAUGE, 4094);
    $put->('7.1.1.4.0', ASN_GAUGE, scalar @$vlans);
    for my $number (keys %$ports) {
        $put->("1.4.1.1.$number", ASN_INTEGER, $number);
        $put->("1.4.1.2.$number", ASN_INTEGER, if_index($ports->{$number}{name}));
        $put->("7.1.4.5.1.1.$number", ASN_GAUGE, $ports->{$number}{state}{pvid});
        $put->("7.1.4.5.1.2.$number", ASN_INTEGER, 1);
        $put->("7.1.4.5.1.3.$number", ASN_INTEGER, 1);
    }
    for my $vlan (@$vlans) {
        my $egress = port_list($highest, grep { has($vlan, $ports->{$_}{state}{egress}) } keys %$ports);
        my $untagged = port_list($highest, grep { has($vlan, $ports->{$_}{state}{untagged}) } keys %$ports);
        $put->("7.1.4.2.1.3.0.$vlan", ASN_GAUGE, $vlan);
        $put->("7.1.4.2.1.4.0.$vlan", ASN_OCTET_STR, $egress);
        $put->("7.1.4.2.1.5.0.$vlan", ASN_OCTET_STR, $untagged);
        $put->("7.1.4.2.1.6.0.$vlan", ASN_INTEGER, 2);
        $put->("7.1.4.3.1.1.$vlan", ASN_OCTET_STR, "VLAN$vlan");
        $put->("7.1.4.3.1.2.$vlan", ASN_OCTET_STR, $egress);
        $put->("7.1.4.3.1.3.$vlan", ASN_OCTET_STR, port_list($highest));
        $put->("7.1.4.3.1.4.$vlan", ASN_OCTET_STR, $untagged);
        $put->("7.1.4.3.1.5.$vlan", ASN_INTEGER, 1);
    }
    for my $line (split /\n/, `ovs-appctl fdb/show $bridge 2>/dev/null`) {
        my ($number, $vlan, $mac) = split ' ', $line;
        next unless defined $mac && $number =~ /^\d+$/;
        my $index = join '.', $vlan, map { hex } split /:/, $mac;
        $put->("7.1.2.2.1.2.$index", ASN_INTEGER, $number);
        $put->("7.1.2.2.1.3.$index", ASN_INTEGER, 3);
    }
    %cache = (table => \%table, order => [sort { sortable($a) cmp sortable($b) } keys %table], until => time() + 0.33);
    return \%table; }

sub dotted { my ($oid) = @_; return join '.', $oid->to_array(); }
sub sortable { return pack 'N*', split /\./, $_[0]; }

# What the switch is like before a SET request, kept from its first phase to its last.
my %transaction;

# The error of one varbind, SNMP_ERR_NOERROR if it can be done; changes the model in %transaction only.
sub plan { my ($oid, $type, $value) = @_;
    my ($ports, $vlans) = @transaction{qw(ports vlans)};
    my ($column, $index) = substr($oid, length($MIB) + 1) =~ /^(.*)\.(\d+)$/;
    if ($column eq '7.1.4.5.1.1') {
        return SNMP_ERR_WRONGTYPE unless $type == ASN_GAUGE || $type == ASN_UNSIGNED;
        return SNMP_ERR_WRONGVALUE unless $ports->{$index} && $vlans->{$value};
        $ports->{$index}{state}{pvid} = $value + 0; $ports->{$index}{dirty} = 1;
        return SNMP_ERR_NOERROR;
    }
    return $value == 1 ? SNMP_ERR_NOERROR : SNMP_ERR_WRONGVALUE if $column eq '7.1.4.5.1.2' || $column eq '7.1.4.5.1.3';
    return SNMP_ERR_NOTWRITABLE unless $column =~ /^7\.1\.4\.3\.1\.([1-5])$/;
    my $object = $1;
    return plan_row($index, $value) if $object == 5;
    return SNMP_ERR_NOERROR if $object == 1;                      # names live nowhere in Open vSwitch
    return SNMP_ERR_INCONSISTENTVALUE unless $vlans->{$index};    # "createAndGo" has to come before, or in the same request
    return %{numbers_of(octets_of($value))} ? SNMP_ERR_WRONGVALUE : SNMP_ERR_NOERROR if $object == 3;
    return plan_members($index, $object == 2 ? 'egress' : 'untagged', numbers_of(octets_of($value))); }

sub plan_row { my ($vlan, $status) = @_;
    my ($ports, $vlans) = @transaction{qw(ports vlans)};
    my $is_used = grep { has($vlan, $_->{state}{egress}) } values %$ports;
    if ($status == 4 && !$vlans->{$vlan} && $vlan >= 1 && $vlan <= 4094) { $vlans->{$vlan} = 1; }
    elsif ($status == 6 && $vlans->{$vlan} && !$is_used) { delete $vlans->{$vlan}; }
    elsif (!($status == 1 && $vlans->{$vlan})) { return SNMP_ERR_INCONSISTENTVALUE; }
    $transaction{dirty} = 1;
    return SNMP_ERR_NOERROR; }

sub plan_members { my ($vlan, $which, $members) = @_;
    my $ports = $transaction{ports};
    return SNMP_ERR_WRONGVALUE if grep { !$ports->{$_} } keys %$members;
    for my $number (keys %$ports) {
        my $state = $ports->{$number}{state};
        my $was = has($vlan, $state->{$which}) ? 1 : 0;
        my $is = $members->{$number} ? 1 : 0;
        next if $was == $is;
        $state->{$which} = [sort { $a <=> $b } $is ? (@{$state->{$which}}, $vlan) : grep { $_ != $vlan } @{$state->{$which}}];
        $ports->{$number}{dirty} = 1;
    }
    return SNMP_ERR_NOERROR; }

sub answer { my ($handler, $registration, $info, $requests) = @_;
    my $mode = $info->getMode();
    if ($mode == MODE_GET || $mode == MODE_GETNEXT) { return answer_get($mode, $requests); }
    if ($mode == MODE_SET_RESERVE1) {
        my ($ports, $vlans) = read_switch();
        %transaction = (ports => $ports, vlans => { map { $_ => 1 } @$vlans });
        my @varbinds;
        for (my $request = $requests; $request; $request = $request->next()) { push @varbinds, $request; }
        # Rows are created before they are filled, whatever the order in the request (RFC 3416: as if simultaneous).
        for my $request ((grep { is_row($_) } @varbinds), (grep { !is_row($_) } @varbinds)) {
            my $error = plan(dotted($request->getOID()), $request->getType(), $request->getValue());
            if ($error != SNMP_ERR_NOERROR) { $request->setError($info, $error); %transaction = (); return; }
        }
    } elsif ($mode == MODE_SET_ACTION && %transaction) {
        my $done = eval {
            write_vlans(keys %{$transaction{vlans}}) if $transaction{dirty};
            write_port($_) for grep { $_->{dirty} } values %{$transaction{ports}};
            1;
        };
        $requests->setError($info, SNMP_ERR_GENERR) unless $done;
        %transaction = ();
        $cache{until} = 0;
    } }

sub is_row { return dotted($_[0]->getOID()) =~ /^\Q$MIB\E\.7\.1\.4\.3\.1\.5\./; }

sub answer_get { my ($mode, $requests) = @_;
    my $table = objects();
    my @order = @{$cache{order}};
    for (my $request = $requests; $request; $request = $request->next()) {
        my $oid = dotted($request->getOID());
        my $found = $oid;
        ($found) = grep { sortable($_) gt sortable($oid) } @order if $mode == MODE_GETNEXT;
        next unless defined $found && $table->{$found};
        $request->setOID(".$found") if $mode == MODE_GETNEXT;
        $request->setValue(@{$table->{$found}});
    } }

my $agent = NetSNMP::agent->new('Name' => 'qbridge', 'AgentX' => 1);
$agent->register('qbridge', ".$MIB", \&answer) or die 'could not register';
my $running = 1;
$SIG{TERM} = sub { $running = 0; };
$agent->agent_check_and_process(1) while $running;
$agent->shutdown();
