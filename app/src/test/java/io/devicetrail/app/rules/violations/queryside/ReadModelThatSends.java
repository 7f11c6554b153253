package io.devicetrail.app.rules.violations.queryside;

import io.devicetrail.domain.shared.ReadModel;
import org.axonframework.commandhandling.gateway.CommandGateway;

final class ReadModelThatSends implements ReadModel {
    private final CommandGateway commands;

    ReadModelThatSends(CommandGateway commands) {
        this.commands = commands;
    }

    @Override
    public String name() {
        return "sending";
    }

    @Override
    public void beginRebuild() {
        commands.send("rebuild");
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return "";
    }
}
