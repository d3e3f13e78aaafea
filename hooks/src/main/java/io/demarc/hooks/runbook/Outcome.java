/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

/** What came of an action. */
public sealed interface Outcome {
    /** It is done or under way; from now on the step waits for its end. */
    record Acted(String said) implements Outcome {}

    /** A person is to follow the step's instruction and confirm; then the step waits for its end. */
    record AsksPerson() implements Outcome {}

    /** It didn't work. The run stops, and can be resumed. */
    record Failed(String found, String advice) implements Outcome {}

    /** It didn't work, and is as it was before: the run ends, since there is nothing to resume. */
    record Over(String found, String advice) implements Outcome {}

    /** @param said one line for the evidence; may be empty */
    static Outcome acted(String said) {
        return new Acted(said);
    }

    static Outcome asksPerson() {
        return new AsksPerson();
    }

    static Outcome failed(String found, String advice) {
        return new Failed(found, advice);
    }

    static Outcome over(String found, String advice) {
        return new Over(found, advice);
    }
}
