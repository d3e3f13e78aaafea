# SPDX-License-Identifier: Apache-2.0
#
# The ports of one Open vSwitch bridge as IEEE 802.1Q knows them: which VLANs leave a port, which of them untagged, and the
# VLAN of untagged frames that arrive (PVID). Read from OVSDB (RFC 7047) each time, written with ovs-vsctl, which waits until
# the switch does it.
#
# A port that is moved step by step passes through states that Open vSwitch has no word for, such as untagged in two VLANs.
# They are kept beside the port in OVSDB, and the port forwards untagged frames only in the VLAN that is both its PVID and
# untagged; if there is none, in none. What somebody else configures on the port counts more than what is kept.
package OpenVswitch;
use strict;
use warnings;
use IO::Socket::UNIX;
use JSON::PP;

my $RUN = $ENV{OVS_RUNDIR} || '/run/openvswitch';
my $KEPT = 'q-bridge';
# The key under which the "openvswitch" platform keeps a port's description.
my $LABEL = 'demarc';
# A VLAN that no frame can have: a trunk of it alone forwards nothing.
my $NOWHERE = 4095;
# Open vSwitch's patch ports are no interfaces of the system: they get numbers of their own.
my $FIRST_PATCH_INDEX = 10000;

sub new {
    my ($class, $bridge) = @_;
    return bless { bridge => $bridge }, $class;
}

# One request over a UNIX socket (JSON-RPC), one answer.
sub ask {
    my ($path, $method, @parameters) = @_;
    my $socket = IO::Socket::UNIX->new(Peer => $path) or die "$path: $!\n";
    print {$socket} encode_json({ id => 1, method => $method, params => \@parameters });
    $socket->flush();
    my $parser = JSON::PP->new->utf8;
    while (sysread($socket, my $octets, 65536)) {
        my $answer = $parser->incr_parse($octets) or next;
        die "$method: " . encode_json([$answer->{error}]) . "\n" if defined $answer->{error};
        return $answer->{result};
    }
    die "$path ended the connection\n";
}

sub rows {
    my @selects = map { { op => 'select', table => $_->[0], where => $_->[1], columns => $_->[2] } } @_;
    return map { $_->{rows} } @{ask("$RUN/db.sock", 'transact', 'Open_vSwitch', @selects)};
}

# OVSDB's sets and maps as lists and hashes.
sub members {
    my ($column) = @_;
    return ref $column && $column->[0] eq 'set' ? @{$column->[1]} : ($column);
}

sub map_of {
    my ($column) = @_;
    return { map { $_->[0] => $_->[1] } @{$column->[1]} };
}

sub is_in {
    my ($vlan, $list) = @_;
    return scalar grep { $_ == $vlan } @$list;
}

sub ascending { return [sort { $a <=> $b } @_]; }

# The Open vSwitch configuration for a membership.
sub configuration_of {
    my ($membership) = @_;
    my ($pvid, $egress, $untagged) = @{$membership}{qw(pvid egress untagged)};
    my $native = is_in($pvid, $untagged) && is_in($pvid, $egress) ? $pvid : 0;
    my @tagged = grep { !is_in($_, $untagged) } @$egress;
    return { mode => $native ? 'native-untagged' : 'trunk', tag => $native, trunks => ascending(@tagged) } if @tagged;
    return { mode => 'access', tag => $native, trunks => [] } if $native;
    return { mode => 'trunk', tag => 0, trunks => [$NOWHERE] };
}

# The membership that a configuration amounts to.
sub membership_of {
    my ($configuration) = @_;
    my ($mode, $tag, $trunks) = @{$configuration}{qw(mode tag trunks)};
    my @native = $tag ? ($tag) : ();
    return { egress => \@native, untagged => \@native, pvid => $tag || 1 } if $mode eq 'access';
    my @carried = @$trunks ? grep { $_ > 0 && $_ < $NOWHERE } @$trunks : (1 .. 4094);
    @native = () if $mode eq 'trunk';
    my %egress = map { $_ => 1 } @carried, @native;
    return { egress => ascending(keys %egress), untagged => $mode eq 'native-tagged' ? [] : \@native, pvid => $native[0] || 1 };
}

sub is_same {
    my ($one, $other) = @_;
    return $one->{mode} eq $other->{mode} && $one->{tag} == $other->{tag} && "@{$one->{trunks}}" eq "@{$other->{trunks}}";
}

# (ports by bridge port number, VLAN names by VLAN)
sub read {
    my ($self) = @_;
    my ($bridges, $ports, $interfaces) = rows(
        ['Bridge', [['name', '==', $self->{bridge}]], ['ports', 'external_ids']],
        ['Port', [], ['_uuid', 'name', 'tag', 'trunks', 'vlan_mode', 'interfaces', 'external_ids']],
        ['Interface', [], ['_uuid', 'ofport', 'type']]);
    my %is_here = map { $_->[1] => 1 } members($bridges->[0]{ports});
    my %interface = map { $_->{_uuid}[1] => $_ } @$interfaces;
    my (%found, %names);
    my $kept = map_of($bridges->[0]{external_ids})->{$KEPT};
    %names = %{decode_json($kept)} if $kept;
    for my $port (grep { $is_here{$_->{_uuid}[1]} && $_->{interfaces}[0] eq 'uuid' } @$ports) {
        my $details = $interface{$port->{interfaces}[1]};
        my ($number) = grep { $_ > 0 } members($details->{ofport});
        next if $details->{type} eq 'internal' || !$number;
        $found{$number} = port($port, $number, $details->{type});
        my $vlans = $found{$number}{egress};
        $names{$_} //= "VLAN$_" for @$vlans == 4094 ? () : @$vlans;
    }
    return (\%found, \%names);
}

sub port {
    my ($row, $number, $type) = @_;
    my ($tag) = (members($row->{tag}), 0);
    my ($mode) = (members($row->{vlan_mode}), $tag ? 'access' : 'trunk');
    my $configuration = { mode => $mode, tag => $tag, trunks => ascending(members($row->{trunks})) };
    my $others = map_of($row->{external_ids});
    my $membership = $others->{$KEPT} ? decode_json($others->{$KEPT}) : undef;
    $membership = membership_of($configuration)
        unless $membership && is_same(configuration_of($membership), $configuration);
    return { name => $row->{name}, label => $others->{$LABEL} // '', current => membership_of($configuration),
             if_index => $type eq '' ? system_index($row->{name}) : $FIRST_PATCH_INDEX + $number, %$membership };
}

sub system_index {
    my ($name) = @_;
    return system_file($name, 'ifindex') // 0;
}

sub system_file {
    my ($interface, $name) = @_;
    CORE::open(my $file, '<', "/sys/class/net/$interface/$name") or return undef;
    my $line = <$file>;
    return undef unless defined $line;
    chomp $line;
    return $line;
}

# Every interface by its number: the system's, and the bridge's patch ports.
sub interfaces {
    my ($self, $ports) = @_;
    my %found;
    for my $path (glob '/sys/class/net/*') {
        my ($name) = $path =~ m{([^/]+)$};
        my $is_up = hex(system_file($name, 'flags') // 0) & 1;
        my $state = system_file($name, 'operstate') // '';
        $found{system_index($name)} = { name => $name, label => '', is_up => $is_up, is_system => 1,
            mac => join('', map { chr hex } split /:/, system_file($name, 'address') // ''),
            has_link => $state eq 'up' || ($is_up && $state eq 'unknown') };
    }
    for my $port (values %$ports) {
        my $interface = $found{$port->{if_index}} //= { name => $port->{name}, is_up => 1, mac => '', has_link => 1 };
        $interface->{label} = $port->{label};
        $interface->{is_port} = 1;
    }
    delete $found{0};
    return \%found;
}

# What the switch has learned: [port number, VLAN, MAC address]
sub learned {
    my ($self) = @_;
    CORE::open(my $file, '<', "$RUN/ovs-vswitchd.pid") or return ();
    my $pid = <$file>;
    chomp $pid;
    my $text = ask("$RUN/ovs-vswitchd.$pid.ctl", 'fdb/show', $self->{bridge});
    return map { [(split)[0 .. 2]] } grep { /^\s*\d/ } split /\n/, $text;
}

sub quoted { return JSON::PP->new->allow_nonref->encode($_[0]); }

# All of it in one transaction of OVSDB: membership and label of ports, names of VLANs.
sub write {
    my ($self, $ports, $names) = @_;
    my @commands;
    for my $port (@$ports) {
        my $name = $port->{name};
        my $configuration = configuration_of($port);
        my %kept = map { $_ => $port->{$_} } qw(egress untagged pvid);
        push @commands, '--', 'clear', 'Port', $name, 'trunks', 'tag', '--', 'set', 'Port', $name,
            "vlan_mode=$configuration->{mode}", "external_ids:$KEPT=" . quoted(JSON::PP->new->canonical->encode(\%kept));
        push @commands, "tag=$configuration->{tag}" if $configuration->{tag};
        push @commands, 'trunks=' . join(',', @{$configuration->{trunks}}) if @{$configuration->{trunks}};
        push @commands, '--', $port->{label} eq '' ? ('remove', 'Port', $name, 'external_ids', $LABEL)
            : ('set', 'Port', $name, "external_ids:$LABEL=" . quoted($port->{label}));
    }
    push @commands, '--', 'set', 'Bridge', $self->{bridge},
        "external_ids:$KEPT=" . quoted(JSON::PP->new->canonical->encode($names)) if $names;
    run('ovs-vsctl', '--timeout=10', @commands);
}

sub set_up {
    my ($self, $interface, $is_up) = @_;
    run('ip', 'link', 'set', 'dev', $interface, $is_up ? 'up' : 'down');
}

sub run {
    my @command = @_;
    system(@command) == 0 or die "failed: @command\n";
}

1;
