package io.devicetrail.app.acceptance;

import io.devicetrail.app.instance.Instance;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database past the application, as its owner: what an administrator could do. */
final class Sql {
    private Sql() {}

    static JdbcClient owner(Instance instance) {
        Map<String, Object> parts = instance.parts().properties();
        return JdbcClient.create(new DriverManagerDataSource(
                url(instance),
                String.valueOf(parts.get("spring.flyway.user")),
                String.valueOf(parts.get("spring.flyway.password"))));
    }

    static JdbcClient superuser(Instance instance, String password) {
        return JdbcClient.create(new DriverManagerDataSource(url(instance), "postgres", password));
    }

    /** Of the application's database. */
    static String url(Instance instance) {
        return String.valueOf(instance.parts().properties().get("spring.flyway.url"));
    }
}
