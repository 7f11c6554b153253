package io.devicetrail.audit.report.sheet;

import io.devicetrail.audit.report.sheet.Typesetter.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows over as many pages as they take. A row goes to a new page whole, if it can; its first line is said again if not.
 */
public final class Table {
    private static final int SIZE = 650;
    private static final int LEADING = 800;
    private static final int PADDING = 250;
    private static final int SHADE = 88;
    private static final int THOUSAND = 1_000;

    private final Sheets sheets;
    private final List<Column> columns;
    private int y;

    /**
     * One column.
     *
     * @param title empty in a table that has no titles
     * @param width in hundredths of a point
     */
    public record Column(String title, int width) {}

    /** @param y where it begins on the page */
    public Table(Sheets sheets, int y, List<Column> columns) throws IOException {
        this.sheets = sheets;
        this.columns = columns;
        this.y = y;
        if (y - Sheets.BOTTOM < 4 * LEADING) {
            turn();
        } else {
            titles();
        }
    }

    /** Where it ended. */
    public int y() {
        return y;
    }

    public void row(Text... cells) throws IOException {
        List<List<Line>> lines = new ArrayList<>();
        int most = 0;
        for (int i = 0; i < cells.length; i++) {
            List<Line> cell = sheets.typesetter()
                    .lines(cells[i], (int) ((columns.get(i).width() - PADDING) * (long) THOUSAND / SIZE));
            lines.add(cell);
            most = Math.max(most, cell.size());
        }
        if (most > room() && most <= roomOfAPage()) {
            turn();
        }
        int from = 0;
        while (from < most) {
            int to = Math.min(most, from + room());
            draw(lines, from, to);
            from = to;
            if (from < most) {
                turn();
            }
        }
        y -= PADDING;
        sheets.rule(y);
    }

    /** In lines. */
    private int room() {
        return Math.max(0, (y - Sheets.BOTTOM - 2 * PADDING) / LEADING);
    }

    private int roomOfAPage() {
        return (Sheets.TOP - Sheets.BOTTOM - 3 * PADDING) / LEADING - 1;
    }

    private void draw(List<List<Line>> cells, int from, int to) {
        int x = Sheets.MARGIN;
        for (int i = 0; i < cells.size(); i++) {
            List<Line> cell = cells.get(i);
            for (int line = from; line < Math.min(to, cell.size()); line++) {
                sheets.text(x, y - (line - from + 1) * LEADING, SIZE, cell.get(line));
            }
            if (i == 0 && from >= cell.size()) {
                sheets.text(x, y - LEADING, SIZE, cell.getFirst());
            }
            x += columns.get(i).width();
        }
        y -= (to - from) * LEADING;
    }

    private void turn() throws IOException {
        sheets.begin();
        y = Sheets.TOP;
        titles();
    }

    private void titles() throws IOException {
        if (columns.stream().allMatch(column -> column.title().isEmpty())) {
            return;
        }
        int height = LEADING + PADDING;
        sheets.fill(Sheets.MARGIN, y - height, Sheets.WIDTH - 2 * Sheets.MARGIN, height, SHADE);
        int x = Sheets.MARGIN;
        for (Column column : columns) {
            Line title = sheets.typesetter()
                    .lines(new Text().bold(column.title()), Integer.MAX_VALUE)
                    .getFirst();
            sheets.text(x, y - LEADING, SIZE, title);
            x += column.width();
        }
        y -= height;
    }
}
