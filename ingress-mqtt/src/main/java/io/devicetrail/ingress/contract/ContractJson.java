package io.devicetrail.ingress.contract;

import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The stored form of a contract in the ingress's own table. */
final class ContractJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ContractJson() {}

    static String write(ModelContract contract) {
        return MAPPER.writeValueAsString(contract);
    }

    static ModelContract read(DeviceModelId model, String json) {
        try {
            return MAPPER.readValue(json, ModelContract.class);
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "the stored contract of model " + model + " cannot be read: rebuild "
                            + DeviceContractProjection.NAME,
                    e);
        }
    }
}
