package io.devicetrail.app.wiring;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application: every module's beans, found by scan. */
@SpringBootApplication(scanBasePackages = "io.devicetrail")
@ConfigurationPropertiesScan("io.devicetrail")
public class Devicetrail {}
