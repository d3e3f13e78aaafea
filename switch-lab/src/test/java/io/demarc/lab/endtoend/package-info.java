/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.demarc.lab.endtoend;

import org.jspecify.annotations.NullMarked;
