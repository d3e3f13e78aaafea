/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.session.PortStep;
import org.jspecify.annotations.Nullable;

/** Who is told the lines of a batch: a switch, or a list of what one would be told. One caller at a time. */
interface Recipient {
    /**
     * Tells a line that changes something; throws when it is not taken.
     *
     * @param step the step that it is a part of; null for one that is about the whole batch
     */
    void tell(Rendered line, @Nullable PortStep step);

    /** In words, within a sentence. */
    String whom();

    /** Gets into the mode. */
    void enter(String mode);
}
