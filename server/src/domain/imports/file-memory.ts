import { createAddedRecords } from './added-records.ts'
import { followManifest } from './follow-manifest.ts'
import type { Hash64 } from './hash-bytes.ts'
import { createHashTable } from './hash-table.ts'
import { changeOf, type ManifestChange } from './manifest-change.ts'
import { MANIFEST_ENTRY_WORDS, type ManifestEntries } from './manifest-entry.ts'

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
  /** What becomes of the manifest once all that was seen is applied; nothing is asked of the memory after it. */
  toManifest(): ManifestChange
}

export function createFileMemory(manifest: ManifestEntries): FileMemory {
  const { words } = manifest
  /** Of a manifest's entry the line it was seen on; 0 for not yet, below it of the record added in its place (`-1 - index`). */
  const lines = new Int32Array(words.length / MANIFEST_ENTRY_WORDS)
  const added = createAddedRecords()
  const dropped = new Set<number>()
  const refused = createHashTable(0)
  const follower = followManifest(words)
  const sku: Hash64 = { high: 0, low: 0 }
  let [seen, replaced] = [0, 0]

  const append = (raw: Hash64, ofSku: Hash64, { line, known }: { line: number; known: number }) => {
    const hasPlace = known !== -1 && lines[known] === 0
    if (hasPlace) {
      lines[known] = -1 - added.count
      replaced++
    }
    added.append(raw, ofSku, hasPlace ? -line : line)
  }

  return {
    recognise(raw, line, skuOf) {
      const ordinal = follower.find(raw, line, skuOf)
      if (ordinal === -1) return 'new'
      if ((lines[ordinal] as number) > 0) return 'repeated'
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
      const known = follower.entryOf(ofSku, line)
      const knownLine = known === -1 ? 0 : (lines[known] as number)
      append(raw, ofSku, { line, known })
      return knownLine === 0 ? null : { line: knownLine, same: false }
    },
    addFirst(raw, ofSku, line) {
      if (added.find(ofSku) !== -1) return false
      const known = follower.entryOf(ofSku, line)
      if (known !== -1 && lines[known] !== 0) return false
      append(raw, ofSku, { line, known })
      return true
    },
    addRefused: ofSku => void refused.add(ofSku, 0),
    names(ofSku) {
      const known = follower.entryOf(ofSku)
      return (known !== -1 && lines[known] !== 0) || added.find(ofSku) !== -1 || refused.get(ofSku) !== -1
    },
    drop: line => void dropped.add(line),
    toManifest: () => changeOf(manifest, { lines, seen, replaced, added, dropped }),
  }
}
