package io.devicetrail.app.wiring;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.graphql.autoconfigure.GraphQlAutoConfiguration;

/** The application. */
@SpringBootApplication(exclude = GraphQlAutoConfiguration.class)
public class Devicetrail {}
