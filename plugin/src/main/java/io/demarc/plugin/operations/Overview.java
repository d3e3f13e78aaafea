/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.configuration.Manage;
import io.demarc.plugin.networks.NetworkTruth;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.operations.Views.NetworkView;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.operations.Views.SwitchView;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.SwitchCondition;
import io.demarc.plugin.reconcile.SwitchSessions;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.Freeze;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.NetworkRecord.State;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known, without asking any switch. Thread-safe. */
final class Overview {
    private final Books books;
    private final Reconciler reconciler;
    private final NetworkTruth truth;
    private final SwitchSessions sessions;

    Overview(Books books, Reconciler reconciler, NetworkTruth truth, SwitchSessions sessions) {
        this.books = books;
        this.reconciler = reconciler;
        this.truth = truth;
        this.sessions = sessions;
    }

    List<PortView> ports() {
        return PortCondition.all(books, reconciler).stream().map(PortViews::of).toList();
    }

    List<SwitchView> switches() {
        Wishes wishes = books.wishes();
        return SwitchCondition.all(books, reconciler).stream()
                .map(condition -> view(condition, wishes))
                .toList();
    }

    private SwitchView view(SwitchCondition condition, Wishes wishes) {
        ManagedSwitch managed = condition.managed();
        return new SwitchView(
                managed.name().value(),
                managed.platform(),
                sessions.definitionOf(managed),
                managed.endpoint().toString(),
                managed.rules().managed().size(),
                condition.state().id(),
                condition.problem(),
                instant(condition.seen().readAtMillis()),
                condition.seen().unsavedSinceMillis() != null,
                instant(condition.seen().unsavedSinceMillis()),
                (int) condition.ports().stream()
                        .filter(port -> port.desired().permission().isAdopted())
                        .count(),
                wishes.ceiling() == Manage.OBSERVE || managed.manage() == Manage.OBSERVE ? "observe" : "enforce",
                frozen(wishes, managed.name()));
    }

    private static @Nullable String frozen(Wishes wishes, SwitchName name) {
        return wishes.freezes().stream()
                .filter(freeze -> freeze.covers(name))
                .findFirst()
                .map(Freeze::inWords)
                .orElse(null);
    }

    private static @Nullable String instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }

    List<DeviceView> devices() {
        Wishes wishes = books.wishes();
        Map<DeviceName, Attachment> attachments = new TreeMap<>();
        wishes.attachments().forEach(attachment -> attachments.put(attachment.device(), attachment));
        return wishes.inventory().devices().values().stream()
                .map(device -> view(device, attachments.get(device.name())))
                .toList();
    }

    private static DeviceView view(Device device, @Nullable Attachment attachment) {
        return new DeviceView(
                device.name().value(),
                device.owner().toString(),
                device.port().switchName().value(),
                device.port().port().value(),
                attachment == null ? null : attachment.networkUuid(),
                attachment == null ? null : Printable.of(attachment.networkName()),
                attachment != null && attachment.forced());
    }

    List<NetworkView> networks() {
        Wishes wishes = books.wishes();
        List<NetworkView> views = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (NetworkRecord network : wishes.networks()) {
            NetworkIdentity identity = network.identity();
            if (identity != null) {
                known.add(identity.uuid());
            }
            views.add(view(network, identity, wishes));
        }
        for (Attachment attachment : wishes.attachments()) {
            if (known.add(attachment.networkUuid())) {
                views.add(new NetworkView(
                        null,
                        attachment.networkUuid(),
                        Printable.of(attachment.networkName()),
                        null,
                        "down",
                        null,
                        null,
                        devicesOn(wishes, attachment.networkUuid()),
                        truth.report().problemOf(attachment.networkUuid())));
            }
        }
        return views;
    }

    private NetworkView view(NetworkRecord network, @Nullable NetworkIdentity identity, Wishes wishes) {
        Vlan vlan = network.vlan();
        return new NetworkView(
                network.id().isInternal() ? (Long) network.id().value() : null,
                identity == null ? null : identity.uuid(),
                identity == null ? null : Printable.of(identity.name()),
                identity == null ? null : identity.owner().toString(),
                network.state() == State.IMPLEMENTED ? "implemented" : "down",
                vlan == null ? null : (Integer) vlan.id(),
                network.isTold() ? "calls" : "api",
                identity == null ? List.of() : devicesOn(wishes, identity.uuid()),
                truth.report().problemOf(network));
    }

    private static List<String> devicesOn(Wishes wishes, String uuid) {
        return wishes.attachments().stream()
                .filter(attachment -> attachment.networkUuid().equals(uuid))
                .map(attachment -> attachment.device().value())
                .toList();
    }
}
