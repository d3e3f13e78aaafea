/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.ssh.Shell;

/** Sits between a session and its switch, and changes nothing that is said. One caller at a time. */
interface Tap {
    Tap NONE = new Tap() {
        @Override
        public Shell on(Shell shell) {
            return shell;
        }

        @Override
        public CommandChannel on(CommandChannel channel) {
            return channel;
        }

        @Override
        public Conversation on(Conversation conversation) {
            return conversation;
        }
    };

    Shell on(Shell shell);

    CommandChannel on(CommandChannel channel);

    Conversation on(Conversation conversation);
}
