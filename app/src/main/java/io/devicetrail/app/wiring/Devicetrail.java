package io.devicetrail.app.wiring;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. */
@SpringBootApplication
public class Devicetrail {}
