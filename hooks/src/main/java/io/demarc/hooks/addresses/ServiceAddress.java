/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An address that a service is reached by, with the length of its subnet's prefix.
 *
 * @param ip     neither multicast, loopback, link-local nor unspecified
 * @param prefix 1 to 32 or 128
 */
public record ServiceAddress(IpAddress ip, int prefix) {
    private static final int MOST = 16;

    public ServiceAddress {
        int longest = ip.isSix() ? 128 : 32;
        if (prefix < 1 || prefix > longest) {
            throw new IllegalArgumentException(
                    "prefix length " + prefix + " of " + ip + " is not within 1 to " + longest);
        }
        if (ip.isSpecial()) {
            throw new IllegalArgumentException(ip + " is not an address that a server offers a service on");
        }
        if (!ip.isSix() && prefix < 31 && (isAll(ip, prefix, 0) || isAll(ip, prefix, 1))) {
            throw new IllegalArgumentException(ip + " is the network's or the broadcast address of its /" + prefix);
        }
    }

    /** {@code 10.0.0.10/24} or {@code 2001:db8::10/64}; throws {@code IllegalArgumentException}. */
    public static ServiceAddress parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            throw new IllegalArgumentException(
                    "'" + Printable.of(text) + "' is not an address with its prefix length, such as 10.0.0.10/24");
        }
        return new ServiceAddress(new IpAddress(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** One or more, separated by commas; throws {@code INPUT_INVALID}. */
    static List<ServiceAddress> list(String text) {
        try {
            Set<ServiceAddress> all = new LinkedHashSet<>();
            Set<IpAddress> ips = new LinkedHashSet<>();
            for (String one : text.split(",", -1)) {
                ServiceAddress address = parse(one.strip());
                if (!ips.add(address.ip())) {
                    throw new IllegalArgumentException(address.ip() + " is there twice");
                }
                all.add(address);
            }
            if (all.size() > MOST) {
                throw new IllegalArgumentException(all.size() + " addresses are more than " + MOST + " at once");
            }
            return List.copyOf(all);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "These addresses can't be moved: " + e.getMessage() + ".",
                    "Write each with its prefix length, as 'ip address show' does: 10.0.0.10/24.");
        }
    }

    /** Whether the other address is in the same subnet. */
    public boolean contains(IpAddress other) {
        return areTogether(ip, other, prefix);
    }

    static boolean areTogether(IpAddress one, IpAddress other, int prefix) {
        return one.isSix() == other.isSix()
                && Arrays.equals(masked(one.octets(), prefix), masked(other.octets(), prefix));
    }

    /** Whether it is a whole subnet by itself: then its gateway is elsewhere. */
    boolean isAlone() {
        return prefix == (ip.isSix() ? 128 : 32);
    }

    private static byte[] masked(byte[] octets, int prefix) {
        for (int bit = prefix; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return octets;
    }

    private static boolean isAll(IpAddress ip, int prefix, int value) {
        byte[] octets = ip.octets();
        for (int bit = prefix; bit < octets.length * 8; bit++) {
            if (((octets[bit / 8] >> (7 - bit % 8)) & 1) != value) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return ip + "/" + prefix;
    }
}
