/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.IgnoredTagTable;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkDirectory.Tag;
import io.demarc.plugin.networks.NetworkDirectory.Truth;
import io.demarc.plugin.networks.NetworkFinder.Found;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.Owners;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches the devices that networks ask for by a tag, and detaches them when the tag is gone. CloudStack keeps a tag for the
 * network's owner, whoever has set it, so it counts as the owner's word: it moves the owner's own devices, never another's, never by
 * force, and nothing that was attached by a person. One caller at a time, but for {@link #problems}.
 */
public final class TaggedDevices {
    /** The tag's key; its value are names of devices. */
    public static final String KEY = "demarc-devices";

    private static final Logger LOG = LoggerFactory.getLogger(TaggedDevices.class);
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
    /** Whoever may write tags could write many that mean nothing. */
    private static final int MOST_PROBLEMS = 20;

    private final Books books;
    private final Attachments attachments;
    private final NetworkDirectory directory;
    private final Reconciler reconciler;
    private volatile List<String> problems = List.of();

    public TaggedDevices(Books books, Attachments attachments, NetworkDirectory directory, Reconciler reconciler) {
        this.books = books;
        this.attachments = attachments;
        this.directory = directory;
        this.reconciler = reconciler;
    }

    /** What couldn't be followed in the last round, in sentences; at most twenty. */
    public List<String> problems() {
        return problems;
    }

    /** One look at all tags; changes nothing where CloudStack can't be asked. */
    public void follow() {
        Deadline deadline = Deadline.after(LONGEST_ROUND, books.clock());
        List<String> found = new ArrayList<>();
        try {
            SortedMap<DeviceName, SortedSet<String>> wished = wished(found, deadline);
            for (Device device : books.wishes().inventory().devices().values()) {
                SortedSet<String> networks = wished.getOrDefault(device.name(), new TreeSet<>());
                follow(device, networks, found, deadline);
            }
        } catch (ProblemException e) {
            found.add("Networks' tags can't be read: " + e.problem().message());
        }
        tell(found);
    }

    private void tell(List<String> found) {
        List<String> now = found.stream().limit(MOST_PROBLEMS).toList();
        now.stream().filter(problem -> !problems.contains(problem)).forEach(LOG::warn);
        problems = now;
    }

    /** For each device that there is the networks whose tags name it. */
    private SortedMap<DeviceName, SortedSet<String>> wished(List<String> found, Deadline deadline) {
        Map<DeviceName, Device> devices = books.wishes().inventory().devices();
        SortedMap<DeviceName, SortedSet<String>> wished = new TreeMap<>();
        for (Tag tag : directory.tags(KEY, deadline)) {
            for (String name : tag.value().split("[,\\s]+")) {
                Optional<DeviceName> device = devices.keySet().stream()
                        .filter(known -> known.value().equals(name))
                        .findFirst();
                device.ifPresent(
                        it -> wished.computeIfAbsent(it, key -> new TreeSet<>()).add(tag.networkUuid()));
                if (device.isEmpty() && !name.isEmpty()) {
                    found.add("The tag " + KEY + " of network " + Printable.of(tag.networkUuid()) + " names '"
                            + Printable.of(name) + "', which is no device.");
                }
            }
        }
        return wished;
    }

    private void follow(Device device, SortedSet<String> wished, List<String> found, Deadline deadline) {
        Actor actor = new Actor(Actor.Kind.TENANT, device.owner().toString());
        Optional<Attachment> present = books.store().read(handle -> AttachmentTable.of(handle, device.name()));
        if (present.filter(it -> it.byTag() && !wished.contains(it.networkUuid()))
                .isPresent()) {
            attachments.detach(device.name(), false, actor);
            mark(device, actor);
            present = Optional.empty();
        }
        SortedSet<String> counting = counting(device, wished);
        if (present.isPresent()) {
            counting.remove(present.get().networkUuid());
            counting.forEach(
                    uuid -> found.add(ofTag(uuid, device) + " is attached to another network. Detach it there first."));
        } else if (counting.size() > 1) {
            found.add("Device " + device.name() + " is named by tags of several networks, and attached to none: "
                    + String.join(", ", counting) + ".");
        } else if (!counting.isEmpty()) {
            attach(device, counting.first(), found, actor, deadline);
        }
    }

    /** Without those from which it was detached by a person; their tags count again when they were gone once. */
    private SortedSet<String> counting(Device device, SortedSet<String> wished) {
        return books.store().write(handle -> {
            SortedSet<String> counting = new TreeSet<>(wished);
            Set<String> ignored = IgnoredTagTable.of(handle, device.name());
            for (String uuid : ignored) {
                if (!counting.remove(uuid)) {
                    IgnoredTagTable.remove(handle, device.name(), uuid);
                }
            }
            return counting;
        });
    }

    private void attach(Device device, String uuid, List<String> found, Actor actor, Deadline deadline) {
        Optional<Truth> truth = directory.truth(uuid, deadline);
        if (truth.isEmpty()) {
            return;
        }
        Owners owners = books.wishes().owners();
        if (!owners.isOwn(device.owner(), truth.get().identity())) {
            found.add(ofTag(uuid, device) + " belongs to " + device.owner() + ", and the network to "
                    + owners.inWords(device.owner(), truth.get().identity()) + ": it is left alone.");
            return;
        }
        try {
            attachments.attachByTag(device.name(), new Found(truth.get().identity(), null), actor);
            mark(device, actor);
        } catch (ProblemException e) {
            found.add(ofTag(uuid, device) + " can't be attached: " + e.problem().message());
        }
    }

    private void mark(Device device, Actor actor) {
        reconciler.mark(Set.of(device.port().switchName()), actor);
    }

    private static String ofTag(String uuid, Device device) {
        return "The tag " + KEY + " of network " + Printable.of(uuid) + " names device " + device.name() + ", which";
    }
}
