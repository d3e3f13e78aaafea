/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which addresses keepalived holds (keepalived.conf(5)): blocks, comments anywhere in a line, files that are included in the middle of a
 * block, definitions, lines for one machine alone. What is only for another machine counts as well. One caller at a time.
 */
final class KeepalivedConf {
    private static final Set<String> HOLDING =
            Set.of("virtual_ipaddress", "virtual_ipaddress_excluded", "static_ipaddress");
    private static final Set<String> OTHER_ADDRESS = Set.of("brd", "broadcast", "dev", "label", "track_group");
    private static final Pattern INCLUDE = Pattern.compile("include[a-z]*\\s+[\"']?([^\"']+?)[\"']?\\s*");
    private static final Pattern DEFINITION = Pattern.compile("\\$([A-Za-z_]\\w*)\\s*=\\s*(.*)");
    private static final Pattern USE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)\\}?");
    private static final int DEEPEST = 8;

    private final List<ConfigFile> files;
    private final IpAddress ip;
    private final Map<String, String> definitions = new HashMap<>();
    private final Deque<String> blocks = new ArrayDeque<>();
    private final Set<String> places = new HashSet<>();
    private final Set<String> unread = new HashSet<>();
    private String named = "";

    private KeepalivedConf(List<ConfigFile> files, IpAddress ip) {
        this.files = files;
        this.ip = ip;
    }

    /**
     * Where the address is held.
     *
     * @param places such as {@code vrrp_instance VI_1}
     * @param unread what stands for an address and can't be read
     */
    record Told(List<String> places, List<String> unread) {}

    /** @param files the first one, and whatever it includes */
    static Told of(List<ConfigFile> files, IpAddress ip) {
        KeepalivedConf conf = new KeepalivedConf(files, ip);
        if (!files.isEmpty()) {
            conf.read(files.get(0), 0);
        }
        return new Told(
                conf.places.stream().sorted().toList(),
                conf.unread.stream().sorted().toList());
    }

    private void read(ConfigFile file, int depth) {
        for (String line : file.lines()) {
            String text = uncommented(line).replaceFirst("^@\\S+\\s+", "").strip();
            Matcher include = INCLUDE.matcher(text);
            Matcher definition = DEFINITION.matcher(text);
            if (include.matches() && depth < DEEPEST) {
                included(file, include.group(1)).forEach(it -> read(it, depth + 1));
            } else if (definition.matches()) {
                definitions.put(definition.group(1), definition.group(2));
            } else if (!text.isEmpty()) {
                words(file, resolved(text));
            }
        }
    }

    private static String uncommented(String line) {
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            isQuoted ^= c == '"';
            if (!isQuoted && (c == '#' || c == '!')) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private List<ConfigFile> included(ConfigFile from, String name) {
        try {
            Path wanted = Path.of(from.path()).resolveSibling(name).normalize();
            var matcher = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
            return files.stream()
                    .filter(it -> !it.equals(from)
                            && matcher.matches(Path.of(it.path()).normalize()))
                    .toList();
        } catch (PatternSyntaxException e) {
            unread.add("include " + name);
            return List.of();
        }
    }

    private String resolved(String text) {
        String now = text;
        for (int i = 0; i < DEEPEST && now.contains("$"); i++) {
            now = USE.matcher(now)
                    .replaceAll(use ->
                            Matcher.quoteReplacement(definitions.getOrDefault(use.group(1), "\u0000" + use.group(1))));
        }
        return now.replace('\u0000', '$');
    }

    private void words(ConfigFile file, String text) {
        List<String> words = new ArrayList<>(
                List.of(text.replace("{", " { ").replace("}", " } ").strip().split("\\s+")));
        boolean isOther = false;
        for (String word : words) {
            if (word.equals("{")) {
                blocks.push(named);
                named = "";
            } else if (word.equals("}")) {
                blocks.poll();
                named = "";
            } else if (blocks.stream().anyMatch(HOLDING::contains)) {
                if (!isOther) {
                    held(file, word);
                }
                isOther = OTHER_ADDRESS.contains(word);
            } else {
                named = named.isEmpty() ? word : named + " " + word;
            }
        }
        if (!words.contains("{") && !HOLDING.contains(named) && !named.startsWith("vrrp_instance")) {
            named = "";
        }
    }

    private void held(ConfigFile file, String word) {
        if (word.startsWith("$") || word.startsWith("~")) {
            unread.add(word);
        } else if (ConfigFile.address(word).filter(ip::equals).isPresent()) {
            String instance = blocks.stream()
                    .filter(it -> it.startsWith("vrrp_instance"))
                    .findFirst()
                    .orElse("static_ipaddress");
            places.add(instance + " in " + file.path());
        }
    }
}
