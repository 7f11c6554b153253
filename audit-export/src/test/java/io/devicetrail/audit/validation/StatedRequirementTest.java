package io.devicetrail.audit.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.validation.evidence.MarkedTest;
import io.devicetrail.audit.validation.evidence.MarkedTests;
import io.devicetrail.audit.validation.evidence.SourceTree;
import io.devicetrail.audit.validation.evidence.ValidationRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reviewed list, and the marks of all modules, which stand beside this one. */
class StatedRequirementTest {
    @Test
    void everyMarkOfTheSourceNamesARequirementOfTheList() throws IOException {
        Set<String> listed =
                StatedRequirement.reviewed().stream().map(StatedRequirement::id).collect(Collectors.toSet());
        List<MarkedTest> marked = MarkedTests.in(SourceTree.at(Path.of("..")));
        Set<String> unknown = new TreeSet<>();
        marked.forEach(test -> unknown.addAll(test.requirements()));

        assertThat(marked).hasSizeGreaterThan(300);
        assertThat(unknown).contains("11.10(e)");
        unknown.removeAll(listed);
        assertThat(unknown)
                .as("add these to requirements.json, or mark the tests with what it has")
                .isEmpty();
    }

    @Test
    void eachSaysWhatItAsksForAndWhatIsDoneForIt() throws IOException {
        assertThat(StatedRequirement.reviewed()).hasSizeGreaterThan(50).allSatisfy(one -> {
            assertThat(one.behaviour()).as(one.id()).isNotBlank();
            assertThat(one.id()).contains(one.source().startsWith("21 CFR") ? one.clause() : "");
            // A final regulation is quoted; drafts and guidance are told in short.
            assertThat(one.wording() == null)
                    .as(one.id())
                    .isEqualTo(!one.source().equals("21 CFR Part 11")
                            && !one.source().contains("(2011)"));
        });
    }

    @Test
    void aListThatNamesOneTwiceOrLacksAWordIsRefused() {
        String one = "{\"id\":\"1\",\"source\":\"s\",\"clause\":\"1\",\"behaviour\":\"b\"}";
        assertThatThrownBy(() -> parsed("[" + one + "," + one + "]")).hasMessageContaining("names 1 twice");
        assertThatThrownBy(() -> parsed("[{\"id\":\"1\"}]")).isInstanceOf(ValidationRefused.class);
        assertThatThrownBy(() -> parsed("[")).isInstanceOf(ValidationRefused.class);
    }

    private static List<StatedRequirement> parsed(String json) throws ValidationRefused {
        return StatedRequirement.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
