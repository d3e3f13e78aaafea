/* SPDX-License-Identifier: Apache-2.0 */
/** Replicas of MariaDB and MySQL servers: rebuilding them from their primary or from a running sibling, and comparing them. */
@org.jspecify.annotations.NullMarked
package io.demarc.hooks.replica;
