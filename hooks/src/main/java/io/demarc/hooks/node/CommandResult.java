/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

/**
 * What came of a command.
 *
 * @param exit its exit status; -1 when a signal ended it
 */
public record CommandResult(int exit, String stdout, String stderr) {}
