package io.devicetrail.queryside.graphql;

import graphql.scalars.ExtendedScalars;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/** The scalars that the schema has beyond GraphQL's own. */
@Configuration(proxyBeanMethods = false)
class Scalars {
    @Bean
    RuntimeWiringConfigurer scalarsOfTheSchema() {
        return wiring -> wiring.scalar(DateTimeScalar.TYPE)
                .scalar(ExtendedScalars.GraphQLLong)
                .scalar(ExtendedScalars.Json);
    }
}
