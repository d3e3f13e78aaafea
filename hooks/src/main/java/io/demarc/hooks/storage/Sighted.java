/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.access.Printable;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.List;

/** The pair that a step is about, the step's node, and its commands, each of which goes into the evidence. */
final class Sighted {
    static final Setting NODE = Setting.required("node");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final StoragePairs pairs;
    private final StepContext context;
    private final StoragePair pair;

    Sighted(StoragePairs pairs, StepContext context) {
        this.pairs = pairs;
        this.context = context;
        this.pair = pairs.pair(context.object());
    }

    StoragePair pair() {
        return pair;
    }

    StorageNode node() {
        return pair.node(context.requiredSetting(NODE.name()));
    }

    StorageNode peer() {
        return pair.peerOf(node());
    }

    NodeCommands on(StorageNode node) {
        return pairs.on(pair, node);
    }

    /** Runs a command that only looks; it leaves no trace. */
    CommandResult look(StorageNode node, String... argv) {
        return on(node).run(List.of(argv), LIMIT);
    }

    /** Runs a command that changes something; it goes into the evidence. Throws {@code NODE_COMMAND_FAILED}. */
    CommandResult change(StorageNode node, String... argv) {
        return change(node, List.of(argv));
    }

    CommandResult change(StorageNode node, List<String> argv) {
        CommandResult result = on(node).run(argv, LIMIT);
        String output = (result.stdout() + result.stderr()).strip();
        context.record(node + "$ " + String.join(" ", argv), result.exit(), output);
        if (result.exit() != 0) {
            throw ProblemException.of(
                    ProblemCode.NODE_COMMAND_FAILED,
                    node + ": '" + String.join(" ", argv) + "' ended with " + result.exit() + ". It printed: "
                            + Printable.of(output.isEmpty() ? "nothing" : output),
                    "Mend it on the node, then resume the run.");
        }
        return result;
    }
}
