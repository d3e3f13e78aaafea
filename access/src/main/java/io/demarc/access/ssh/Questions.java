/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import java.util.List;
import java.util.regex.Pattern;

/** What a switch wants to hear when it waits at a line that is no prompt, as far as people's words tell. */
public final class Questions {
    private static final Pattern QUESTION = Pattern.compile("[:?\\])]\\s*$");
    private static final Pattern KEY = Pattern.compile(
            "\\b(?:press|hit|type|strike)\\b.*\\b(?:return|enter|key|space|space ?bar)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern PASSWORD =
            Pattern.compile("pass(?:word|code|phrase)\\b[^:?>#]*[:?]\\s*$", Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHER_PASSWORD = Pattern.compile(
            "(?:\\b(?:new|old|current|existing|retype|re-?enter|repeat|confirm|verify|change)\\b.*pass(?:word|code|phrase))"
                    + "|(?:pass(?:word|code|phrase)\\b.*\\b(?:again|expired|change))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EXPIRED = Pattern.compile(
            "pass(?:word|code|phrase)\\b.*\\b(?:has expired|is expired|expired\\b|(?:must|needs? to|has to) (?:be"
                    + " )?chang)|\\b(?:must|needs? to|have to) change\\b.*\\bpass(?:word|code|phrase)",
            Pattern.CASE_INSENSITIVE);

    private Questions() {}

    /** It waits for words, not for a key: an empty line would be an answer. */
    public static boolean wantsWords(String line) {
        return QUESTION.matcher(line).find() && !KEY.matcher(line).find();
    }

    /** It asks for the password that there is, not for another one. */
    public static boolean wantsPassword(String line) {
        return PASSWORD.matcher(line).find() && !OTHER_PASSWORD.matcher(line).find();
    }

    /**
     * It wants the password changed.
     *
     * @param before what it has said before it came to this line
     */
    public static boolean wantsNewPassword(String line, List<String> before) {
        return QUESTION.matcher(line).find()
                && (OTHER_PASSWORD.matcher(line).find() || before.stream().anyMatch(Questions::saysExpired));
    }

    /** It says that the password is good for nothing but to be changed. */
    public static boolean saysExpired(String text) {
        return EXPIRED.matcher(text).find();
    }
}
