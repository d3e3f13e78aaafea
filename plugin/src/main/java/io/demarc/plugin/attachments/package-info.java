/* SPDX-License-Identifier: Apache-2.0 */
/** The wish that a device is on a network. */
@NullMarked
package io.demarc.plugin.attachments;

import org.jspecify.annotations.NullMarked;
