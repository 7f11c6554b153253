package io.devicetrail.queryside.devicemodels;

import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers questions about device models. */
@Controller
class DeviceModelsController implements NodeFinder {
    private final DeviceModels models;
    private final Positions positions;

    DeviceModelsController(DeviceModels models, Positions positions) {
        this.models = models;
        this.positions = positions;
    }

    /** A global id names its version, which holds unless another is asked for. */
    @QueryMapping
    @Nullable DeviceModel deviceModel(@Argument String id, @Argument @Nullable Integer version, @Argument @Nullable Long after) {
        positions.await(ReadModelName.DEVICE_MODELS, after);
        String[] local = GlobalId.local(DeviceModel.TYPE, id).split(":", 2);
        Integer wanted = version == null && local.length == 2 ? Integer.valueOf(local[1]) : version;
        return models.version(GlobalId.uuid(DeviceModel.TYPE, local[0]), wanted).orElse(null);
    }

    @QueryMapping
    List<DeviceModel> deviceModels(@Argument String tenant, @Argument @Nullable Long after) {
        positions.await(ReadModelName.DEVICE_MODELS, after);
        return models.ofTenant(GlobalId.local("Tenant", tenant));
    }

    @SchemaMapping(typeName = "DeviceModelPayload", field = "deviceModel")
    @Nullable DeviceModel changed(MutationOutcome outcome) {
        if (outcome.subject() == null) {
            return null;
        }
        Integer version = outcome.related() == null ? null : Integer.valueOf(outcome.related());
        return deviceModel(outcome.subject(), version, outcome.position());
    }

    @Override
    public String type() {
        return DeviceModel.TYPE;
    }

    @Override
    public @Nullable Object find(String localId) {
        String[] local = localId.split(":", 2);
        return models.version(
                        GlobalId.uuid(DeviceModel.TYPE, local[0]), local.length == 2 ? Integer.valueOf(local[1]) : null)
                .orElse(null);
    }
}
