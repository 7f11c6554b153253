package io.devicetrail.audit.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** A report as another program reads it. */
public final class ReadReport {
    /** What is shown, page by page, as the file maps it to characters, without line ends. */
    final List<String> pages = new ArrayList<>();

    public final Map<String, byte[]> attachments = new TreeMap<>();
    final Map<String, String> relationships = new TreeMap<>();

    private ReadReport() {}

    public static ReadReport of(byte[] pdf) {
        ReadReport read = new ReadReport();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                Shown shown = new Shown();
                shown.setStartPage(page);
                shown.setEndPage(page);
                shown.getText(document);
                read.pages.add(shown.text.toString());
            }
            PDEmbeddedFilesNameTreeNode files =
                    document.getDocumentCatalog().getNames().getEmbeddedFiles();
            for (Map.Entry<String, PDComplexFileSpecification> file :
                    files.getNames().entrySet()) {
                read.attachments.put(
                        file.getKey(), file.getValue().getEmbeddedFile().toByteArray());
                read.relationships.put(
                        file.getKey(), file.getValue().getCOSObject().getNameAsString("AFRelationship"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    public String text() {
        return String.join("", pages);
    }

    /** Takes the characters as they come: the stripper's own lines would merge and mirror some. */
    private static final class Shown extends PDFTextStripper {
        private final StringBuilder text = new StringBuilder();

        @Override
        protected void processTextPosition(TextPosition position) {
            text.append(position.getUnicode());
        }
    }
}
