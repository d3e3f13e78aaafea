/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a secret that was commented out, such as {@code # password: hunter2}. The reader refuses a literal secret as a value;
 * a comment is kept and shown as well, so the same goes for it.
 */
public final class LiteralSecrets {
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#");
    /** A key that takes a secret, and one value behind it; more words behind the key are a sentence. */
    private static final Pattern LITERAL = Pattern.compile("(?<![\\w-])(?:password|passphrase|enable|secret|community)"
            + "[\"']?\\s*+:\\s*+(?![\"']?\\$\\{)(?:\"[^\"]++\"|'[^']++'|[^\\s,}\"']++)\\s*+(?:[,}#]|$)");

    private LiteralSecrets() {}

    /** Throws {@code INPUT_INVALID} naming every such line; the text of none is repeated. */
    public static void refuseInComments(String yaml) {
        List<String> found = new ArrayList<>();
        int number = 0;
        for (String line : yaml.lines().toList()) {
            number++;
            if (hasLiteralInComment(line)) {
                found.add("line " + number + ": the comment gives a secret literally");
            }
        }
        if (!found.isEmpty()) {
            throw new Problem(
                            ProblemCode.INPUT_INVALID,
                            "The inventory is kept with its comments, and they have secrets in them:",
                            "Take them out, or write ${file:...} or ${env:...} there as well; nothing was changed.",
                            found)
                    .exception();
        }
    }

    private static boolean hasLiteralInComment(String line) {
        Matcher comment = COMMENT.matcher(line);
        return comment.find()
                && LITERAL.matcher(line).region(comment.end(), line.length()).find();
    }
}
