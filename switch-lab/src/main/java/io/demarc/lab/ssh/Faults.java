/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a simulated switch. Thread-safe; everything can be switched on and off while sessions are open and
 * holds for commands received from then on. Commands are named by regular expressions that match the whole line without
 * surrounding blanks, numbered from 1 since the fault was switched on.
 */
public final class Faults {
    /** When a disconnection happens. */
    public enum Moment {
        /** The command was received and is not executed. */
        BEFORE,
        /** The command was executed and its output is lost. */
        AFTER
    }

    /** What is to happen to one command. */
    enum Kind {
        HANG,
        DISCONNECT_BEFORE,
        DISCONNECT_AFTER,
        REJECT,
        IGNORE
    }

    record Action(Kind kind, String text) {}

    private final List<Trigger> triggers = new ArrayList<>();
    private final List<CommandListener> listeners = new CopyOnWriteArrayList<>();
    private final Consumer<Boolean> reachability;
    private volatile Duration latency = Duration.ZERO;
    private volatile @Nullable Duration characterDelay;
    private volatile boolean ansiCodes;
    private volatile @Nullable String syslogLine;
    private volatile String banner = "";
    private volatile boolean isBannerGlued;
    private volatile @Nullable String keyRequest;
    private volatile @Nullable String loginQuestion;
    private volatile @Nullable String logBehindPrompts;
    private volatile CountDownLatch healed = new CountDownLatch(1);

    /** @param reachability told false when connections are to be refused and true when no more */
    Faults(Consumer<Boolean> reachability) {
        this.reachability = reachability;
    }

    /** Waits this long before each command. */
    public Faults latency(Duration perCommand) {
        latency = perCommand;
        return this;
    }

    /** Prints one character at a time, each in its own packet, with this pause (may be zero) between them. */
    public Faults characterByCharacter(Duration pause) {
        characterDelay = pause;
        return this;
    }

    /** Puts ANSI escape codes around prompts and lines. */
    public Faults ansiCodes(boolean on) {
        ansiCodes = on;
        return this;
    }

    /** Prints this line, as asynchronous log messages are, in the middle of each command's output. */
    public Faults syslog(String line) {
        syslogLine = line;
        return this;
    }

    /** Prints this text before the first prompt of each session. */
    public Faults banner(String text) {
        banner = text;
        return this;
    }

    /** Prints the first prompt of each session on the last line of the banner. */
    public Faults glueBanner(boolean on) {
        isBannerGlued = on;
        return this;
    }

    /** Prints this text, which may be empty, after the banner and says no more until a key is pressed. */
    public Faults waitForKey(String text) {
        keyRequest = text;
        return this;
    }

    /** Asks this question after the banner, again and again, and never gets to a prompt. */
    public Faults askForEver(String question) {
        loginQuestion = question;
        return this;
    }

    /** Prints this line behind each prompt, as asynchronous log messages are, and not the prompt again. */
    public Faults logBehindPrompts(String line) {
        logBehindPrompts = line;
        return this;
    }

    /** Executes the n-th command from now, prints half of what it has to say, and no more. */
    public Faults hangAtCommand(int number) {
        return add(new Trigger(null, number, 1, new Action(Kind.HANG, "")));
    }

    /** Executes each such command, prints half of what it has to say, and no more. */
    public Faults hangOn(String command) {
        return add(new Trigger(Pattern.compile(command), 1, Integer.MAX_VALUE, new Action(Kind.HANG, "")));
    }

    /** Drops the connection at the n-th command from now. */
    public Faults disconnectAtCommand(int number, Moment moment) {
        return add(new Trigger(null, number, 1, disconnection(moment)));
    }

    /** Drops the connection at each such command. */
    public Faults disconnectOn(String command, Moment moment) {
        return add(new Trigger(Pattern.compile(command), 1, Integer.MAX_VALUE, disconnection(moment)));
    }

    /** Answers each such command with this text and does nothing. */
    public Faults reject(String command, String answer) {
        return reject(command, answer, Integer.MAX_VALUE);
    }

    /** Answers the next {@code times} such commands with this text and does nothing, as a busy switch does. */
    public Faults reject(String command, String answer, int times) {
        return add(new Trigger(Pattern.compile(command), 1, times, new Action(Kind.REJECT, answer)));
    }

    /** Answers the n-th command from now, and all after it, with this text, as when an AAA server goes away. */
    public Faults rejectFrom(int number, String answer) {
        return add(new Trigger(null, number, Integer.MAX_VALUE, new Action(Kind.REJECT, answer)));
    }

    /** Accepts each such command without a word and does nothing. */
    public Faults ignore(String command) {
        return add(new Trigger(Pattern.compile(command), 1, Integer.MAX_VALUE, new Action(Kind.IGNORE, "")));
    }

    /** Drops all connections and refuses new ones, or accepts them again, on the same port as before. */
    public Faults refuseConnections(boolean refuse) {
        reachability.accept(!refuse);
        return this;
    }

    /** Calls the listener around every command from now on. {@link #clear} leaves it in place. */
    public Faults listen(CommandListener listener) {
        listeners.add(listener);
        return this;
    }

    public Faults stopListening(CommandListener listener) {
        listeners.remove(listener);
        return this;
    }

    /** Switches everything off; what hangs goes on. */
    public Faults clear() {
        synchronized (triggers) {
            triggers.clear();
            healed.countDown();
            healed = new CountDownLatch(1);
        }
        latency = Duration.ZERO;
        characterDelay = null;
        ansiCodes = false;
        syslogLine = null;
        banner = "";
        isBannerGlued = false;
        keyRequest = null;
        loginQuestion = null;
        logBehindPrompts = null;
        return refuseConnections(false);
    }

    Duration latency() {
        return latency;
    }

    @Nullable
    Duration characterDelay() {
        return characterDelay;
    }

    boolean ansiCodes() {
        return ansiCodes;
    }

    @Nullable
    String syslogLine() {
        return syslogLine;
    }

    String banner() {
        return banner;
    }

    boolean isBannerGlued() {
        return isBannerGlued;
    }

    @Nullable
    String keyRequest() {
        return keyRequest;
    }

    @Nullable
    String loginQuestion() {
        return loginQuestion;
    }

    @Nullable
    String logBehindPrompts() {
        return logBehindPrompts;
    }

    /** Opens when the faults of now have been cleared. */
    CountDownLatch healed() {
        return healed;
    }

    void tellBefore(String command) {
        listeners.forEach(listener -> listener.before(command));
    }

    void tellAfter(String command) {
        listeners.forEach(listener -> listener.after(command));
    }

    /** Counts the command and tells what is to happen to it; null for nothing special. */
    @Nullable
    Action actionFor(String command) {
        synchronized (triggers) {
            Action action = null;
            for (Trigger trigger : triggers) {
                if (trigger.counts(command) && action == null) {
                    action = trigger.action;
                }
            }
            return action;
        }
    }

    private Faults add(Trigger trigger) {
        synchronized (triggers) {
            triggers.add(trigger);
        }
        return this;
    }

    private static Action disconnection(Moment moment) {
        return new Action(moment == Moment.BEFORE ? Kind.DISCONNECT_BEFORE : Kind.DISCONNECT_AFTER, "");
    }

    /** Confined to the lock on {@code triggers}. */
    private static final class Trigger {
        private final @Nullable Pattern command;
        private final int first;
        private final int times;
        private final Action action;
        private int seen;

        Trigger(@Nullable Pattern command, int first, int times, Action action) {
            this.command = command;
            this.first = first;
            this.times = times;
            this.action = action;
        }

        boolean counts(String line) {
            if (command != null && !command.matcher(line).matches()) {
                return false;
            }
            seen++;
            return seen >= first && seen - first < times;
        }
    }
}
