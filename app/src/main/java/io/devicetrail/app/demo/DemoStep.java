package io.devicetrail.app.demo;

import java.util.Map;

/** What a step came to. The figures are what was counted or timed, by name. */
record DemoStep(String name, boolean ok, double seconds, Map<String, Object> figures) {}
