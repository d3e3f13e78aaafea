/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.regex.Pattern;

/** Takes secrets and control characters out of what commands print. */
final class Masking {
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:shared-secret|pass(?:word|wd|phrase)|secret(?:[-_]?key)?|api[-_]?key|token|community)"
                    + "[\"']?\\s*[:= \\t]\\s*)(\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s;,\"']+)");
    private static final Pattern IN_URL = Pattern.compile("(://[^/\\s:@]+:)[^@/\\s]+@");
    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)", Pattern.DOTALL);
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|[\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069]");

    private Masking() {}

    static String mask(String text) {
        String plain = CONTROL.matcher(text.replace("\r\n", "\n")).replaceAll("?");
        String withoutKeys = PRIVATE_KEY.matcher(plain).replaceAll("***");
        String withoutUrls = IN_URL.matcher(withoutKeys).replaceAll("$1***@");
        return NAMED.matcher(withoutUrls).replaceAll("$1***");
    }
}
