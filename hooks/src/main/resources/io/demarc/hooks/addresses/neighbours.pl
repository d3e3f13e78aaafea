# SPDX-License-Identifier: Apache-2.0
#
# Tells the neighbours on one Ethernet interface who has an address, or asks them. Needs root (AF_PACKET) and no module, so
# that the perl of the smallest installation will do.
#
#   announce INTERFACE ROUNDS MILLISECONDS GATEWAY MAC ADDRESS...
#       one round for each address, then the next round after this time. GATEWAY and its MAC are - where unknown.
#       IPv4 (RFC 826, RFC 5227 section 3): gratuitous request and reply to everybody; to the gateway a question for its
#       own address, which nobody can ignore who answers it, and a reply.
#       IPv6 (RFC 4861, sections 7.2.6 and 7.2.2): advertisement with the override flag to everybody and to the gateway,
#       and a solicitation for the gateway's own address.
#   probe INTERFACE MILLISECONDS ADDRESS...
#       asks who has it, without saying that anybody here does (RFC 5227 section 2.1.1, RFC 4862 section 5.4.2), three
#       times within this time. Prints "ADDRESS MAC" for each who answers.
use strict;
use warnings;

my $command = shift // '';
my $interface = shift // '';
die "$interface: no such interface\n" unless -d "/sys/class/net/$interface" && $interface !~ m{/};
die "$interface is not Ethernet\n" unless of_interface('type') == 1;
my $index = of_interface('ifindex');
my $own = mac(of_interface('address'));
my $everybody = "\xff" x 6;

if ($command eq 'announce') {
    announce(@ARGV);
} elsif ($command eq 'probe') {
    probe(@ARGV);
} else {
    die "usage: announce INTERFACE ROUNDS MILLISECONDS GATEWAY MAC ADDRESS... | probe INTERFACE MILLISECONDS ADDRESS...\n";
}

sub of_interface {
    my $file = "/sys/class/net/$interface/$_[0]";
    open(my $in, '<', $file) or die "$file: $!\n";
    my $text = <$in>;
    $text =~ s/\s+//g;
    return $text;
}

sub mac { return pack('H12', join('', split(/[:.-]/, $_[0]))) }

sub is_six { return $_[0] =~ /:/ }

# An address in its octets; only "::" and hexadecimal words for IPv6.
sub octets {
    my ($text) = @_;
    return pack('C4', split(/\./, $text)) unless is_six($text);
    my ($head, $tail) = split(/::/, $text, -1);
    my @head = split(/:/, $head);
    my @tail = defined $tail ? split(/:/, $tail) : ();
    my @zeros = defined $tail ? (0) x (8 - @head - @tail) : ();
    return pack('n8', map { hex } @head, @zeros, @tail);
}

sub open_socket {
    my ($type) = @_;
    # PF_PACKET, SOCK_RAW; the type in network order.
    socket(my $socket, 17, 3, unpack('S', pack('n', $type))) or die "packet socket: $!\n";
    bind($socket, packet_address($type)) or die "$interface: $!\n";
    return $socket;
}

sub packet_address { return pack('S n i S C C a8', 17, $_[0], $index, 0, 0, 6, $everybody) }

sub transmit {
    my ($socket, $to, $type, $payload) = @_;
    my $frame = $to . $own . pack('n', $type) . $payload;
    $frame .= "\0" x (60 - length $frame) if length $frame < 60;
    defined send($socket, $frame, 0, packet_address($type)) or die "$interface: $!\n";
}

sub arp {
    my ($operation, $sender, $target_mac, $target) = @_;
    return pack('n n C C n', 1, 0x0800, 6, 4, $operation) . $own . $sender . $target_mac . $target;
}

# IPv6 and ICMPv6 in one; the hop limit proves to receivers that no router has passed it on.
sub icmp {
    my ($from, $to, $body) = @_;
    my $sum = 0;
    $sum += $_ for unpack('n*', $from . $to . pack('N', length $body) . pack('N', 58) . $body);
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    substr($body, 2, 2) = pack('n', ~$sum & 0xffff);
    return pack('N n C C', 0x60000000, length $body, 58, 255) . $from . $to . $body;
}

sub advertisement { return pack('C C n N', 136, 0, 0, $_[1]) . $_[0] . pack('C C', 2, 1) . $own }

sub solicitation { return pack('C C n N', 135, 0, 0, 0) . $_[0] . ($_[1] ? pack('C C', 1, 1) . $own : '') }

sub announce {
    my ($rounds, $pause, $gateway, $gateway_mac, @addresses) = @_;
    my $router = $gateway eq '-' ? undef : octets($gateway);
    my $router_mac = $gateway_mac eq '-' ? undef : mac($gateway_mac);
    my $socket = open_socket(0);
    for my $round (1 .. $rounds) {
        for my $address (@addresses) {
            my $knows = $gateway ne '-' && !is_six($gateway) == !is_six($address);
            is_six($address)
                ? announce_six($socket, octets($address), $knows ? $router : undef, $router_mac)
                : announce_four($socket, octets($address), $knows ? $router : undef, $router_mac);
        }
        select(undef, undef, undef, $pause / 1000) if $round < $rounds;
    }
}

sub announce_four {
    my ($socket, $address, $gateway, $gateway_mac) = @_;
    transmit($socket, $everybody, 0x0806, arp(1, $address, "\0" x 6, $address));
    transmit($socket, $everybody, 0x0806, arp(2, $address, $everybody, $address));
    return unless defined $gateway;
    transmit($socket, $gateway_mac // $everybody, 0x0806, arp(1, $address, "\0" x 6, $gateway));
    transmit($socket, $gateway_mac, 0x0806, arp(2, $address, $gateway_mac, $gateway)) if defined $gateway_mac;
}

sub announce_six {
    my ($socket, $address, $gateway, $gateway_mac) = @_;
    my $all_nodes = octets('ff02::1');
    # Whoever forwards says so, or those who use it as their router would stop to.
    my $flags = 0x20000000 | (forwards() ? 0x80000000 : 0);
    transmit($socket, mac('33:33:00:00:00:01'), 0x86dd, icmp($address, $all_nodes, advertisement($address, $flags)));
    return unless defined $gateway;
    my ($group, $group_mac) = solicited($gateway);
    my $question = solicitation($gateway, 1);
    transmit($socket, $group_mac, 0x86dd, icmp($address, $group, $question));
    return unless defined $gateway_mac;
    transmit($socket, $gateway_mac, 0x86dd, icmp($address, $gateway, advertisement($address, $flags)));
}

sub forwards {
    open(my $in, '<', "/proc/sys/net/ipv6/conf/$interface/forwarding") or return 0;
    return <$in> =~ /^1/;
}

# The group that whoever has this address listens to, and its Ethernet address.
sub solicited {
    my $last = substr($_[0], 13, 3);
    return (substr(octets('ff02::1:ff00:0'), 0, 13) . $last, "\x33\x33\xff" . $last);
}

sub probe {
    my ($wait, @addresses) = @_;
    my %sockets = map { (is_six($_) ? 0x86dd : 0x0806) => undef } @addresses;
    $sockets{$_} = open_socket($_) for keys %sockets;
    my %wanted = map { octets($_) => $_ } @addresses;
    my %seen;
    for (1 .. 3) {
        ask($sockets{ is_six($_) ? 0x86dd : 0x0806 }, octets($_)) for @addresses;
        listen_for([values %sockets], $wait / 3000, \%wanted, \%seen);
    }
}

sub ask {
    my ($socket, $address) = @_;
    if (length $address == 4) {
        transmit($socket, $everybody, 0x0806, arp(1, "\0" x 4, "\0" x 6, $address));
    } else {
        my ($group, $group_mac) = solicited($address);
        transmit($socket, $group_mac, 0x86dd, icmp("\0" x 16, $group, solicitation($address, 0)));
    }
}

# Reads for this long by the select calls' own count, so that a changed clock doesn't matter.
sub listen_for {
    my ($sockets, $left, $wanted, $seen) = @_;
    while ($left > 0) {
        my $bits = '';
        vec($bits, fileno($_), 1) = 1 for @$sockets;
        my $step = $left < 0.05 ? $left : 0.05;
        my $found = select(my $ready = $bits, undef, undef, $step);
        $left -= $step if !$found || $found < 0;
        # A busy segment must not keep it for ever.
        $left -= 0.0002 if $found;
        for my $socket (grep { vec($ready, fileno($_), 1) } @$sockets) {
            recv($socket, my $frame, 2048, 0);
            my ($address, $mac) = claim($frame // '');
            next unless defined $address && exists $wanted->{$address} && $mac ne $own;
            my $line = $wanted->{$address} . ' ' . join(':', unpack('(H2)6', $mac));
            print "$line\n" unless $seen->{$line}++;
        }
    }
}

# The address that a frame claims, and who claims it; nothing when it claims none.
sub claim {
    my ($frame) = @_;
    return if length $frame < 42;
    my $type = unpack('n', substr($frame, 12, 2));
    if ($type == 0x0806) {
        # A question for it by its holder is a claim as well.
        return (substr($frame, 28, 4), substr($frame, 22, 6));
    }
    return if $type != 0x86dd || length $frame < 78 || ord(substr($frame, 20, 1)) != 58;
    return if ord(substr($frame, 54, 1)) != 136;
    my $mac = substr($frame, 6, 6);
    $mac = substr($frame, 80, 6) if length $frame >= 86 && substr($frame, 78, 2) eq "\x02\x01";
    return (substr($frame, 62, 16), $mac);
}
