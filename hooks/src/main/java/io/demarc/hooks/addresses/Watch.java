/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pings in a row that go on in the background of an observer, for a bounded time, whatever becomes of the daemon.
 *
 * @param observer who pings: {@code own}, {@code gateway:NAME} or {@code server:NAME}
 * @param interval milliseconds
 * @param pid      of the ping
 * @param file     what it prints into
 */
record Watch(String observer, IpAddress address, long interval, long pid, String file) {
    static final String OWN = "own";
    static final String GATEWAY = "gateway:";
    static final String SERVER = "server:";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Longer than a move may take; then it ends by itself. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private static final Pattern STARTED = Pattern.compile("(\\d+) (/tmp/demarc-silence\\.[A-Za-z0-9]+)\\s*");
    private static final String BEGIN = "f=$(mktemp /tmp/demarc-silence.XXXXXX) || exit 1;"
            + " ping -n -D -i \"$2\" -w \"$3\" \"$1\" >\"$f\" 2>&1 </dev/null & echo \"$! $f\"";
    private static final String LOOK =
            "cat \"$2\"; [ \"$(cat \"/proc/$1/comm\" 2>/dev/null)\" != ping ] || date '+now %s.%N'";
    private static final String END =
            "[ \"$(cat \"/proc/$1/comm\" 2>/dev/null)\" != ping ] || kill \"$1\"; rm -f \"$2\"";
    /** Old ones of ping let nobody but root ask more often than five times a second. */
    private static final List<Long> INTERVALS = List.of(20L, 200L);

    /** Begins to ping, if there are answers now. */
    static Optional<Watch> begin(String observer, NodeCommands from, IpAddress address) {
        for (long interval : INTERVALS) {
            String seconds = interval / 1000.0 + "";
            List<String> trial = List.of("ping", "-n", "-q", "-c", "2", "-i", seconds, "-w", "1", address.text());
            if (from.run(trial, LIMIT).exit() != 0) {
                continue;
            }
            CommandResult begun = from.run(
                    List.of("sh", "-c", BEGIN, "demarc", address.text(), seconds, "" + LONGEST.toSeconds()), LIMIT);
            Matcher matcher = STARTED.matcher(begun.stdout());
            if (begun.exit() == 0 && matcher.matches()) {
                return Optional.of(
                        new Watch(observer, address, interval, Long.parseLong(matcher.group(1)), matcher.group(2)));
            }
        }
        return Optional.empty();
    }

    /** What was seen so far. */
    Optional<Silence> look(NodeCommands from) {
        return Silence.parse(
                from.run(List.of("sh", "-c", LOOK, "demarc", "" + pid, file), LIMIT)
                        .stdout(),
                interval);
    }

    /** Ends the pings and removes what they printed. */
    void end(NodeCommands from) {
        from.run(List.of("sh", "-c", END, "demarc", "" + pid, file), LIMIT);
    }

    String line() {
        return observer + " " + address + " " + interval + " " + pid + " " + file;
    }

    static List<Watch> read(String lines) {
        return lines.lines()
                .map(line -> line.split(" ", 5))
                .map(it -> new Watch(it[0], new IpAddress(it[1]), Long.parseLong(it[2]), Long.parseLong(it[3]), it[4]))
                .toList();
    }

    String observerInWords() {
        if (observer.equals(OWN)) {
            return "the daemon's machine";
        }
        return observer.startsWith(GATEWAY)
                ? "gateway " + observer.substring(GATEWAY.length())
                : observer.substring(SERVER.length()) + ", on the same segment";
    }
}
