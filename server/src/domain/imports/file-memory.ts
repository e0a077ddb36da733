import { grown, release } from './grown-array.ts'
import type { Hash64 } from './hash-bytes.ts'
import { createHashTable, mixed } from './hash-table.ts'
import { MANIFEST_ENTRY_WORDS } from './manifest.ts'
import { lazyManifestIndex } from './find-in-manifest.ts'

/** `new`: has to be looked at. `known`: the catalogue says the same. `repeated`: stood in this file before. Else the line it clashes with. */
export type Recognised = 'new' | 'known' | 'repeated' | { clashesWith: number }

/** What stands in the supplier's manifest, and what of it and beside it was seen in this file. */
export interface FileMemory {
  recognise(raw: Hash64, line: number): Recognised
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
  /** What the manifest becomes once all that was seen is applied; null when it stays as it is. */
  toManifest(): Buffer | null
}

/** `words` are the manifest's entries: hash of the raw record, hash of its SKU, two words each. */
export function createFileMemory(words: Int32Array): FileMemory {
  const size = words.length / MANIFEST_ENTRY_WORDS
  /** Line on which a manifest's entry was seen; 0 for not yet. */
  const lines = new Int32Array(size)
  const added = createAddedRecords()
  const dropped = new Set<number>()
  const refused = createHashTable(0)
  const ordinalOf = lazyManifestIndex(words, 'raw')
  const ordinalOfSku = lazyManifestIndex(words, 'sku')
  const sku: Hash64 = { high: 0, low: 0 }
  let [next, seen] = [0, 0]

  return {
    recognise(raw, line) {
      // A file mostly keeps its order, so the entry after the last one is tried before any index is built.
      const at = next * MANIFEST_ENTRY_WORDS
      const ordinal =
        next < size && words[at] === raw.high && words[at + 1] === raw.low ? next : ordinalOf(raw)
      if (ordinal === -1) {
        next++
        return 'new'
      }
      next = ordinal + 1
      if (lines[ordinal] !== 0) return 'repeated'
      lines[ordinal] = line
      seen++
      if (added.count === 0) return 'known'
      sku.high = words[ordinal * MANIFEST_ENTRY_WORDS + 2] as number
      sku.low = words[ordinal * MANIFEST_ENTRY_WORDS + 3] as number
      const clash = added.find(sku)
      return clash === -1 ? 'known' : { clashesWith: added.lineOf(clash) }
    },
    add(raw, ofSku, line) {
      const earlier = added.find(ofSku)
      if (earlier !== -1) return { line: added.lineOf(earlier), same: added.says(earlier, raw) }
      const known = ordinalOfSku(ofSku)
      const knownLine = known === -1 ? 0 : (lines[known] as number)
      added.append(raw, ofSku, line)
      return knownLine === 0 ? null : { line: knownLine, same: false }
    },
    addFirst(raw, ofSku, line) {
      if (added.find(ofSku) !== -1) return false
      const known = ordinalOfSku(ofSku)
      if (known !== -1 && lines[known] !== 0) return false
      added.append(raw, ofSku, line)
      return true
    },
    addRefused: ofSku => void refused.add(ofSku, 0),
    names(ofSku) {
      const known = ordinalOfSku(ofSku)
      return (known !== -1 && lines[known] !== 0) || added.find(ofSku) !== -1 || refused.get(ofSku) !== -1
    },
    drop: line => void dropped.add(line),
    toManifest() {
      if (seen === size && added.count === 0 && dropped.size === 0) return null
      if (seen === 0 && dropped.size === 0) return added.bytes()
      const kept = new Int32Array((seen + added.count) * MANIFEST_ENTRY_WORDS)
      let length = 0
      const keep = (from: Int32Array, entry: number) => {
        const at = entry * MANIFEST_ENTRY_WORDS
        for (let word = 0; word < MANIFEST_ENTRY_WORDS; word++) kept[length++] = from[at + word] as number
      }
      for (let ordinal = 0; ordinal < size; ordinal++) {
        const line = lines[ordinal] as number
        if (line !== 0 && !dropped.has(line)) keep(words, ordinal)
      }
      for (let index = 0; index < added.count; index++) {
        if (!dropped.has(added.lineOf(index))) keep(added.entries, index)
      }
      return Buffer.from(kept.buffer, 0, length * Int32Array.BYTES_PER_ELEMENT)
    },
  }
}

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
    lineOf: (index: number) => lines[index] as number,
    /** The entries themselves, not a copy: of a large first file they are all that is remembered of it. */
    bytes: () => Buffer.from(entries.buffer, 0, count * MANIFEST_ENTRY_WORDS * Int32Array.BYTES_PER_ELEMENT),
    get entries() {
      return entries
    },
    says: (index: number, { high, low }: Hash64) =>
      entries[index * MANIFEST_ENTRY_WORDS] === high && entries[index * MANIFEST_ENTRY_WORDS + 1] === low,
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
