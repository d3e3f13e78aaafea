/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

/** One session on a switch's command line: its mode and settings. Confined to the thread of its shell. */
interface Cli extends AutoCloseable {
    /** Printed after login, before the first prompt. */
    default String greeting() {
        return "";
    }

    String prompt();

    Reply execute(String line);

    /** Lines of output between two pauses; 0 for none. */
    int pageLength();

    /** What the pager prints when it waits for a key. */
    String pagerPrompt();

    /** Ctrl-Z was pressed. */
    default void endOfInput() {}

    @Override
    void close();
}
