import { grown, release } from './grown-array.ts'
import type { Hash64 } from './hash-bytes.ts'
import { mixed } from './hash-table.ts'
import { MANIFEST_ENTRY_WORDS } from './manifest-entry.ts'
import { putInFileOrder } from './put-in-file-order.ts'

export type AddedRecords = ReturnType<typeof createAddedRecords>

/** Records that the manifest does not have, by SKU, in flat arrays that grow. */
export function createAddedRecords() {
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
    /** Where the next file is compared with each first. From here on none is found by its SKU. */
    putInFileOrder: () => putInFileOrder(entries, lines, count),
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
