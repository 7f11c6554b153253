package io.devicetrail.domain.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.shared.MalformedInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RolloutTermsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(
            ints = {
                RolloutTerms.LEAST_SILENCE_MINUTES,
                RolloutTerms.DEFAULT_SILENCE_MINUTES,
                RolloutTerms.LONGEST_SILENCE_MINUTES
            })
    void silenceIsBounded(int minutes) {
        assertThat(new RolloutTerms(minutes).checked().mostSilentMinutes()).isEqualTo(minutes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, RolloutTerms.LEAST_SILENCE_MINUTES - 1, RolloutTerms.LONGEST_SILENCE_MINUTES + 1})
    void anyOtherIsRefusedByTheNameOfItsField(int minutes) {
        RolloutTerms terms = new RolloutTerms(minutes);
        assertThatThrownBy(terms::checked)
                .isInstanceOfSatisfying(
                        MalformedInput.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("mostSilentMinutes"));
    }

    /** So that the events of plans without terms have the bytes that they always had. */
    @Test
    void whatIsNotSaidIsNotStored() {
        assertThat(JSON.writeValueAsString(new RolloutTerms(null))).isEqualTo("{}");
        assertThat(JSON.readValue("{}", RolloutTerms.class)).isEqualTo(new RolloutTerms(null));
        assertThat(JSON.writeValueAsString(new RolloutTerms(60))).isEqualTo("{\"mostSilentMinutes\":60}");
    }
}
