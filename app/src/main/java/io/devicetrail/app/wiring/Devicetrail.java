package io.devicetrail.app.wiring;

import org.axonframework.springboot.autoconfig.XStreamAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** The application: every module's beans, found by scan; two modules may use the same simple name. */
@SpringBootApplication(
        scanBasePackages = "io.devicetrail",
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        // People are in the log, and none is made up at the start.
        exclude = {XStreamAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConfigurationPropertiesScan("io.devicetrail")
public class Devicetrail {}
