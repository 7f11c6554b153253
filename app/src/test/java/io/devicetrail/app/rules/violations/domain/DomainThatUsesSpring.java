package io.devicetrail.app.rules.violations.domain;

import org.springframework.util.StringUtils;

final class DomainThatUsesSpring {
    boolean empty(String text) {
        return !StringUtils.hasText(text);
    }
}
