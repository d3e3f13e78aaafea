/* SPDX-License-Identifier: Apache-2.0 */
/** What is remembered: the database, its tables, the journal, and the files beside them. */
@NullMarked
package io.demarc.plugin.books;

import org.jspecify.annotations.NullMarked;
