/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

/** One of two servers that are compared, and its words. */
record Side(SqlClient client, Dialect dialect) {
    static Side of(SqlClient client) {
        return new Side(client, ServerReader.dialect(client));
    }

    Database database() {
        return client.database();
    }

    /** The end of its own binary log. */
    Coordinates end(SqlRow shown) {
        return new Coordinates(shown.text("File"), shown.number("Position"));
    }
}
