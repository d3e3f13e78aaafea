/* SPDX-License-Identifier: Apache-2.0 */
/** The daemon's own configuration, and the strict reading of YAML that the inventory shares with it. */
@NullMarked
package io.demarc.plugin.configuration;

import org.jspecify.annotations.NullMarked;
