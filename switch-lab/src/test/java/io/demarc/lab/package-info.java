/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.demarc.lab;

import org.jspecify.annotations.NullMarked;
