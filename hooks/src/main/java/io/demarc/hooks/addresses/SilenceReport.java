/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code silence-report}: how long each address was silent, in milliseconds, as it was seen. */
final class SilenceReport implements StepKind {
    private static final String SILENCE = "silence";

    private final Places places;

    SilenceReport(Places places) {
        this.places = places;
    }

    @Override
    public String name() {
        return "silence-report";
    }

    @Override
    public Outcome act(StepContext context) {
        String said = Watches.of(context).stream()
                .map(watch -> inWords(watch, Watches.look(places, watch)))
                .collect(Collectors.joining("\n"));
        String words =
                said.isEmpty() ? "The silence was not measured: nobody who can be asked saw the addresses." : said;
        context.save(SILENCE, words);
        return Outcome.acted(words);
    }

    private static String inWords(Watch watch, Optional<Silence> silence) {
        return watch.address() + " was "
                + silence.map(Silence::inWords).orElse("watched, but what was seen is lost") + ", seen by "
                + watch.observerInWords() + ".";
    }

    /** Only now is what was seen on the disk. */
    @Override
    public Progress poll(StepContext context) {
        Watches.end(places, context);
        return Progress.done();
    }

    @Override
    public List<Finding> verify(StepContext context) {
        return context.value(SILENCE)
                .map(words -> List.of(Finding.met("the silence is told", words)))
                .orElse(List.of());
    }
}
