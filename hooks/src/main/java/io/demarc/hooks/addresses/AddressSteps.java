/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.runbook.StepKind;
import java.util.List;

/** The step kinds for addresses that move from server to server. */
public final class AddressSteps {
    /** The kind of object that their runbooks are about. */
    public static final String OBJECT_KIND = "server";

    private AddressSteps() {}

    public static List<StepKind> of(Places places) {
        return List.of(
                new AddressLook(places),
                new AddressHeld(places),
                new SilenceWatch(places),
                new AddressSwitch(places),
                new AddressAnnounce(places),
                new GatewayBelieves(places),
                new AddressPersist(places),
                new SilenceReport(places));
    }
}
