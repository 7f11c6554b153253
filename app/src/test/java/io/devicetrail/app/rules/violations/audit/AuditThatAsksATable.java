package io.devicetrail.app.rules.violations.audit;

import javax.sql.DataSource;

final class AuditThatAsksATable {
    private final DataSource tables;

    AuditThatAsksATable(DataSource tables) {
        this.tables = tables;
    }

    DataSource tables() {
        return tables;
    }
}
