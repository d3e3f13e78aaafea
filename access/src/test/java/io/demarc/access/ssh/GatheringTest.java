/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.ssh.Gathering.Look;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final Inbox out = new Inbox();
    private final Inbox err = new Inbox();

    private static void say(Inbox inbox, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        inbox.write(octets, 0, octets.length);
    }

    private static Gathering toItsEnd(Gathering gathering) {
        Look look = gathering.look();
        while (look != Look.END) {
            look = gathering.look();
        }
        return gathering;
    }

    /** It happened: a command that took as long as a look said everything, and ended, between that look and the next question. */
    @Test
    void whatComesRightBeforeTheChannelClosesIsNotLost() {
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier isClosed = () -> {
            if (asked.incrementAndGet() < 2) {
                return false;
            }
            if (asked.get() == 2) {
                say(out, "demarc-next\n");
                say(err, "a warning\n");
                out.close();
            }
            return true;
        };

        Gathering gathering = toItsEnd(new Gathering(isClosed, out, err));

        assertThat(gathering.printed()).isEqualTo("demarc-next\n");
        assertThat(gathering.complaints()).isEqualTo("a warning\n");
    }

    @Test
    void aCommandThatSaysNothingEnds() {
        Gathering gathering = toItsEnd(new Gathering(() -> true, out, err));

        assertThat(gathering.printed()).isEmpty();
        assertThat(gathering.complaints()).isEmpty();
    }

    @Test
    void nothingIsNoEndWhileTheChannelIsOpen() {
        say(out, "a");
        Gathering gathering = new Gathering(() -> false, out, err);

        assertThat(gathering.look()).isEqualTo(Look.SOMETHING);
        assertThat(gathering.look()).isEqualTo(Look.NOTHING);
    }
}
