package io.devicetrail.app.demo;

/** A step of the demo did not come out as it must; the message says what was expected and what was seen. */
final class DemoFailure extends RuntimeException {
    DemoFailure(String message) {
        super(message);
    }

    DemoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
