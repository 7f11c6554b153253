package io.devicetrail.app.rules.violations.commandside;

import org.axonframework.spring.stereotype.Aggregate;

@Aggregate
public final class PublicAggregate {}

@Aggregate
final class InnocentAggregate {}
