package io.devicetrail.identity.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordContents;
import io.devicetrail.domain.signature.RecordContents.Content;
import io.devicetrail.domain.signature.RecordContents.Entry;
import io.devicetrail.domain.signature.RecordContents.Field;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.signature.Signings.Signing;
import io.devicetrail.domain.signature.Signings.State;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Nothing is offered for signing that was not shown under the hash that was asked for. */
@Requirement("11.70")
class SeenRecordTest {
    private static final String ASKED = "a".repeat(64);
    private static final Entry ENTRY = new Entry(
            41,
            "command.CommandRequested",
            "2026-11-20T10:00:00Z",
            "Ben <b>B.</b>",
            "lot 7",
            List.of(new Field("arguments.millilitres", "5", false), new Field("arguments.note", "x", true)),
            3);

    @Test
    void theRecordIsShownAboveTheForm() {
        ResponseEntity<String> page = page(record -> Optional.of(new Content(ASKED, List.of(ENTRY), 2)));
        assertThat(page.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(page.getBody())
                .contains(
                        "<h2>command.CommandRequested</h2>",
                        "<dt>arguments.millilitres</dt><dd>5</dd>",
                        "x … (cut)",
                        "lot 7",
                        "Ben &lt;b&gt;B.&lt;/b&gt;",
                        "2026-11-20T10:00:00Z",
                        "3 further values",
                        "2 further events",
                        "the form");
        String body = String.valueOf(page.getBody());
        assertThat(body.indexOf("millilitres")).isLessThan(body.indexOf("the form"));
    }

    /** The reason is of whoever asked for the signature, and read by whoever gives it. */
    @Test
    void noReasonReadsOtherwiseThanItIs() {
        ResponseEntity<String> page = page(record -> Optional.of(new Content(ASKED, List.of(ENTRY), 0)));
        assertThat(page.getBody()).contains("Reason: re\\u{202e}viewed").doesNotContain("\u202e");
    }

    @Test
    void anotherVersionOrNoneIsNotOfferedForSigning() {
        ResponseEntity<String> other = page(record -> Optional.of(new Content("b".repeat(64), List.of(ENTRY), 0)));
        assertThat(other.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(other.getBody()).contains("RECORD_CHANGED").doesNotContain("the form");
        assertThat(page(record -> Optional.empty()).getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void whatCannotBeReadIsNotOfferedForSigning() {
        ResponseEntity<String> away = page(record -> {
            throw new IllegalStateException("the log is away");
        });
        assertThat(away.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(away.getBody()).doesNotContain("the form");
    }

    private static ResponseEntity<String> page(RecordContents contents) {
        Version version = new Version(
                SignableRecord.of(SignableKind.DEVICE_COMMAND, new UUID(0, 1).toString()),
                new TenantId("acme"),
                null,
                42,
                ASKED);
        Asked asked =
                new Asked(PersonId.of(PersonId.LOCAL, "ada"), version, SignatureMeaning.APPROVAL, "re\u202eviewed");
        Signing signing = new Signing(UUID.randomUUID(), asked, "/", Instant.EPOCH, State.WAITING);
        return new SeenRecord(contents)
                .above(Html.page("Sign"), signing, html -> html.text("the form").ok());
    }
}
