/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Kills the process at a commit: just before it or just after it. From then on nothing more reaches the database. */
public final class FailingConnection {
    private int commitsLeft = -1;
    private boolean isKilledAfter;
    private boolean isDead;

    /** @param commits how many commits succeed before the one at which the process dies */
    public void killAt(int commits, boolean after) {
        commitsLeft = commits;
        isKilledAfter = after;
    }

    public void dontKill() {
        commitsLeft = -1;
    }

    /** The process died elsewhere. */
    public void die() {
        isDead = true;
    }

    public boolean isDead() {
        return isDead;
    }

    public Connection around(Connection connection) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            String name = method.getName();
            if (isDead && !name.equals("close")) {
                throw new Crash();
            }
            boolean isFatal = name.equals("commit") && commitsLeft-- == 0;
            if (isFatal && !isKilledAfter) {
                isDead = true;
                throw new Crash();
            }
            Object result = invoke(connection, method, arguments);
            if (isFatal) {
                isDead = true;
                throw new Crash();
            }
            return result;
        };
        return (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    private static @Nullable Object invoke(
            Connection connection, java.lang.reflect.Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
