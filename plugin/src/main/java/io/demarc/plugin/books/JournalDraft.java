/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.PortAddress;
import io.demarc.problem.Problem;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import org.jspecify.annotations.Nullable;

/** A line of the journal before it is written. Immutable; each {@code with} answers another draft. */
public record JournalDraft(
        String kind,
        Actor actor,
        String message,
        @Nullable String switchName,
        @Nullable String port,
        @Nullable String device,
        @Nullable Long network,
        @Nullable Integer vlan,
        @Nullable String before,
        @Nullable String wanted,
        @Nullable String after,
        @Nullable String problem,
        @Nullable Long transcript) {

    /** @param message one line for a person; text from outside made printable by the caller */
    public static JournalDraft of(String kind, Actor actor, String message) {
        return new JournalDraft(kind, actor, message, null, null, null, null, null, null, null, null, null, null);
    }

    public JournalDraft withSwitch(SwitchName name) {
        return new JournalDraft(
                kind,
                actor,
                message,
                name.value(),
                port,
                device,
                network,
                vlan,
                before,
                wanted,
                after,
                problem,
                transcript);
    }

    public JournalDraft withPort(PortAddress address) {
        return new JournalDraft(
                kind,
                actor,
                message,
                address.switchName().value(),
                address.port().value(),
                device,
                network,
                vlan,
                before,
                wanted,
                after,
                problem,
                transcript);
    }

    public JournalDraft withDevice(@Nullable DeviceName name) {
        return new JournalDraft(
                kind,
                actor,
                message,
                switchName,
                port,
                name == null ? null : name.value(),
                network,
                vlan,
                before,
                wanted,
                after,
                problem,
                transcript);
    }

    public JournalDraft withNetwork(@Nullable NetworkId id, @Nullable Vlan its) {
        return new JournalDraft(
                kind,
                actor,
                message,
                switchName,
                port,
                device,
                id == null || !id.isInternal() ? null : (Long) id.value(),
                its == null ? null : its.id(),
                before,
                wanted,
                after,
                problem,
                transcript);
    }

    public JournalDraft withStates(@Nullable PortState was, String wish, @Nullable PortState is) {
        return new JournalDraft(
                kind,
                actor,
                message,
                switchName,
                port,
                device,
                network,
                vlan,
                was == null ? null : was.inWords(),
                wish,
                is == null ? null : is.inWords(),
                problem,
                transcript);
    }

    public JournalDraft withProblem(@Nullable Problem why) {
        return new JournalDraft(
                kind,
                actor,
                message,
                switchName,
                port,
                device,
                network,
                vlan,
                before,
                wanted,
                after,
                why == null ? null : why.code().id() + ": " + why.message(),
                transcript);
    }

    /** @param id of {@link Journal#keepTranscript} */
    public JournalDraft withTranscript(@Nullable Long id) {
        return new JournalDraft(
                kind, actor, message, switchName, port, device, network, vlan, before, wanted, after, problem, id);
    }
}
