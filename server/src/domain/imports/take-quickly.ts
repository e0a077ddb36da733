import type { FileMemory } from './file-memory.ts'
import type { Hash64 } from './hash-bytes.ts'
import type { HashTable } from './hash-table.ts'
import { compileQuickRow, type QuickRow } from './quick-row.ts'
import type { SniffedFile } from './sniff-file.ts'
import type { RawRecord } from './split-records.ts'
import type { RowWriter } from './write-rows.ts'

interface Intake {
  memory: FileMemory
  /** The lines on which numbers of pieces were seen. */
  identities: HashTable
  writer: RowWriter
}

export interface QuickIntake {
  /** Stages a record that is plainly right and meets no other of the file; null for one that has to be judged. */
  take(record: RawRecord, raw: Hash64): QuickRow | null
  /** The SKU of a record that is plain; valid until the next one is read. */
  skuOf(record: RawRecord): Hash64 | null
}

export function createQuickIntake(sniffed: SniffedFile, { memory, identities, writer }: Intake): QuickIntake {
  const reader = compileQuickRow(sniffed)
  if (!reader) return { take: () => null, skuOf: () => null }
  return {
    take({ bytes, start, end, line }, raw) {
      const row = reader.read(bytes, start, end)
      if (!row || (row.hasIdentity && identities.get(row.identity) !== -1)) return null
      if (!memory.addFirst(raw, row.sku, line)) return null
      if (row.hasIdentity) identities.add(row.identity, line)
      writer.writeValues(row.values, { line, raw })
      return row
    },
    skuOf: ({ bytes, start, end }) => reader.skuOf(bytes, start, end),
  }
}
