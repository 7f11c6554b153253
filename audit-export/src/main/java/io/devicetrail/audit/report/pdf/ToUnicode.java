package io.devicetrail.audit.report.pdf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** The map from codes back to characters, for who searches and copies. */
final class ToUnicode {
    /** As many as a block may have. */
    private static final int BLOCK = 100;

    private ToUnicode() {}

    /** @param characters by code, from 1 to {@code last} */
    static byte[] of(int[] characters, int last) {
        StringBuilder map = new StringBuilder("""
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
                /CMapName /Adobe-Identity-UCS def
                /CMapType 2 def
                1 begincodespacerange
                <0000> <FFFF>
                endcodespacerange
                """);
        for (int first = 1; first <= last; first += BLOCK) {
            int end = Math.min(last, first + BLOCK - 1);
            map.append(end - first + 1).append(" beginbfchar\n");
            for (int code = first; code <= end; code++) {
                byte[] utf16 = Character.toString(characters[code]).getBytes(StandardCharsets.UTF_16BE);
                map.append(String.format(Locale.ROOT, "<%04X> <", code))
                        .append(HexFormat.of().withUpperCase().formatHex(utf16))
                        .append(">\n");
            }
            map.append("endbfchar\n");
        }
        map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        return map.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
