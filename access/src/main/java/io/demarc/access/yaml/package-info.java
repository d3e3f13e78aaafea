/* SPDX-License-Identifier: Apache-2.0 */
/** The one strict reader of YAML: everything that is wrong is told, with its place. */
@NullMarked
package io.demarc.access.yaml;

import org.jspecify.annotations.NullMarked;
