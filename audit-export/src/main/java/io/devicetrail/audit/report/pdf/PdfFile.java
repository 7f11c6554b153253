package io.devicetrail.audit.report.pdf;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** The objects of a file, in any order, and at the end where each is. Eight bytes are kept of an object. */
public final class PdfFile {
    /** A comment of bytes beyond ASCII, so that nobody takes the file for text (ISO 19005-3, 6.1.2). */
    private static final byte[] HEADER = "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n".getBytes(StandardCharsets.ISO_8859_1);

    /** Between the second id and the place of the table of objects. */
    static final String END_OF_IDS = ">] >>\nstartxref\n";

    static final String END = "\n%%EOF\n";

    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private final MessageDigest digest = Sha256.digest();
    private long written;
    private long[] offsets = new long[1 << 10];
    private int reserved;

    public PdfFile(OutputStream out) throws IOException {
        this.out = new BufferedOutputStream(out, BUFFER);
        raw(HEADER);
    }

    /** The number of an object that will be written later. */
    public int reserve() {
        reserved++;
        if (reserved == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        return reserved;
    }

    public static String reference(int number) {
        return number + " 0 R";
    }

    public void object(int number, String body) throws IOException {
        begin(number);
        text(body);
        text("\nendobj\n");
    }

    /** @param entries of the stream's dictionary but its length and filter */
    public void stream(int number, String entries, byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(compressed, deflater)) {
            deflating.write(content);
        } finally {
            deflater.end();
        }
        openStream(number, entries, compressed.size());
        raw(compressed.toByteArray());
        closeStream();
    }

    /** @param compressed content in the format of zlib, of exactly {@code length} bytes */
    public void compressedStream(int number, String entries, InputStream compressed, long length) throws IOException {
        openStream(number, entries, length);
        byte[] buffer = new byte[BUFFER];
        long left = length;
        while (left > 0) {
            int read = compressed.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("the content of a stream ended " + left + " bytes too early");
            }
            raw(buffer, read);
            left -= read;
        }
        closeStream();
    }

    private void openStream(int number, String entries, long length) throws IOException {
        begin(number);
        text("<< " + entries + " /Filter /FlateDecode /Length " + length + " >>\nstream\n");
    }

    private void closeStream() throws IOException {
        text("\nendstream\nendobj\n");
    }

    /**
     * Says where every object is. Nothing can be written after it; the stream below stays open. The second of the
     * file's two ids, which PDF has for this state of it, is the SHA-256 of all that is before that id: {@link
     * WholeFile} holds it against the bytes.
     *
     * @param id of the document: the same only for the same content
     */
    public void finish(int catalog, byte[] id) throws IOException {
        long table = written;
        text("xref\n0 " + (reserved + 1) + "\n0000000000 65535 f \n");
        for (int number = 1; number <= reserved; number++) {
            if (offsets[number] == 0) {
                throw new IllegalStateException("object " + number + " was never written");
            }
            text(String.format(Locale.ROOT, "%010d 00000 n \n", offsets[number]));
        }
        HexFormat hex = HexFormat.of().withUpperCase();
        text("trailer\n<< /Size " + (reserved + 1) + " /Root " + reference(catalog) + " /ID [<" + hex.formatHex(id)
                + "> <");
        text(hex.formatHex(digest.digest()) + END_OF_IDS + table + END);
        out.flush();
    }

    private void begin(int number) throws IOException {
        offsets[number] = written;
        text(number + " 0 obj\n");
    }

    private void text(String ascii) throws IOException {
        raw(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private void raw(byte[] bytes) throws IOException {
        raw(bytes, bytes.length);
    }

    private void raw(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        digest.update(bytes, 0, length);
        written += length;
    }

    /** A text string of any characters, as hexadecimal UTF-16. */
    public static String string(String text) {
        return "<FEFF" + HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_16BE)) + ">";
    }
}
