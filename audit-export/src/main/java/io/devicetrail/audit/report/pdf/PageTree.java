package io.devicetrail.audit.report.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The tree above the pages, of nodes of few children: a reader finds page 5,000 without reading 5,000 objects. */
public final class PageTree {
    private static final int CHILDREN = 32;

    private final PdfFile file;
    private final int root;
    private final List<Node> leaves = new ArrayList<>();

    public PageTree(PdfFile file) {
        this.file = file;
        this.root = file.reserve();
    }

    public int root() {
        return root;
    }

    /** @param entries of the page's dictionary but its type and parent */
    public void page(int number, String entries) throws IOException {
        if (leaves.isEmpty() || leaves.getLast().children.size() == CHILDREN) {
            leaves.add(new Node(file.reserve()));
        }
        Node leaf = leaves.getLast();
        leaf.children.add(number);
        leaf.pages++;
        file.object(number, "<< /Type /Page /Parent " + PdfFile.reference(leaf.number) + " " + entries + " >>");
    }

    public void finish() throws IOException {
        List<Node> level = leaves;
        while (level.size() > CHILDREN) {
            List<Node> above = new ArrayList<>();
            for (Node child : level) {
                if (above.isEmpty() || above.getLast().children.size() == CHILDREN) {
                    above.add(new Node(file.reserve()));
                }
                write(child, above.getLast());
            }
            level = above;
        }
        Node top = new Node(root);
        for (Node child : level) {
            write(child, top);
        }
        file.object(root, "<< /Type /Pages " + top.entries() + " >>");
    }

    private void write(Node child, Node parent) throws IOException {
        parent.children.add(child.number);
        parent.pages += child.pages;
        file.object(
                child.number,
                "<< /Type /Pages /Parent " + PdfFile.reference(parent.number) + " " + child.entries() + " >>");
    }

    private static final class Node {
        private final int number;
        private final List<Integer> children = new ArrayList<>(CHILDREN);
        private int pages;

        Node(int number) {
            this.number = number;
        }

        String entries() {
            StringBuilder kids = new StringBuilder("/Kids [");
            for (int child : children) {
                kids.append(PdfFile.reference(child)).append(' ');
            }
            return kids.append("] /Count ").append(pages).toString();
        }
    }
}
