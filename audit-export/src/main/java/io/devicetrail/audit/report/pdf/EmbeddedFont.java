package io.devicetrail.audit.report.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * A TrueType font, of which the file gets the glyphs that were asked for. Each character has a code of its own, also
 * where two share a glyph: what is copied out of the file is exactly what was put in (PDF/A-3u).
 */
public final class EmbeddedFont {
    /** For a character that the font cannot show. */
    public static final int NONE = 0;

    private static final int THOUSAND = 1000;
    private static final int SPACE = ' ';
    /** What a viewer needs of a font that is looked up by glyph. */
    private static final List<String> TABLES =
            List.of("head", "hhea", "loca", "maxp", "cvt ", "prep", "glyf", "hmtx", "fpgm", "gasp");

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final String name;
    private final int object;
    private final Map<Integer, Integer> codes = new HashMap<>();
    private int[] characters = new int[1 << 8];
    private int[] glyphOf = new int[1 << 8];
    private int[] widths = new int[1 << 8];
    private int last;

    /** @param resource path of a TrueType file on the class path */
    public EmbeddedFont(PdfFile file, String resource, String name) throws IOException {
        this.object = file.reserve();
        this.name = name;
        try (InputStream in = EmbeddedFont.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the font " + resource + " is not on the class path");
            }
            font = new TTFParser().parse(new RandomAccessReadBuffer(in.readAllBytes()));
        }
        glyphs = font.getUnicodeCmapLookup();
    }

    /** Of the font, in the page's resources. */
    public int object() {
        return object;
    }

    /** The code by which the character is shown; {@link #NONE} if the font has nothing to be seen for it. */
    public int code(int character) throws IOException {
        Integer known = codes.get(character);
        if (known != null) {
            return known;
        }
        int glyph = glyphs.getGlyphId(character);
        int code = glyph == 0 || (character != SPACE && isBlank(glyph)) ? NONE : next(character, glyph);
        codes.put(character, code);
        return code;
    }

    /** In thousandths of the font's size. */
    public int width(int code) {
        return widths[code];
    }

    private boolean isBlank(int glyph) throws IOException {
        GlyphData data = font.getGlyph().getGlyph(glyph);
        return data == null
                || data.getBoundingBox() == null
                || (data.getBoundingBox().getWidth() == 0
                        && data.getBoundingBox().getHeight() == 0);
    }

    private int next(int character, int glyph) throws IOException {
        last++;
        if (last == widths.length) {
            characters = Arrays.copyOf(characters, last * 2);
            glyphOf = Arrays.copyOf(glyphOf, last * 2);
            widths = Arrays.copyOf(widths, last * 2);
        }
        characters[last] = character;
        glyphOf[last] = glyph;
        widths[last] = thousandths(font.getAdvanceWidth(glyph));
        return last;
    }

    private int thousandths(float units) throws IOException {
        return Math.round(units * THOUSAND / font.getUnitsPerEm());
    }

    /** When nothing will be shown with it any more. */
    public void finish(PdfFile file) throws IOException {
        Set<Integer> used = new TreeSet<>();
        for (int code = 1; code <= last; code++) {
            used.add(glyphOf[code]);
        }
        TTFSubsetter subsetter = new TTFSubsetter(font, TABLES);
        subsetter.addGlyphIds(used);
        Map<Integer, Integer> newGlyph = new HashMap<>();
        subsetter.getGIDMap().forEach((subset, original) -> newGlyph.put(original, subset));
        ByteArrayOutputStream program = new ByteArrayOutputStream();
        subsetter.writeToStream(program);
        write(file, tag(program.toByteArray()) + "+" + name, program.toByteArray(), newGlyph);
        font.close();
    }

    private void write(PdfFile file, String subsetName, byte[] program, Map<Integer, Integer> newGlyph)
            throws IOException {
        int descendant = file.reserve();
        int descriptor = file.reserve();
        int fontFile = file.reserve();
        int glyphMap = file.reserve();
        int unicode = file.reserve();
        file.object(
                object,
                "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /BaseFont /" + subsetName + " /DescendantFonts ["
                        + PdfFile.reference(descendant) + "] /ToUnicode " + PdfFile.reference(unicode) + " >>");
        StringBuilder advances = new StringBuilder("[1 [");
        byte[] map = new byte[2 * (last + 1)];
        for (int code = 1; code <= last; code++) {
            advances.append(widths[code]).append(' ');
            int glyph = newGlyph.getOrDefault(glyphOf[code], 0);
            map[2 * code] = (byte) (glyph >> 8);
            map[2 * code + 1] = (byte) glyph;
        }
        file.object(
                descendant,
                "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /" + subsetName
                        + " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor "
                        + PdfFile.reference(descriptor) + " /CIDToGIDMap " + PdfFile.reference(glyphMap)
                        + " /DW 0 /W " + advances + "]] >>");
        file.object(descriptor, descriptor(subsetName, fontFile));
        file.stream(fontFile, "/Length1 " + program.length, program);
        file.stream(glyphMap, "", map);
        file.stream(unicode, "", ToUnicode.of(characters, last));
    }

    private String descriptor(String subsetName, int fontFile) throws IOException {
        return "<< /Type /FontDescriptor /FontName /" + subsetName + " /Flags 4 /FontBBox ["
                + thousandths(font.getHeader().getXMin()) + " "
                + thousandths(font.getHeader().getYMin()) + " "
                + thousandths(font.getHeader().getXMax()) + " "
                + thousandths(font.getHeader().getYMax()) + "] /ItalicAngle 0 /Ascent "
                + thousandths(font.getHorizontalHeader().getAscender()) + " /Descent "
                + thousandths(font.getHorizontalHeader().getDescender()) + " /CapHeight "
                + thousandths(font.getOS2Windows().getCapHeight()) + " /StemV 80 /FontFile2 "
                + PdfFile.reference(fontFile) + " >>";
    }

    /** Six letters, other ones for another subset. */
    private static String tag(byte[] program) {
        byte[] hash = Sha256.of(program);
        StringBuilder tag = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            tag.append((char) ('A' + (hash[i] & 0xff) % 26));
        }
        return tag.toString();
    }
}
