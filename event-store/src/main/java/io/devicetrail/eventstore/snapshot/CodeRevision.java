package io.devicetrail.eventstore.snapshot;

import io.devicetrail.eventstore.catalogue.EventUpcasts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.axonframework.serialization.RevisionResolver;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.PackageVersion;

/**
 * The revision of a snapshot: the hash of all code of this product that the aggregate can reach. An aggregate's state is
 * what its code, and the upcasts before it, make of its events, so nobody has to remember that a change of either must change a number. It changes
 * more often than it must; that costs one full read of each aggregate.
 */
public final class CodeRevision implements RevisionResolver {
    private static final Pattern OURS = Pattern.compile("io/devicetrail/[\\w/$]+");
    /** Enough hexadecimal digits that two versions never meet. */
    private static final int DIGITS = 32;

    private final Map<Class<?>, String> revisions = new ConcurrentHashMap<>();

    @Override
    public String revisionOf(Class<?> payloadType) {
        return revisions.computeIfAbsent(payloadType, CodeRevision::of);
    }

    private static String of(Class<?> type) {
        Map<String, byte[]> code = new TreeMap<>();
        Deque<String> left = new ArrayDeque<>();
        left.add(type.getName().replace('.', '/'));
        // How it is written and read is part of what a snapshot means.
        left.add(SnapshotSerializer.class.getName().replace('.', '/'));
        // And so is what became of old events before the aggregate saw them.
        left.add(EventUpcasts.class.getName().replace('.', '/'));
        while (!left.isEmpty()) {
            String name = left.remove();
            byte[] bytes = code.containsKey(name) ? null : bytes(type, name);
            if (bytes != null) {
                code.put(name, bytes);
                mentioned(bytes, left);
            }
        }
        code.put("Jackson", PackageVersion.VERSION.toString().getBytes(StandardCharsets.UTF_8));
        return hash(code);
    }

    /** Classes appear in the constant pool by name, in descriptors and in generic signatures alike. */
    private static void mentioned(byte[] code, Deque<String> names) {
        for (PoolEntry entry : ClassFile.of().parse(code).constantPool()) {
            if (entry instanceof Utf8Entry text) {
                Matcher ours = OURS.matcher(text.stringValue());
                while (ours.find()) {
                    names.add(ours.group());
                }
            }
        }
    }

    /** Null if it is no class: a package, or words that look like one. */
    private static byte @Nullable [] bytes(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream("/" + name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Map<String, byte[]> code) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            code.forEach((name, bytes) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
