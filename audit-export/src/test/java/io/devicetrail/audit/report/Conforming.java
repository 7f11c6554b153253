package io.devicetrail.audit.report;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/** What veraPDF has against a file. */
public final class Conforming {
    static {
        VeraGreenfieldFoundryProvider.initialise();
    }

    private Conforming() {}

    public static List<String> errors(byte[] pdf, PDFAFlavour flavour) throws Exception {
        List<String> errors = new ArrayList<>();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            result.getTestAssertions()
                    .forEach(failed -> errors.add(failed.getRuleId().getClause() + ": " + failed.getMessage() + " "
                            + failed.getErrorMessage()));
            if (!result.isCompliant() && errors.isEmpty()) {
                errors.add("not compliant");
            }
        }
        return errors;
    }
}
