/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/** The tests of a class build on one another: when one has failed those after it are left out, they would wait for nothing. */
final class PartsOfOneStory implements ExecutionCondition, TestWatcher {
    private static final Namespace NAMESPACE = Namespace.create(PartsOfOneStory.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String failed = context.getStore(NAMESPACE).get(key(context), String.class);
        return failed == null
                ? ConditionEvaluationResult.enabled("nothing before it has failed")
                : ConditionEvaluationResult.disabled(failed + " has failed");
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        // The root's store, not the method's: that one ends with it.
        context.getRoot().getStore(NAMESPACE).put(key(context), context.getDisplayName());
    }

    private static String key(ExtensionContext context) {
        return context.getRequiredTestClass().getName();
    }
}
