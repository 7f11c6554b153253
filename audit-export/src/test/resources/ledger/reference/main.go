// Checks a ledger with Go's reference packages: main FOLDER VERIFIERKEY KEPT...
//
// FOLDER is the ledger's folder, VERIFIERKEY its Ed25519 key, and each KEPT an earlier checkpoint or a receipt.
// Prints what it checked, or ends with an error.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (f folder) Height() int { return 8 }

// Go's own paths name the height, those of tlog-tiles do not.
func (f folder) file(tile tlog.Tile) string {
	return filepath.Join(string(f), "tile", strings.TrimPrefix(tile.Path(), "tile/8/"))
}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		bytes, err := os.ReadFile(f.file(tile))
		if os.IsNotExist(err) && tile.W < 256 {
			full := tile
			full.W = 256
			bytes, err = os.ReadFile(f.file(full))
			if err == nil {
				bytes = bytes[:tile.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		read = append(read, bytes)
	}
	return read, nil
}

func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func main() {
	log.SetFlags(0)
	root := folder(os.Args[1])
	key, err := note.NewVerifier(os.Args[2])
	check(err, "verifier key")
	known := note.VerifierList(key)
	tree, strangers := checkpoint(read(filepath.Join(string(root), "checkpoint")), known)
	hashes := tlog.TileHashReader(tree, root)

	entries := entries(root, tree.N)
	for i, entry := range entries {
		stored, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
		check(err, "hash of an entry")
		if stored[0] != tlog.RecordHash(entry) {
			log.Fatalf("entry %d is not the one in the tree", i)
		}
		if i%37 == 0 || int64(i) == tree.N-1 {
			proof, err := tlog.ProveRecord(tree.N, int64(i), hashes)
			check(err, "inclusion proof")
			check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), stored[0]), "inclusion")
		}
	}
	receipts := 0
	checkpoints := 0
	for _, kept := range os.Args[3:] {
		text := read(kept)
		if strings.HasPrefix(text, "c2sp.org/tlog-proof@v1\n") {
			receipt(text, known, entries)
			receipts++
			continue
		}
		before, _ := checkpoint(text, known)
		proof, err := tlog.ProveTree(tree.N, before.N, hashes)
		check(err, "consistency proof")
		check(tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash), "consistency")
		checkpoints++
	}
	fmt.Printf("entries %d receipts %d checkpoints %d other signatures %d\n", len(entries), receipts, checkpoints, strangers)
}

func checkpoint(text string, known note.Verifiers) (tlog.Tree, int) {
	signed, err := note.Open([]byte(text), known)
	check(err, "checkpoint")
	lines := strings.Split(signed.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "size")
	return tlog.Tree{N: size, Hash: hash(lines[2])}, len(signed.UnverifiedSigs)
}

func receipt(text string, known note.Verifiers, entries [][]byte) {
	head, rest, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	check(err, "index of a receipt")
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		proof = append(proof, hash(line))
	}
	tree, _ := checkpoint(rest, known)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entries[index])), "receipt")
}

func entries(root folder, size int64) [][]byte {
	var entries [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		path := tlog.Tile{H: 8, L: 0, N: n, W: int(width)}.Path()
		bundle := []byte(read(filepath.Join(string(root), "tile", "entries", strings.TrimPrefix(path, "tile/8/0/"))))
		for len(bundle) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:end])
			bundle = bundle[end:]
		}
	}
	if int64(len(entries)) != size {
		log.Fatalf("%d entries instead of %d", len(entries), size)
	}
	return entries
}

func hash(text string) (h tlog.Hash) {
	bytes, err := base64.StdEncoding.DecodeString(text)
	check(err, "hash")
	if copy(h[:], bytes) != tlog.HashSize {
		log.Fatal("a hash of another length")
	}
	return h
}

func read(path string) string {
	bytes, err := os.ReadFile(path)
	check(err, "file")
	return string(bytes)
}

func check(err error, what string) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}
