/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.access.ssh.Shell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * A terminal at a simulated command line, whose text is spoilt on its way to whoever takes it: by a seed, and in virtual time. One
 * caller at a time.
 */
final class SpoiltShell implements Shell, TypedCli.Wire {
    private static final List<String> LOG = List.of(
            "*Mar  1 00:12:44.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/3, changed state to up",
            "Nov 24 08:00:01.001 CET: %SYS-5-CONFIG_I: Configured from console by alice on vty1 (192.0.2.4)",
            "000217: .Nov 24 08:00:02: %SW_MATM-4-MACFLAP_NOTIF: Host 0200.5e00.5301 in vlan 10 is flapping",
            "%LINEPROTO-5-UPDOWN: Line protocol on Interface Vlan1, changed state to down");
    private static final List<String> BANNER = List.of(
            "** Authorised access only **",
            "",
            "sw1>",
            "sw1#",
            "tor-b7#",
            "admin@sw1:~$",
            "Last login: Mon Nov 23 from 192.0.2.9",
            "Questions? call 555#",
            "  +----------+  \u00e4\u00f6 ",
            "enable");
    private static final String STRANGE = "\u0000\u0007\u00ff\u0080";
    private static final String ENDLESS = "Gi1/0/3   up   up   and so on, and so on\r\n".repeat(1600);

    /** Nobody who gets on asks as often. */
    private static final int MOST_TAKES = 400_000;

    /** What is wrong with the text. */
    enum Spoil {
        BANNER,
        GLUED_PROMPT,
        WAITS_FOR_KEY,
        SILENT_UNTIL_RETURN,
        LOG_BEHIND_PROMPTS,
        LOG_IN_OUTPUT,
        LOG_IN_ECHO,
        PROMPT_AGAIN,
        LATE_ECHO,
        NO_ECHO,
        BROKEN_ECHO,
        OCTET_BY_OCTET,
        SMALL_CHUNKS,
        PAUSES,
        COLOURS,
        ODD_LINE_ENDS,
        PROMPT_LIKE_LINES,
        STRANGE_OCTETS,
        ENDLESS_OUTPUT,
        CUT
    }

    private final VirtualTime time;
    private final Random random;
    private final Set<Spoil> spoils;
    private final TypedCli cli;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final String lineEnd;
    private Instant idle;
    private int octetsLeft;
    private String prompt = "";
    private boolean isAsleep;
    private boolean isEndless;
    private boolean isCut;
    private int takes;

    private record Piece(Instant at, String octets) {}

    /** @param told what becomes of a command and its output before it is printed */
    SpoiltShell(
            Cli cli, Faults faults, BinaryOperator<String> told, Set<Spoil> spoils, Random random, VirtualTime time) {
        this.time = time;
        this.random = random;
        this.spoils = spoils;
        this.cli = new TypedCli(cli, faults, told, this);
        this.idle = time.instant();
        this.octetsLeft = spoils.contains(Spoil.CUT) ? cutAfter() : Integer.MAX_VALUE;
        this.lineEnd = spoils.contains(Spoil.ODD_LINE_ENDS) ? random.nextBoolean() ? "\r\r\n" : "\n" : "\r\n";
        greet();
    }

    /** Mostly in what is read before anything is written. */
    private int cutAfter() {
        return random.nextInt(3) == 0 ? random.nextInt(40_000) : 4000 + random.nextInt(6000);
    }

    private boolean happens(Spoil spoil, int oneOf) {
        return spoils.contains(spoil) && random.nextInt(oneOf) == 0;
    }

    private void greet() {
        for (int i = spoils.contains(Spoil.BANNER) ? random.nextInt(9) : 0; i > 0; i--) {
            emit(BANNER.get(random.nextInt(BANNER.size())));
            rest(Spoil.PAUSES, 3, 1500);
            emit(lineEnd);
        }
        if (spoils.contains(Spoil.WAITS_FOR_KEY)) {
            emit("Press RETURN to get started.");
        }
        isAsleep = spoils.contains(Spoil.WAITS_FOR_KEY) || spoils.contains(Spoil.SILENT_UNTIL_RETURN);
        if (!isAsleep) {
            begin();
        }
    }

    private void begin() {
        boolean isGlued = spoils.contains(Spoil.GLUED_PROMPT);
        if (isGlued) {
            emit("Welcome to ");
        }
        cli.begin(!isGlued);
    }

    @Override
    public boolean type(String text) {
        if (isCut) {
            return false;
        }
        idle = idle.isBefore(time.instant()) ? time.instant() : idle;
        idle = idle.plusMillis(random.nextInt(6));
        rest(Spoil.PAUSES, 12, 3000);
        if (isAsleep) {
            isAsleep = false;
            begin();
            cli.type(text.substring(1));
        } else {
            cli.type(text);
        }
        return true;
    }

    @Override
    public String take(Duration limit) {
        if (++takes > MOST_TAKES) {
            throw new IllegalStateException("somebody takes without an end");
        }
        Instant end = time.instant().plus(limit);
        Piece next = pieces.peek();
        if (next == null && isEndless) {
            time.pass(Duration.ofMillis(1));
            return ENDLESS;
        }
        if (next == null && isCut) {
            return "";
        }
        if (next == null || next.at().isAfter(end)) {
            time.reach(end);
            return "";
        }
        pieces.remove();
        time.reach(next.at());
        return next.octets();
    }

    @Override
    public boolean isOver() {
        return isCut && pieces.isEmpty();
    }

    @Override
    public void close() {
        isCut = true;
        isEndless = false;
        pieces.clear();
        cli.close();
    }

    @Override
    public void hangUp() {
        isCut = true;
    }

    @Override
    public void print(TypedCli.Part part, String text) {
        switch (part) {
            case ECHO -> echo(text.substring(0, text.length() - 1));
            case OUTPUT -> output(text);
            case PAGE -> emit(text);
            case PROMPT -> prompt(text);
        }
    }

    private void echo(String typed) {
        if (happens(Spoil.PROMPT_AGAIN, 3)) {
            emit(lineEnd + (random.nextBoolean() ? log() : "") + prompt);
            idle = idle.plusMillis(random.nextInt(3000));
        }
        rest(Spoil.LATE_ECHO, 3, 4000);
        if (happens(Spoil.NO_ECHO, 2)) {
            emit(random.nextBoolean() ? lineEnd : "");
            return;
        }
        if (happens(Spoil.LOG_IN_ECHO, 4)) {
            int typedSoFar = random.nextInt(typed.length() + 1);
            emit(typed.substring(0, typedSoFar));
            boolean isPrintedAgain = random.nextBoolean();
            emit(lineEnd + log() + (isPrintedAgain ? prompt + typed : typed.substring(typedSoFar)));
        } else {
            emit(
                    happens(Spoil.BROKEN_ECHO, 2)
                            ? scrolled(typed)
                            : spoils.contains(Spoil.BROKEN_ECHO) ? broken(typed) : typed);
        }
        emit(lineEnd);
    }

    /** As line editors print what doesn't fit on a line, or what they print again. */
    private String broken(String typed) {
        StringBuilder echo = new StringBuilder();
        int width = 8 + random.nextInt(40);
        for (int i = 0; i < typed.length(); i++) {
            echo.append(typed.charAt(i));
            if (i % width == width - 1) {
                echo.append(
                        switch (random.nextInt(4)) {
                            case 0 -> " \r\n";
                            case 1 -> "x\b \b";
                            case 2 -> "\u001b[K";
                            default -> " \b";
                        });
            }
        }
        return echo.toString();
    }

    /** As IOS does it with a line that is longer than the terminal is wide. */
    private String scrolled(String typed) {
        int hidden = typed.length() - 20;
        return hidden < 1 ? typed : typed + "\r" + prompt + "$" + typed.substring(hidden) + "\u001b[K";
    }

    private void output(String text) {
        for (String line : text.split("(?<=\n)", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            if (happens(Spoil.LOG_IN_OUTPUT, 10)) {
                emit(log());
            }
            if (happens(Spoil.PROMPT_LIKE_LINES, 12)) {
                // In one piece with its end: one that stands for a while can't be told from the end of the output.
                pieces.add(new Piece(idle, octets(prompt.strip() + lineEnd)));
            }
            rest(Spoil.PAUSES, 60, 2000);
            if (happens(Spoil.ENDLESS_OUTPUT, 400)) {
                isEndless = true;
                return;
            }
            emit(coloured(strange(line)).replace("\n", lineEnd));
        }
    }

    private void prompt(String text) {
        prompt = text.substring(text.lastIndexOf('\n') + 1);
        emit(text.substring(0, text.length() - prompt.length()).replace("\n", lineEnd));
        emit(coloured(prompt));
        if (happens(Spoil.LOG_BEHIND_PROMPTS, 3)) {
            idle = idle.plusMillis(random.nextInt(60));
            emit(lineEnd + log() + (random.nextBoolean() ? prompt : ""));
        }
        if (happens(Spoil.PROMPT_AGAIN, 6)) {
            idle = idle.plusMillis(random.nextInt(1500));
            emit(lineEnd + prompt);
        }
    }

    private String log() {
        return LOG.get(random.nextInt(LOG.size())) + lineEnd;
    }

    private String coloured(String line) {
        boolean isColoured = happens(Spoil.COLOURS, 2) && !line.isBlank();
        boolean isEnded = line.endsWith("\n");
        return isColoured
                ? "\u001b[1;3" + random.nextInt(8) + "m" + (isEnded ? line.substring(0, line.length() - 1) : line)
                        + "\u001b[0m\u001b[K" + (isEnded ? "\n" : "")
                : line;
    }

    private String strange(String line) {
        if (!happens(Spoil.STRANGE_OCTETS, 10)) {
            return line;
        }
        int at = random.nextInt(line.length());
        char octet = STRANGE.charAt(random.nextInt(STRANGE.length()));
        return line.substring(0, at) + octet + line.substring(at);
    }

    private void rest(Spoil spoil, int oneOf, int mostMillis) {
        if (happens(spoil, oneOf)) {
            idle = idle.plusMillis(random.nextInt(mostMillis));
        }
    }

    /** Sends the text in the pieces of now, until the connection is cut. */
    private void emit(String text) {
        String octets = octets(text);
        int start = 0;
        while (start < octets.length() && !isCut && !isEndless) {
            int end = Math.min(octets.length(), start + Math.min(pieceLength(), Math.max(1, octetsLeft)));
            pieces.add(new Piece(idle, octets.substring(start, end)));
            octetsLeft -= end - start;
            isCut = octetsLeft <= 0;
            start = end;
            if (random.nextInt(8) == 0) {
                idle = idle.plusMillis(random.nextInt(15));
            }
        }
    }

    private int pieceLength() {
        if (spoils.contains(Spoil.OCTET_BY_OCTET)) {
            return 1;
        }
        return spoils.contains(Spoil.SMALL_CHUNKS) ? 1 + random.nextInt(120) : 4096;
    }

    /** One character an octet. */
    private static String octets(String text) {
        StringBuilder octets = new StringBuilder(text.length());
        text.chars().forEach(c -> octets.append((char) (c & 0xff)));
        return octets.toString();
    }
}
