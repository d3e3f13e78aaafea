/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.access.ssh.Shell;
import java.time.Duration;
import java.util.function.Supplier;

/** A terminal whose owner doesn't notice that the connection was closed in the middle: another one goes on at its prompt. */
final class GoingOnShell implements Shell {
    private final Supplier<Shell> another;
    private Shell shell;
    private boolean isClosed;

    GoingOnShell(Shell shell, Supplier<Shell> another) {
        this.shell = shell;
        this.another = another;
    }

    @Override
    public boolean type(String text) {
        goOn();
        return shell.type(text);
    }

    @Override
    public String take(Duration limit) {
        goOn();
        return shell.take(limit);
    }

    private void goOn() {
        if (!isClosed && shell.isOver()) {
            shell = another.get();
        }
    }

    @Override
    public boolean isOver() {
        goOn();
        return shell.isOver();
    }

    @Override
    public void close() {
        isClosed = true;
        shell.close();
    }
}
