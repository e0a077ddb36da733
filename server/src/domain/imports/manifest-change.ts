import type { AddedRecords } from './added-records.ts'
import { MANIFEST_ENTRY_WORDS, type ManifestEntries } from './manifest-entry.ts'

/**
 * What a file makes of its supplier's manifest: nothing, other words in the place of some entries, or another manifest.
 * Patches hold all that differs from the entries as they are stored, from this file and from those before.
 */
export type ManifestChange = { patches: Int32Array } | { entries: Buffer } | null

/** Words per patch: which entry, and the hash of its raw record from now on. */
const PATCH_WORDS = 3
export const PATCH_BYTES = PATCH_WORDS * 4
/** A manifest of which more than this is patched is written anew: each reading puts every patch in its place. */
const MOST_PATCHED = 1 / 8

/** Puts each patch in its place, and says where that was. */
export function putPatches(words: Int32Array, patches: Buffer): number[] {
  const patched: number[] = []
  for (let at = 0; at < patches.length; at += PATCH_BYTES) {
    const ordinal = patches.readInt32LE(at)
    words[ordinal * MANIFEST_ENTRY_WORDS] = patches.readInt32LE(at + 4)
    words[ordinal * MANIFEST_ENTRY_WORDS + 1] = patches.readInt32LE(at + 8)
    patched.push(ordinal)
  }
  return patched
}

interface Seen {
  /** As FileMemory keeps them. */
  lines: Int32Array
  seen: number
  replaced: number
  added: AddedRecords
  dropped: Set<number>
}

export function changeOf(manifest: ManifestEntries, of: Seen): ManifestChange {
  const { words, patched } = manifest
  const { seen, replaced, added, dropped } = of
  const size = words.length / MANIFEST_ENTRY_WORDS
  const whole = seen + replaced === size && added.count === replaced && dropped.size === 0
  if (whole && replaced === 0) return null
  if (whole && patched.length + replaced <= size * MOST_PATCHED) return { patches: patchesOf(manifest, of) }
  if (size === 0) added.putInFileOrder()
  if (size === 0 && dropped.size === 0) return { entries: added.bytes() }
  return { entries: entriesOf(words, of) }
}

function patchesOf({ words, patched }: ManifestEntries, { lines, replaced, added }: Seen): Int32Array {
  const patches = new Int32Array((patched.length + replaced) * PATCH_WORDS)
  let length = 0
  const patch = (ordinal: number, from: Int32Array, entry: number) => {
    patches[length++] = ordinal
    patches[length++] = from[entry * MANIFEST_ENTRY_WORDS] as number
    patches[length++] = from[entry * MANIFEST_ENTRY_WORDS + 1] as number
  }
  for (const ordinal of patched) if ((lines[ordinal] as number) > 0) patch(ordinal, words, ordinal)
  for (let ordinal = 0; ordinal < lines.length; ordinal++) {
    const line = lines[ordinal] as number
    if (line < 0) patch(ordinal, added.entries, -1 - line)
  }
  return patches.subarray(0, length)
}

/** All that was seen and not taken back: in the order of the manifest, and behind it what it did not have. */
function entriesOf(words: Int32Array, { lines, seen, added, dropped }: Seen): Buffer {
  const kept = new Int32Array((seen + added.count) * MANIFEST_ENTRY_WORDS)
  let length = 0
  const keep = (from: Int32Array, entry: number) => {
    const at = entry * MANIFEST_ENTRY_WORDS
    for (let word = 0; word < MANIFEST_ENTRY_WORDS; word++) kept[length++] = from[at + word] as number
  }
  const keepAdded = (index: number) => {
    if (!dropped.has(added.lineOf(index))) keep(added.entries, index)
  }
  for (let ordinal = 0; ordinal < lines.length; ordinal++) {
    const line = lines[ordinal] as number
    if (line < 0) keepAdded(-1 - line)
    else if (line > 0 && !dropped.has(line)) keep(words, ordinal)
  }
  for (let index = 0; index < added.count; index++) if (added.isBeside(index)) keepAdded(index)
  return Buffer.from(kept.buffer, 0, length * Int32Array.BYTES_PER_ELEMENT)
}
