/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.ssh.Transcript;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a switch's configuration is nobody's business: passwords, communities, keys and their hashes, as configurations of the usual
 * makes write them, and the login that read it. Immutable, thread-safe.
 */
final class ConfigurationSecrets {
    /** The word before a secret, what may stand between (how it is hidden), and the secret; not what is no secret behind it. */
    private static final Pattern NAMED =
            Pattern.compile("(?i)((?:(?:\\b|[a-z]-)(?:communit(?:y|ies)|password|passwd|passphrase|secret"
                    + "|key-string|pre-shared-key|authentication-key|privacy-key|encrypted-password|auth-password|priv-password|psk)"
                    + "|\\bauth (?:md5|sha\\S*)|\\bpriv (?:3?des|aes(?:[ -]?\\d+)?)|\\bsnmp\\S* .*\\bversion (?:1|2c?))"
                    + "(?:[\"' ]*[:=][\"' ]*| +)"
                    + "(?:(?:\\d{1,2}|0x|cipher|simple|irreversible-cipher|ciphertext|plaintext|plain-text|plain|hash|encrypted"
                    + "|ascii-text|read|write|ro|rw|sha\\d*|sha-?\\d+|md5|type \\d+|clear|bcrypt|pbkdf2|level \\d+) +)*[\"']?)"
                    + "(?!(?:add|set|print|manager|operator|user-name|is|for|of|version)\\b)([^\\s\"',;]+)");

    /** A key alone is a word of tables, too: only where a configuration's line begins with what has one. */
    private static final Pattern KEYED = Pattern.compile(
            "(?i)(^\\s*(?:set )?(?:(?:tacacs|radius|ntp|crypto|isakmp|snmp|ospf"
                    + "|ip ospf|isis|server|host)\\S*\\b.*\\s)?(?:key|md5)(?: \\d{1,2})? +[\"']?)([^\\s\"';]+)(?=[\"']?(?: \\d{1,2})?\\s*$)");

    /** What people write, in which these words mean nothing. */
    private static final Pattern LABEL =
            Pattern.compile("(?i)^\\s*(?:\\d+\\s+)?(?:description|remark|port-name|name|alias)\\b.*");

    private static final Pattern SHAPED = Pattern.compile(
            "\\$(?:1|2[aby]?|5|6|8|9|1a|1c|y|14|sha\\d+)\\$[^\\s\"';,]+"
                    + "|%[\\^$#]%[\\^$#].+?%[\\^$#]%[\\^$#]|AAAA[BCE]3N[A-Za-z0-9+/=]{20,}|-----BEGIN [A-Z ]+-----.*|\\b[0-9A-Fa-f]{24,}\\b");

    private final String user;
    private final List<String> own;

    /** @param own the secrets of the login itself */
    ConfigurationSecrets(String user, List<String> own) {
        this.user = user;
        this.own = own.stream().filter(secret -> !secret.isBlank()).toList();
    }

    String mask(String line) {
        String masked = line;
        for (String secret : own) {
            masked = masked.replace(secret, Transcript.MASK);
        }
        masked = SHAPED.matcher(masked).replaceAll(Matcher.quoteReplacement(Transcript.MASK));
        if (!LABEL.matcher(masked).matches()) {
            masked = NAMED.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(Transcript.MASK));
            masked = KEYED.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(Transcript.MASK));
        }
        return Pattern.compile("(?<=^|[\\s\\[<])" + Pattern.quote(user) + "(?=@)|(?<=\\buser(?:name)? )"
                        + Pattern.quote(user) + "(?!\\S)")
                .matcher(masked)
                .replaceAll(io.demarc.switches.cli.Transcript.USER);
    }
}
