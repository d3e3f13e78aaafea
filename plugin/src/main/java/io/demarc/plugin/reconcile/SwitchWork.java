/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.words.Actor;
import io.demarc.switches.SwitchName;

/** One reconcile of one switch: reads what is wished now, and makes it so. */
@FunctionalInterface
interface SwitchWork {
    /** @param actor who asked last */
    Result reconcile(SwitchName name, Actor actor);
}
