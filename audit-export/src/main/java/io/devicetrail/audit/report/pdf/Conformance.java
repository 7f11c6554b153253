package io.devicetrail.audit.report.pdf;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What PDF/A-3u asks of a file beyond its pages: metadata that says so, and what its colours mean. */
public final class Conformance {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("'(D:'uuuuMMddHHmmss'Z)'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter XMP_DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Conformance() {}

    /** A date as PDF writes it. */
    public static String date(Instant instant) {
        return DATE.format(instant);
    }

    /**
     * Writes the metadata.
     *
     * @param title of no characters that XML does not take
     */
    public static int metadata(PdfFile file, String title, Instant made) throws IOException {
        int number = file.reserve();
        String date = XMP_DATE.format(made);
        String packet = """
                <?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about=""
                    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                    xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
                <pdfaid:part>3</pdfaid:part>
                <pdfaid:conformance>U</pdfaid:conformance>
                <dc:title><rdf:Alt><rdf:li xml:lang="x-default">TITLE</rdf:li></rdf:Alt></dc:title>
                <xmp:CreateDate>DATE</xmp:CreateDate>
                <xmp:ModifyDate>DATE</xmp:ModifyDate>
                <pdf:Producer>Devicetrail</pdf:Producer>
                </rdf:Description>
                </rdf:RDF>
                </x:xmpmeta>
                <?xpacket end="r"?>
                """.replace("DATE", date)
                .replace("TITLE", title.replace("&", "&amp;").replace("<", "&lt;"));
        file.stream(number, "/Type /Metadata /Subtype /XML", packet.getBytes(StandardCharsets.UTF_8));
        return number;
    }

    /** Writes what the colours mean: sRGB, by the profile that Java has. */
    public static int outputIntent(PdfFile file) throws IOException {
        int profile = file.reserve();
        int intent = file.reserve();
        file.stream(profile, "/N 3", ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        file.object(
                intent,
                "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info"
                        + " (sRGB IEC61966-2.1) /DestOutputProfile " + PdfFile.reference(profile) + " >>");
        return intent;
    }
}
