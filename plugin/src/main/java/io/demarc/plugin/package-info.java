/* SPDX-License-Identifier: Apache-2.0 */
/** The CloudStack plugin: daemon, entry point and command line. */
@NullMarked
package io.demarc.plugin;

import org.jspecify.annotations.NullMarked;
