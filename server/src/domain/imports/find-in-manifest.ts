import type { Hash64 } from './hash-bytes.ts'
import { MANIFEST_ENTRY_WORDS } from './manifest-entry.ts'

/** Which of an entry's two hashes is looked for. */
export type EntryHash = 'raw' | 'sku'

const ENTRIES_PER_BUCKET = 128

/**
 * From a hash to the manifest entry that holds it, or -1. Built when it is first asked, which for an unchanged file is
 * never. Entries are dealt into buckets that are searched from end to end: a hash table would miss the processor's cache
 * for each of half a million entries, which took longer than reading the file.
 */
export function lazyManifestIndex(words: Int32Array, of: EntryHash): (hash: Hash64) => number {
  const place = of === 'raw' ? 0 : 2
  let buckets: Buckets | undefined
  return ({ high, low }) => {
    buckets ??= dealOut(words, place)
    const { starts, lows, entries, shift } = buckets
    const bucket = high >>> shift
    const end = starts[bucket + 1] as number
    for (let at = starts[bucket] as number; at < end; at++) {
      if (lows[at] !== low) continue
      const entry = entries[at] as number
      if (words[entry * MANIFEST_ENTRY_WORDS + place] === high) return entry
    }
    return -1
  }
}

interface Buckets {
  /** By the uppermost bits of a hash, where its bucket begins; one more, where the last ends. */
  starts: Int32Array
  /** The lower word of each hash, and its entry, bucket by bucket. */
  lows: Int32Array
  entries: Int32Array
  /** What is shifted away from the upper word. */
  shift: number
}

function dealOut(words: Int32Array, place: number): Buckets {
  const size = words.length / MANIFEST_ENTRY_WORDS
  let shift = 31
  while (shift > 16 && size >>> (32 - shift) > ENTRIES_PER_BUCKET) shift--
  const starts = new Int32Array(2 ** (32 - shift) + 1)
  for (let at = place; at < words.length; at += MANIFEST_ENTRY_WORDS) {
    const after = ((words[at] as number) >>> shift) + 1
    starts[after] = (starts[after] as number) + 1
  }
  for (let bucket = 1; bucket < starts.length; bucket++)
    starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number)
  const next = starts.slice()
  const lows = new Int32Array(size)
  const entries = new Int32Array(size)
  for (let entry = 0, at = place; entry < size; entry++, at += MANIFEST_ENTRY_WORDS) {
    const bucket = (words[at] as number) >>> shift
    const to = next[bucket] as number
    next[bucket] = to + 1
    lows[to] = words[at + 1] as number
    entries[to] = entry
  }
  return { starts, lows, entries, shift }
}
