/* SPDX-License-Identifier: Apache-2.0 */
/** Makes CloudStack and this management server as Demarc needs them, looks whether they still are, and undoes it. */
@NullMarked
package io.demarc.plugin.cloudstack.setup;

import org.jspecify.annotations.NullMarked;
