/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that waits doesn't fail for what a thread of another class beside it threw. Awaitility takes any uncaught exception of the
 * process for one of its own, unless it's told not to.
 */
public final class OwnFailuresOnly implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }
}
