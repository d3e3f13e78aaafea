/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.plugin.books.AlertTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.SwitchCondition;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells CloudStack what is wrong for some time, once, and once that it is over. Everything that is to be told at a time goes in one alert,
 * with some minutes to the next; what was told is remembered beyond a restart. The texts name switches of the inventory and networks by
 * their UUIDs, and hold no words of a tenant or a switch. One caller at a time.
 */
public final class AlertWatch {
    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);
    /** What comes and goes within it is told nobody. */
    private static final Duration LASTING = Duration.ofMinutes(5);

    private static final Duration BETWEEN_ALERTS = Duration.ofMinutes(5);
    private static final String MORE = " 'demarc doctor' tells more.";

    private final Books books;
    private final Reconciler reconciler;
    private final CloudSide cloud;
    /** Since when a subject isn't what was told of it. */
    private final Map<String, Instant> since = new TreeMap<>();

    private @Nullable Instant lastTrial;
    private @Nullable String lastFailure;

    public AlertWatch(Books books, Reconciler reconciler, CloudSide cloud) {
        this.books = books;
        this.reconciler = reconciler;
        this.cloud = cloud;
    }

    /**
     * What is wrong now.
     *
     * @param wrong   by its subject, in words
     * @param unclear subjects of which it will show
     */
    private record Conditions(Map<String, String> wrong, Set<String> unclear) {}

    /** Looks once, and tells what is due. */
    public void look() {
        Instant now = books.clock().instant();
        Conditions conditions = conditions();
        Set<String> told = books.store().read(AlertTable::subjects);
        List<String> begun = new ArrayList<>();
        List<String> over = new ArrayList<>();
        Set<String> subjects = new HashSet<>(told);
        subjects.addAll(conditions.wrong().keySet());
        since.keySet()
                .removeIf(it -> !subjects.contains(it) && !conditions.unclear().contains(it));
        for (String subject : new TreeSet<>(subjects)) {
            boolean isWrong = conditions.wrong().containsKey(subject);
            if (isWrong == told.contains(subject)) {
                since.remove(subject);
            } else if (isDue(subject, conditions, now)) {
                (isWrong ? begun : over).add(subject);
            }
        }
        boolean isTooSoon = lastTrial != null && lastTrial.plus(BETWEEN_ALERTS).isAfter(now);
        if (!isTooSoon && !(begun.isEmpty() && over.isEmpty())) {
            lastTrial = now;
            tell(text(begun.stream().map(conditions.wrong()::get).toList(), over), begun, over);
        }
    }

    private boolean isDue(String subject, Conditions conditions, Instant now) {
        if (conditions.unclear().contains(subject)) {
            return false;
        }
        Instant begin = since.computeIfAbsent(subject, it -> now);
        return !begin.plus(LASTING).isAfter(now);
    }

    private void tell(String text, List<String> begun, List<String> over) {
        int number = books.store().read(AlertTable::nextNumber);
        try {
            cloud.alert(number % CloudSide.MOST_ALERTS, text);
        } catch (ProblemException e) {
            if (!e.problem().summary().equals(lastFailure)) {
                lastFailure = e.problem().summary();
                LOG.warn("An alert could not be raised in CloudStack, and is tried again: {}", lastFailure);
            }
            return;
        }
        lastFailure = null;
        long at = books.clock().instant().toEpochMilli();
        books.store().change(handle -> {
            begun.forEach(subject -> AlertTable.put(handle, subject, at));
            over.forEach(subject -> AlertTable.remove(handle, subject));
            AlertTable.useNumber(handle);
        });
        books.journal().append(JournalDraft.of("alert", Actor.TIMER, text));
    }

    private static String text(List<String> begun, List<String> over) {
        List<String> items = new ArrayList<>(begun);
        over.forEach(subject -> items.add("over: " + subject));
        StringBuilder text = new StringBuilder("Demarc: ");
        for (int i = 0; i < items.size(); i++) {
            String item = (i == 0 ? "" : "; ") + items.get(i);
            String rest = "; and " + (items.size() - i) + " more";
            if (text.length() + item.length() + rest.length() + MORE.length() >= CloudSide.LONGEST_ALERT) {
                text.append(rest);
                break;
            }
            text.append(item);
        }
        return text.append('.').append(MORE).toString();
    }

    private Conditions conditions() {
        Map<String, String> wrong = new TreeMap<>();
        Set<String> unclear = new HashSet<>();
        for (SwitchCondition condition : SwitchCondition.all(books, reconciler)) {
            String subject = "switch " + condition.name();
            switch (condition.state()) {
                case STUCK -> wrong.put(subject, stuck(condition));
                case REFUSED -> wrong.put(subject, "a guard keeps a port of " + subject + " from what is wanted");
                case PENDING, UNKNOWN -> {
                    if (isUnread(condition)) {
                        wrong.put(subject, stuck(condition));
                    } else {
                        unclear.add(subject);
                    }
                }
                case UNSAVED, OBSERVED, CONVERGED -> {}
            }
        }
        books.store().read(NetworkTable::all).stream()
                .filter(network -> network.state() == NetworkRecord.State.SHUTTING)
                .map(AlertWatch::nameOf)
                .forEach(network -> wrong.put(
                        network, network + " keeps its VLAN, because a port could not be shown to be out of it"));
        return new Conditions(wrong, unclear);
    }

    private static boolean isUnread(SwitchCondition condition) {
        return condition.seen().problemCode() != null && !condition.seen().isUnsavedByProblem();
    }

    private static String stuck(SwitchCondition condition) {
        long ports = condition.ports().stream()
                .filter(port -> port.state() == PortCondition.State.STUCK)
                .count();
        return isUnread(condition)
                ? "switch " + condition.name() + " can't be read or set"
                : ports + (ports == 1 ? " port of switch " : " ports of switch ") + condition.name()
                        + " can't be made what is wanted";
    }

    private static String nameOf(NetworkRecord network) {
        return "network "
                + (network.identity() == null
                        ? network.id().toString()
                        : network.identity().uuid());
    }
}
