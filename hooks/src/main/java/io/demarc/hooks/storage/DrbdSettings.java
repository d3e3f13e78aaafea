/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How DRBD is set on a node, as far as a runbook's safety depends on it.
 *
 * @param dual        resources that allow two primaries
 * @param fencing     the policy by resource, where it isn't the default ({@code dont-care})
 * @param logExtents  {@code al-extents} by resource, where it isn't the default
 * @param handlers    what {@code drbd.conf} has handlers for
 * @param module      the kernel module's version; empty when it isn't loaded
 * @param tools       drbd-utils' version; empty when they don't say
 * @param nextKernel  the newest kernel that is installed, if that isn't the one that runs
 * @param nextModule  the version of DRBD for it; empty when it has none
 */
record DrbdSettings(
        Set<String> dual,
        Map<String, String> fencing,
        Map<String, String> logExtents,
        Set<String> handlers,
        String module,
        String tools,
        Optional<String> nextKernel,
        String nextModule) {
    private static final Pattern RESOURCE = Pattern.compile("resource \"?([^\"\\s{]+)\"?\\s*\\{?.*");
    private static final Pattern OPTION =
            Pattern.compile("(allow-two-primaries|fencing|al-extents)(?:\\s+\"?([\\w-]+)\"?)?\\s*;.*");

    DrbdSettings {
        dual = Set.copyOf(dual);
        fencing = Map.copyOf(fencing);
        logExtents = Map.copyOf(logExtents);
        handlers = Set.copyOf(handlers);
    }

    /**
     * Lines of {@code drbdsetup show} (drbdsetup(8)), and behind them {@code handler NAME}, {@code module VERSION}, {@code tools VERSION},
     * {@code next KERNEL VERSION}.
     *
     * @param wanted resources of the pair; empty for all
     */
    static DrbdSettings read(String text, Set<String> wanted) {
        Set<String> dual = new TreeSet<>();
        Map<String, String> fencing = new HashMap<>();
        Map<String, String> logExtents = new HashMap<>();
        Set<String> handlers = new HashSet<>();
        Map<String, String> versions = new HashMap<>();
        Optional<String> nextKernel = Optional.empty();
        String resource = "";
        for (String line : text.lines().map(String::strip).toList()) {
            Matcher begin = RESOURCE.matcher(line);
            Matcher option = OPTION.matcher(line);
            List<String> words = List.of(line.split("\\s+"));
            if (begin.matches()) {
                resource = begin.group(1);
            } else if (option.matches() && (wanted.isEmpty() || wanted.contains(resource))) {
                String value = Optional.ofNullable(option.group(2)).orElse("yes");
                switch (option.group(1)) {
                    case "fencing" -> fencing.put(resource, value);
                    case "al-extents" -> logExtents.put(resource, value);
                    default -> {
                        if (value.equals("yes")) {
                            dual.add(resource);
                        }
                    }
                }
            } else if (words.get(0).equals("handler") && words.size() == 2) {
                handlers.add(words.get(1));
            } else if (words.get(0).equals("next") && words.size() >= 2) {
                nextKernel = Optional.of(words.get(1));
                versions.put("next", words.size() > 2 ? words.get(2) : "");
            } else if (words.size() == 2) {
                versions.put(words.get(0), words.get(1));
            }
        }
        return new DrbdSettings(
                dual,
                fencing,
                logExtents,
                handlers,
                versions.getOrDefault("module", ""),
                versions.getOrDefault("tools", ""),
                nextKernel,
                versions.getOrDefault("next", ""));
    }

    /** {@code 9} of {@code 9.1.4}; empty when there is no version. */
    static String major(String version) {
        return version.replaceFirst("\\..*", "");
    }
}
