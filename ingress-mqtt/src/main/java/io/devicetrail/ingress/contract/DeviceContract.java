package io.devicetrail.ingress.contract;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Finding;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Subject;
import io.devicetrail.domain.devicemodel.RulesInForce;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.topic.Topic;

/** What the ingress must know of a device to judge its messages. */
public record DeviceContract(
        DeviceId device, TenantId tenant, LifeCycle lifeCycle, DeviceModelId model, int version, RulesInForce rules) {
    /** What its version would have said against something that was taken, as it only reports. */
    public Finding finding(Subject subject, Misfit misfit) {
        return new Finding(tenant, model, version, device, subject, misfit.reason(), misfit.detail());
    }

    /**
     * Itself, as that of the message's device.
     *
     * @throws Misfit if the device is another tenant's than the topic says, or says nothing any more
     */
    public DeviceContract of(Topic topic) {
        if (!tenant.equals(topic.tenant())) {
            throw new Misfit(QuarantineReason.WRONG_TENANT, "The device is not one of tenant " + topic.tenant() + ".");
        }
        if (lifeCycle.ended()) {
            throw new Misfit(QuarantineReason.DEVICE_ENDED, "The device is " + lifeCycle + ".");
        }
        return this;
    }
}
