/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a text. */
public final class Sha256 {
    private Sha256() {}

    /** The first 16 digits of it: enough to tell one text from another where nobody gains by two that look alike. */
    public static String word(String text) {
        return of(text).substring(0, 16);
    }

    /** Of its UTF-8, in 64 lower-case hexadecimal digits. */
    public static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
