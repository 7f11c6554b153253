package io.devicetrail.app.rules.violations.sagas;

import io.devicetrail.app.rules.violations.queryside.PublicProjection;

final class SagaThatAsksTheQuerySide {
    private final PublicProjection projection;

    SagaThatAsksTheQuerySide(PublicProjection projection) {
        this.projection = projection;
    }

    PublicProjection projection() {
        return projection;
    }
}
