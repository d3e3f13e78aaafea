/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.platform;

import io.demarc.access.Deadline;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchReading;
import io.demarc.switches.session.SwitchSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a switch speaks, read from a definition file. Immutable, thread-safe. */
public interface Platform {
    /** The definition's name, such as {@code cisco-ios}. */
    String name();

    String title();

    /** How far its claims have been tried. */
    Verified verified();

    Transport transport();

    Set<Capability> capabilities();

    /** The commands (CLI) or tables (SNMP) that {@link #parse} understands; the first one shows port states. */
    List<String> readCommands();

    /**
     * The port by its full vendor name: {@code Gi1/0/7} and {@code gigabitethernet 1/0/7} become
     * {@code GigabitEthernet1/0/7}.
     *
     * @throws IllegalArgumentException when the text cannot be a port's name
     */
    PortName normalise(String name);

    /**
     * Reads saved output without a switch.
     *
     * @param outputs saved output by the command that printed it, of {@link #readCommands}
     * @throws io.demarc.problem.ProblemException when a command is unknown or nothing can be read from the output
     */
    List<PortState> parse(List<SavedOutput> outputs);

    /**
     * The lines of saved output that should tell something by their place and cannot be read: what {@link #parse} says
     * leaves something out.
     */
    default List<UnreadLine> unread(List<SavedOutput> outputs) {
        return List.of();
    }

    /**
     * A line of saved output that cannot be read.
     *
     * @param output from 0: which of the outputs
     * @param number from 1; 0 when the line stands there in another form
     */
    record UnreadLine(int output, int number, String text) {}

    /** What saved output tells beside the states of ports, by port; only ports of which there is something. */
    default Map<PortName, PortEvidence> evidence(List<SavedOutput> outputs) {
        return Map.of();
    }

    /** How each line of saved output is read; empty where a platform reads no lines. */
    default List<ExplainedLine> explain(List<SavedOutput> outputs) {
        return List.of();
    }

    /**
     * A line of saved output and what takes it.
     *
     * @param output  from 0: which of the outputs
     * @param how     the place in the definition, such as {@code reads[0].formats[1].lines[2]}, or why nothing looks at it
     * @param isTaken whether something does, or need not
     */
    record ExplainedLine(int output, String text, String how, boolean isTaken) {}

    /** The lines or varbinds that the steps would send to a switch of which nothing else is known. */
    List<String> render(List<PortStep> steps);

    /** As {@link #render(List)}, to a switch whose ports are like this; a platform whose lines don't depend on it says the same. */
    default List<String> render(List<PortStep> steps, Map<PortName, PortState> now) {
        return render(steps);
    }

    /** The lines that save the configuration. */
    default List<String> renderSave() {
        return List.of();
    }

    /**
     * What a person may type to make a port the trunk again that it was; no session sends it.
     *
     * @param was the port as it was read then
     * @return empty where the platform has no such lines, or the state isn't, beyond doubt, that of a trunk with known VLANs
     */
    default List<String> trunkLines(PortState was) {
        return List.of();
    }

    /** How a switch of it is told from others; empty where its definition doesn't say. */
    default Optional<Identity> identity() {
        return Optional.empty();
    }

    /** Connects and logs in, within the deadline, which stays in force for the session's whole life. */
    SwitchSession open(SwitchAccess access, Deadline deadline);

    /**
     * As {@link #open}, for looking alone: what both sides say is kept, without the login and what looks like a secret of the
     * configuration.
     *
     * @throws io.demarc.problem.ProblemException also {@code INPUT_INVALID} on platforms without a command line
     */
    default <T> Recorded<T> record(SwitchAccess access, Deadline deadline, Function<SwitchReading, T> look) {
        throw withoutCommandLine("recorded");
    }

    /**
     * What a recorded session brought.
     *
     * @param outputs what its reading commands printed
     * @param script  what stands below {@code ---} in a transcript
     */
    record Recorded<T>(T told, List<SavedOutput> outputs, String script) {}

    /**
     * Every line that a session which only looks may send, in about their order; replies to what is asked at login apart.
     *
     * @param bridge the one to look at, null for the only one
     */
    default List<String> questions(@Nullable String bridge) {
        return List.of();
    }

    private ProblemException withoutCommandLine(String what) {
        return ProblemException.of(
                ProblemCode.INPUT_INVALID,
                "Platform " + name() + " has no command line: nothing of it can be " + what + ".",
                "Name a platform with transport ssh; of one that speaks SNMP, save a walk: 'demarc platform parse' reads it.");
    }

    /**
     * Plays a transcript without a switch.
     *
     * @param file its name, for messages
     * @throws io.demarc.problem.ProblemException {@code INPUT_INVALID} for what is no transcript, and on platforms without a
     *     command line
     */
    default Played play(String file, String text) {
        throw withoutCommandLine("played");
    }

    /**
     * What came of a transcript.
     *
     * @param told       what its acts told, a line each
     * @param complaints where the session did not go as it is written, each with file and line
     */
    record Played(List<String> told, List<String> complaints) {}

    /**
     * What one command printed.
     *
     * @param before how many lines of its file stand before it
     */
    record SavedOutput(String command, String text, int before) {
        private static final String HEADING = "### ";

        /** With a file of its own. */
        public SavedOutput(String command, String text) {
            this(command, text, 0);
        }

        /** The outputs of a capture, each of which begins with a line {@code ### command}; empty for a text without such lines. */
        public static List<SavedOutput> ofCapture(String capture) {
            List<SavedOutput> outputs = new ArrayList<>();
            String command = null;
            StringBuilder text = new StringBuilder();
            int number = 0;
            int heading = 0;
            for (String line : capture.split("(?<=\n)", -1)) {
                number++;
                if (line.startsWith(HEADING)) {
                    if (command != null) {
                        outputs.add(new SavedOutput(command, text.toString(), heading));
                    }
                    command = line.substring(HEADING.length()).strip();
                    heading = number;
                    text.setLength(0);
                } else {
                    text.append(line);
                }
            }
            if (command != null) {
                outputs.add(new SavedOutput(command, text.toString(), heading));
            }
            return List.copyOf(outputs);
        }

        /** The outputs of a capture; a text that is none is what this command printed. */
        public static List<SavedOutput> ofFile(String text, String command) {
            List<SavedOutput> capture = ofCapture(text);
            return capture.isEmpty() ? List.of(new SavedOutput(command, text)) : capture;
        }
    }

    enum Transport {
        SSH,
        SNMP
    }

    enum Verified {
        /** Against a simulator or recorded output only. */
        SIMULATED,
        /** Against the real thing in a laboratory or in continuous integration. */
        LAB,
        /** In production. */
        FIELD;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
