package io.devicetrail.audit.report.pdf;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

/** Whether a file is, to the byte, as {@link PdfFile} ended it; and what it holds. It shows damage, not forgery. */
public final class WholeFile {
    /** More than the end can be, from the second id on; and more than is before the content of the first object. */
    private static final int END = 256;

    private static final int HASH_DIGITS = 64;
    private static final int BUFFER = 1 << 16;
    private static final Pattern TAIL = Pattern.compile(
            "([0-9A-F]{" + HASH_DIGITS + "})" + Pattern.quote(PdfFile.END_OF_IDS) + "(\\d{1,18})" + PdfFile.END);
    private static final Pattern ATTACHMENT = Pattern.compile(
            "\\d+ 0 obj\n<< /Type /EmbeddedFile [^\n]* /Filter /FlateDecode /Length (\\d{1,18}) >>\nstream\n");

    private WholeFile() {}

    public static boolean is(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long from = Math.max(0, channel.size() - END);
            String end = ascii(channel, from, (int) (channel.size() - from));
            Matcher tail = TAIL.matcher(end);
            int at = end.lastIndexOf(PdfFile.END_OF_IDS) - HASH_DIGITS;
            if (at < 0 || !tail.region(at, end.length()).matches()) {
                return false;
            }
            return tail.group(1).equals(HexFormat.of().withUpperCase().formatHex(hash(channel, from + at)))
                    && tableAt(channel, tail.group(2));
        }
    }

    private static boolean tableAt(FileChannel channel, String offset) throws IOException {
        return ascii(channel, Long.parseLong(offset), "xref\n".length()).equals("xref\n");
    }

    /** The SHA-256 of the file within, or nothing where the first object is none. */
    public static byte[] attachment(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            OptionalLong begin = beginOfAttachment(channel);
            if (begin.isEmpty()) {
                return new byte[0];
            }
            channel.position(begin.getAsLong());
            MessageDigest digest = Sha256.digest();
            InputStream in = new InflaterInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return digest.digest();
        }
    }

    private static OptionalLong beginOfAttachment(FileChannel channel) throws IOException {
        String head = ascii(channel, 0, 2 * END);
        Matcher begin = ATTACHMENT.matcher(head);
        return begin.find() ? OptionalLong.of(begin.end()) : OptionalLong.empty();
    }

    private static byte[] hash(FileChannel channel, long length) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long at = 0;
        while (at < length) {
            buffer.clear().limit((int) Math.min(BUFFER, length - at));
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new IOException("the file became shorter while it was read");
            }
            digest.update(buffer.flip());
            at += read;
        }
        return digest.digest();
    }

    /** A byte a character. */
    private static String ascii(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = channel.read(buffer, from + buffer.position());
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }
}
