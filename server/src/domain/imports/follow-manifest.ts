import { lazyManifestIndex } from './find-in-manifest.ts'
import type { Hash64 } from './hash-bytes.ts'
import { MANIFEST_ENTRY_WORDS } from './manifest-entry.ts'

/** Follows a file through the manifest of the one before it. Ordinals count the manifest's entries; -1 stands for none. */
export interface ManifestFollower {
  /** The entry that says what this record says; `skuOf` as FileMemory has it. */
  find(raw: Hash64, line: number, skuOf: () => Hash64 | null): number
  /** The entry of this SKU, which a record on this line speaks of. */
  entryOf(sku: Hash64, line?: number): number
}

/** After so many records that stand elsewhere than they stood, a file is not believed to keep its order any more. */
const ASTRAY = 64

/**
 * A file mostly keeps its order, so the entry after the last one is tried before any index is built: by what the record
 * says, then by what it speaks of.
 */
export function followManifest(words: Int32Array): ManifestFollower {
  const size = words.length / MANIFEST_ENTRY_WORDS
  const ordinalOf = lazyManifestIndex(words, 'raw')
  const ordinalOfSku = lazyManifestIndex(words, 'sku')
  let [next, astray] = [0, 0]
  /** The last record that was found to say something new of the entry whose place it has. */
  let [changedLine, changedOrdinal] = [0, -1]

  const stands = (ordinal: number, place: 0 | 2, { high, low }: Hash64): boolean => {
    const at = ordinal * MANIFEST_ENTRY_WORDS + place
    return words[at] === high && words[at + 1] === low
  }

  return {
    find(raw, line, skuOf) {
      if (next < size && stands(next, 0, raw)) {
        astray = 0
        return next++
      }
      const sku = next < size && astray < ASTRAY ? skuOf() : null
      if (sku && stands(next, 2, sku)) {
        changedLine = line
        changedOrdinal = next++
        return -1
      }
      const ordinal = ordinalOf(raw)
      if (ordinal !== -1) {
        astray++
        next = ordinal + 1
      } else if (!sku) next++
      return ordinal
    },
    entryOf: (sku, line) =>
      line === changedLine && stands(changedOrdinal, 2, sku) ? changedOrdinal : ordinalOfSku(sku),
  }
}
