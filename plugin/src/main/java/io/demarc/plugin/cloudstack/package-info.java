/* SPDX-License-Identifier: Apache-2.0 */
/** CloudStack's two sides: the extension protocol that it calls, and the API that Demarc asks. */
@NullMarked
package io.demarc.plugin.cloudstack;

import org.jspecify.annotations.NullMarked;
