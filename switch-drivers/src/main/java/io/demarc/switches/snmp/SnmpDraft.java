/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sets that an agent would get, one line an object. Each list stands as it was read, with what was drafted before it done. An
 * agent that does more by itself than it is told gets fewer sets than these: one that takes a port out of a VLAN's lists when it
 * is put into another's, or tells of a trunk's VLAN as an access port only once it is none and then has it right. One caller at
 * a time.
 */
final class SnmpDraft implements SwitchDraft {
    private final DraftConversation conversation;
    private final SnmpWriter writer;
    private final List<Line> noted = new ArrayList<>();

    SnmpDraft(SnmpDefinition definition, SnmpConversation live, Supplier<VlanReading> reading) {
        conversation = new DraftConversation(definition.vlans(), live);
        // Paper settles at once.
        writer = new SnmpWriter(definition, conversation, new Settling(Duration.ZERO, live.deadline()), reading);
    }

    /**
     * The objects that are read decide what is written, not the ports' states. What was set before a refusal is told with the
     * next batch.
     */
    @Override
    public List<Line> apply(List<PortStep> steps, Map<PortName, PortState> now) {
        for (PortStep step : steps) {
            try {
                writer.write(step);
            } finally {
                note(step);
            }
        }
        return take();
    }

    /** Every set is in force at once: there is nothing to keep. */
    @Override
    public List<Line> confirm() {
        return List.of();
    }

    /** And nothing to take back. */
    @Override
    public List<Line> rollBack() {
        return List.of();
    }

    @Override
    public List<Line> save() {
        writer.save();
        note(null);
        return take();
    }

    private void note(@Nullable PortStep step) {
        conversation.take().forEach(text -> noted.add(new Line(text, step)));
    }

    private List<Line> take() {
        List<Line> taken = List.copyOf(noted);
        noted.clear();
        return taken;
    }
}
