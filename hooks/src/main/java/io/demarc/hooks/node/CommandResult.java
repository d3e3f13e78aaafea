/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import java.time.Duration;

/** What came of a command. */
public record CommandResult(int exit, String stdout, String stderr, Duration took) {}
