import { grown, release } from './grown-array.ts'
import type { Hash64 } from './hash-bytes.ts'
import { createHashTable, mixed } from './hash-table.ts'
import { MANIFEST_ENTRY_WORDS, type Manifest } from './manifest.ts'
import { changeOf, type ManifestChange } from './manifest-change.ts'
import { lazyManifestIndex } from './find-in-manifest.ts'

/** `new`: has to be looked at. `known`: the catalogue says the same. `repeated`: stood in this file before. Else the line it clashes with. */
export type Recognised = 'new' | 'known' | 'repeated' | { clashesWith: number }

/** What stands in the supplier's manifest, and what of it and beside it was seen in this file. */
export interface FileMemory {
  /** `skuOf` reads the SKU off the record at hand; null where that takes a closer look. */
  recognise(raw: Hash64, line: number, skuOf: () => Hash64 | null): Recognised
  /** Notes a new record under its SKU. Null for a SKU not seen before in this file, else where it was and whether it said the same. */
  add(raw: Hash64, sku: Hash64, line: number): { line: number; same: boolean } | null
  /** Notes a new record under its SKU if that was not seen before in this file; else false, and nothing is noted. */
  addFirst(raw: Hash64, sku: Hash64, line: number): boolean
  /** Notes the SKU of a row that was refused: the file names its item all the same. */
  addRefused(sku: Hash64): void
  /** Whether the file names this SKU, in whatever row. */
  names(sku: Hash64): boolean
  /** Takes back the record on this line: its row was refused after all. */
  drop(line: number): void
  /** What becomes of the manifest once all that was seen is applied. */
  toManifest(): ManifestChange
}

/** After so many records that stand elsewhere than they stood, a file is not believed to keep its order any more. */
const ASTRAY = 64

export function createFileMemory(manifest: Pick<Manifest, 'words' | 'patched'>): FileMemory {
  const { words } = manifest
  const size = words.length / MANIFEST_ENTRY_WORDS
  /** Of a manifest's entry the line it was seen on; 0 for not yet, below it of the record added in its place (`-1 - index`). */
  const lines = new Int32Array(size)
  const added = createAddedRecords()
  const dropped = new Set<number>()
  const refused = createHashTable(0)
  const ordinalOf = lazyManifestIndex(words, 'raw')
  const ordinalOfSku = lazyManifestIndex(words, 'sku')
  const sku: Hash64 = { high: 0, low: 0 }
  let [next, seen, replaced, astray] = [0, 0, 0, 0]
  /** The last record that was found to say something new of the entry whose place it has. */
  let [changedLine, changedOrdinal] = [0, -1]

  const stands = (ordinal: number, place: 0 | 2, { high, low }: Hash64): boolean => {
    const at = ordinal * MANIFEST_ENTRY_WORDS + place
    return words[at] === high && words[at + 1] === low
  }

  const seeAgain = (ordinal: number, line: number): Recognised => {
    if ((lines[ordinal] as number) > 0) return 'repeated'
    lines[ordinal] = line
    seen++
    if (added.count === 0) return 'known'
    sku.high = words[ordinal * MANIFEST_ENTRY_WORDS + 2] as number
    sku.low = words[ordinal * MANIFEST_ENTRY_WORDS + 3] as number
    const clash = added.find(sku)
    return clash === -1 ? 'known' : { clashesWith: added.lineOf(clash) }
  }

  const append = (raw: Hash64, ofSku: Hash64, { line, known }: { line: number; known: number }) => {
    const hasPlace = known !== -1 && lines[known] === 0
    if (hasPlace) {
      lines[known] = -1 - added.count
      replaced++
    }
    added.append(raw, ofSku, hasPlace ? -line : line)
  }

  const entryOf = (ofSku: Hash64, line: number) =>
    line === changedLine && stands(changedOrdinal, 2, ofSku) ? changedOrdinal : ordinalOfSku(ofSku)

  return {
    recognise(raw, line, skuOf) {
      // A file mostly keeps its order, so the entry after the last one is tried before any index is built: by what the
      // record says, then by what it speaks of.
      if (next < size && stands(next, 0, raw)) {
        astray = 0
        return seeAgain(next++, line)
      }
      const named = next < size && astray < ASTRAY ? skuOf() : null
      if (named && stands(next, 2, named)) {
        changedLine = line
        changedOrdinal = next++
        return 'new'
      }
      const ordinal = ordinalOf(raw)
      if (ordinal === -1) {
        if (!named) next++
        return 'new'
      }
      astray++
      next = ordinal + 1
      return seeAgain(ordinal, line)
    },
    add(raw, ofSku, line) {
      const earlier = added.find(ofSku)
      if (earlier !== -1) return { line: added.lineOf(earlier), same: added.says(earlier, raw) }
      const known = entryOf(ofSku, line)
      const knownLine = known === -1 ? 0 : (lines[known] as number)
      append(raw, ofSku, { line, known })
      return knownLine === 0 ? null : { line: knownLine, same: false }
    },
    addFirst(raw, ofSku, line) {
      if (added.find(ofSku) !== -1) return false
      const known = entryOf(ofSku, line)
      if (known !== -1 && lines[known] !== 0) return false
      append(raw, ofSku, { line, known })
      return true
    },
    addRefused: ofSku => void refused.add(ofSku, 0),
    names(ofSku) {
      const known = ordinalOfSku(ofSku)
      return (known !== -1 && lines[known] !== 0) || added.find(ofSku) !== -1 || refused.get(ofSku) !== -1
    },
    drop: line => void dropped.add(line),
    toManifest: () => changeOf(manifest, { lines, seen, replaced, added, dropped }),
  }
}

export type AddedRecords = ReturnType<typeof createAddedRecords>

/** Records that the manifest does not have, by SKU, in flat arrays that grow. */
function createAddedRecords() {
  /** Where records stand by the hash of their SKU: index + 1, 0 for a free slot; the hash itself is in the entry. */
  let slots = new Int32Array(2048)
  let entries = new Int32Array(1024 * MANIFEST_ENTRY_WORDS)
  let lines = new Int32Array(1024)
  let count = 0

  const slotOf = (high: number, low: number): number => {
    const mask = slots.length - 1
    for (let slot = mixed(high, low) & mask; ; slot = (slot + 1) & mask) {
      const at = ((slots[slot] as number) - 1) * MANIFEST_ENTRY_WORDS
      if (at < 0 || (entries[at + 2] === high && entries[at + 3] === low)) return slot
    }
  }

  const grow = () => {
    entries = grown(entries)
    lines = grown(lines)
    const capacity = slots.length * 2
    release(slots)
    slots = new Int32Array(capacity)
    for (let index = 0; index < count; index++) {
      const at = index * MANIFEST_ENTRY_WORDS
      slots[slotOf(entries[at + 2] as number, entries[at + 3] as number)] = index + 1
    }
  }

  return {
    get count() {
      return count
    },
    find: (sku: Hash64) => (slots[slotOf(sku.high, sku.low)] as number) - 1,
    lineOf: (index: number) => Math.abs(lines[index] as number),
    /** Not in the place of an entry that the manifest has. */
    isBeside: (index: number) => (lines[index] as number) > 0,
    /** The entries themselves, not a copy: of a large first file they are all that is remembered of it. */
    bytes: () => Buffer.from(entries.buffer, 0, count * MANIFEST_ENTRY_WORDS * Int32Array.BYTES_PER_ELEMENT),
    get entries() {
      return entries
    },
    says: (index: number, { high, low }: Hash64) =>
      entries[index * MANIFEST_ENTRY_WORDS] === high && entries[index * MANIFEST_ENTRY_WORDS + 1] === low,
    /** A line below 0 is that of a record that has an entry's place. */
    append(raw: Hash64, sku: Hash64, line: number) {
      if (count === lines.length) grow()
      const at = count * MANIFEST_ENTRY_WORDS
      entries[at] = raw.high
      entries[at + 1] = raw.low
      entries[at + 2] = sku.high
      entries[at + 3] = sku.low
      lines[count] = line
      slots[slotOf(sku.high, sku.low)] = ++count
    },
  }
}
