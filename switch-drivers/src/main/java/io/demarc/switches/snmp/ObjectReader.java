/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.util.List;
import java.util.Map;
import org.snmp4j.smi.OID;

/** Where objects come from: a live agent or a saved walk. */
interface ObjectReader {
    /** Every row of these columns; a column that the agent doesn't have is empty. Ask for related columns together. */
    Map<OID, Column> columns(List<OID> columns);

    default Column column(OID column) {
        return columns(List.of(column)).getOrDefault(column, Column.empty());
    }
}
