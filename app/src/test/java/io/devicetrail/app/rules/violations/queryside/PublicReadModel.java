package io.devicetrail.app.rules.violations.queryside;

import io.devicetrail.domain.shared.ReadModel;

public final class PublicReadModel implements ReadModel {
    @Override
    public String name() {
        return "public";
    }

    @Override
    public void beginRebuild() {}

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return "";
    }
}
