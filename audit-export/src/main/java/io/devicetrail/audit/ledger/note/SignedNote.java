package io.devicetrail.audit.ledger.note;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A text with signatures below it: C2SP signed-note, "Format".
 *
 * @param text ends in a newline; not to be looked at before {@link #verifiedBy}
 */
public record SignedNote(String text, List<Signature> signatures) {
    /** The specification asks for at least 16; Go's package takes 100. */
    private static final int MOST_SIGNATURES = 100;

    private static final int LONGEST = 1_000_000;
    private static final String MARK = "— ";

    public SignedNote {
        if (!text.endsWith("\n")) {
            throw new NotVerified("a note's text ends in a newline");
        }
        signatures = List.copyOf(signatures);
    }

    /** @param value what the key made, behind the key's id */
    public record Signature(String keyName, int keyId, byte[] value) {
        public Signature {
            KeyNames.require(keyName);
        }

        private String line() {
            ByteBuffer bytes =
                    ByteBuffer.allocate(4 + value.length).putInt(keyId).put(value);
            return MARK + keyName + " " + Base64.getEncoder().encodeToString(bytes.array()) + "\n";
        }

        private static Signature parse(String line) {
            String[] words = line.split(" ", -1);
            if (words.length != 3 || !line.startsWith(MARK)) {
                throw new NotVerified("no signature line: " + line);
            }
            byte[] bytes = decode(words[2]);
            if (bytes.length < 5) {
                throw new NotVerified("a signature of " + words[1] + " is too short");
            }
            return new Signature(words[1], ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, 4, bytes.length));
        }

        private static byte[] decode(String base64) {
            try {
                byte[] bytes = Base64.getDecoder().decode(base64);
                if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                    return bytes;
                }
            } catch (IllegalArgumentException e) {
                throw new NotVerified("a signature is no base64", e);
            }
            throw new NotVerified("a signature is no canonical base64");
        }
    }

    /** The same text with more signatures below it. */
    public SignedNote with(List<Signature> more) {
        List<Signature> all = new ArrayList<>(signatures);
        all.addAll(more);
        return new SignedNote(text, all);
    }

    public String print() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }

    /** @throws NotVerified if it is not well-formed; says nothing about who signed */
    public static SignedNote parse(byte[] bytes) {
        String note = utf8(bytes);
        if (note.codePoints().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new NotVerified("a note has no control characters");
        }
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n") || blank + 2 == note.length()) {
            throw new NotVerified("a note ends in a blank line and signatures");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
            if (signatures.size() == MOST_SIGNATURES) {
                throw new NotVerified("a note has at most " + MOST_SIGNATURES + " signatures");
            }
            signatures.add(Signature.parse(line));
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    public static SignedNote parse(String note) {
        return parse(note.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The known keys that signed, in the note's order. Signatures of unknown keys are passed over.
     *
     * @throws NotVerified if a known key's signature is wrong, or if no known key signed
     */
    public List<VerifierKey> verifiedBy(List<VerifierKey> known) {
        List<VerifierKey> signed = new ArrayList<>();
        for (Signature signature : signatures) {
            Optional<VerifierKey> key = known.stream()
                    .filter(k -> k.name().equals(signature.keyName()) && k.id() == signature.keyId())
                    .findFirst();
            if (key.isPresent()) {
                if (!key.get().verifies(text, signature.value())) {
                    throw new NotVerified("the signature of " + key.get().shortName() + " is wrong");
                }
                signed.add(key.get());
            }
        }
        if (signed.isEmpty()) {
            throw new NotVerified("none of the known keys signed the note");
        }
        return signed;
    }

    private static String utf8(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new NotVerified("a note of " + bytes.length + " bytes is too long");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotVerified("a note is UTF-8", e);
        }
    }
}
