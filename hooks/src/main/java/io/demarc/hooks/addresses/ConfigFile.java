/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file as {@code managers.sh} prints it: its path behind {@code =}, then each line behind a bar.
 *
 * @param path or another name of what the text is of
 */
record ConfigFile(String path, String text) {

    static List<ConfigFile> read(String printed) {
        List<ConfigFile> files = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            if (line.startsWith("=")) {
                files.add(new ConfigFile(line.substring(1), ""));
            } else if (line.startsWith("|") && !files.isEmpty()) {
                ConfigFile last = files.remove(files.size() - 1);
                files.add(new ConfigFile(last.path, last.text + line.substring(1) + "\n"));
            }
        }
        return files;
    }

    /** The address in a word of a configuration, whatever its spelling, with or without a prefix length, quotes or brackets. */
    static Optional<IpAddress> address(String word) {
        String bare = word.replaceAll("^[\"'\\[{(]+", "").replaceFirst("[/%\"'\\]}),;].*", "");
        try {
            return Optional.of(new IpAddress(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean isNamedIn(String words, IpAddress ip) {
        return List.of(words.strip().split("[\\s,]+")).stream()
                .anyMatch(word -> address(word).filter(ip::equals).isPresent());
    }

    /** Its lines, those that a backslash continues in one. */
    List<String> lines() {
        return text.replaceAll("\\\\\\n", " ").lines().map(String::strip).toList();
    }
}
