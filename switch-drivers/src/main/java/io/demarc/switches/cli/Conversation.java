/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.cli.CommandLines.Rendered;
import java.util.List;

/** Commands and answers with one switch. One caller at a time. After a timeout or a lost connection it is closed. */
interface Conversation extends AutoCloseable {
    /**
     * Sends a line and waits for the end of its output, which is returned without the echo, prompts and noise. Throws
     * {@code SWITCH_REJECTED} where the channel itself says so (an exit status); what the output means is the caller's.
     */
    List<String> ask(Rendered line);

    /** Gets into the mode. */
    void enter(String mode);

    /** The mode that the session is in. */
    String mode();

    /** The prompt that ended the last output; empty where there are none. */
    String prompt();

    /** What is put before read commands now. */
    String readPrefix();

    @Override
    void close();
}
