package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ListSignatureMissing;
import io.devicetrail.domain.enrolment.ListSignatures;
import io.devicetrail.domain.enrolment.ListSignatures.Checked;
import io.devicetrail.domain.enrolment.SignedBy;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.ListSigners;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks, before the first row, whether a list is its maker's. */
@Component
class ListSignature {
    private final KnownRecords records;
    private final ListSignatures signatures;

    ListSignature(KnownRecords records, ListSignatures signatures) {
        this.records = records;
        this.signatures = signatures;
    }

    /** Who signed it; null where it need not be signed, and is not. By the signers that the log has at this moment. */
    @Nullable SignedBy of(FactoryList list) {
        String signature = list.input().signature();
        ListSigners signers = records.tenant(list.tenant())
                .orElseThrow(() -> because(new TenantUnknown(list.tenant())))
                .listSigners();
        String manufacturer = Shape.text("manufacturer", list.input().manufacturer());
        if (signature == null) {
            boolean needed = signers.mustSign(manufacturer) || !signatures.unsignedTaken();
            unless(!needed, new ListSignatureMissing(manufacturer));
            return null;
        }
        byte[] signed = list.text().getBytes(StandardCharsets.UTF_8);
        return switch (signatures.check(signed, signature, signers.of(manufacturer))) {
            case Checked.Signed good -> good.by();
            case Checked.Refused bad -> throw because(bad.why());
        };
    }
}
