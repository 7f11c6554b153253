package io.devicetrail.app.broker;

import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.MqttActivity;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.PermissionType;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Qos;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Retain;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.SharedSubscription;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import io.devicetrail.domain.enrolment.DeviceTopics;

/** Gives a client the topics of one device, and nothing else. */
final class DevicePermissions {
    private DevicePermissions() {}

    static void grant(ModifiableDefaultPermissions permissions, DeviceTopics topics) {
        permissions.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
        topics.up().forEach(topic -> permissions.add(permission(topic, MqttActivity.PUBLISH, Retain.NOT_RETAINED)));
        permissions.add(permission(topics.presence(), MqttActivity.PUBLISH, Retain.ALL));
        topics.down().forEach(topic -> permissions.add(permission(topic, MqttActivity.SUBSCRIBE, Retain.ALL)));
    }

    private static TopicPermission permission(String topic, MqttActivity activity, Retain retain) {
        return Builders.topicPermission()
                .topicFilter(topic)
                .type(PermissionType.ALLOW)
                .activity(activity)
                .qos(Qos.ALL)
                .retain(retain)
                .sharedSubscription(SharedSubscription.NOT_SHARED)
                .build();
    }
}
