/** Words per record of a manifest: the hash of the raw record, then the hash of its SKU, each as two little-endian words. */
export const MANIFEST_ENTRY_WORDS = 4

export interface ManifestEntries {
  /** None when they were made under another layout. */
  words: Int32Array
  /** Which of them are not those that are stored, but patched. */
  patched: number[]
}
