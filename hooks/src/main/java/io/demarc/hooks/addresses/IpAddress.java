/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.access.Printable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address.
 *
 * @param text as RFC 5952 writes it, whatever form it was given in; the constructor refuses names and anything else
 */
public record IpAddress(String text) implements Comparable<IpAddress> {
    private static final String PART = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern FOUR = Pattern.compile(PART + "(\\." + PART + "){3}");
    private static final Pattern SIX = Pattern.compile("(?=.*:)[0-9a-fA-F:.]{2,45}");
    private static final int WORDS = 8;

    public IpAddress {
        if (!FOUR.matcher(text).matches()) {
            text = six(text);
        }
    }

    private static String six(String text) {
        byte[] octets = SIX.matcher(text).matches() ? resolve(text) : new byte[0];
        // A mapped IPv4 address comes out with four.
        if (octets.length != 2 * WORDS) {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not an IP address");
        }
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
        }
        return written(words);
    }

    /** No name is looked up: a literal with a colon never is. */
    private static byte[] resolve(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    private static String written(int[] words) {
        int longest = 1;
        int start = -1;
        for (int i = 0; i < WORDS; i++) {
            int length = 0;
            while (i + length < WORDS && words[i + length] == 0) {
                length++;
            }
            if (length > longest) {
                longest = length;
                start = i;
            }
        }
        if (start < 0) {
            return joined(words, 0, WORDS);
        }
        return joined(words, 0, start) + "::" + joined(words, start + longest, WORDS);
    }

    private static String joined(int[] words, int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            texts.add(Integer.toHexString(words[i]));
        }
        return String.join(":", texts);
    }

    public boolean isSix() {
        return text.indexOf(':') >= 0;
    }

    /** Four or sixteen. */
    public byte[] octets() {
        return resolve(text);
    }

    boolean isSpecial() {
        try {
            InetAddress address = InetAddress.getByAddress(octets());
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || address.isMulticastAddress()
                    || address.isLinkLocalAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    @Override
    public int compareTo(IpAddress other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
