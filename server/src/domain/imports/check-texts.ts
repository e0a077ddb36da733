import type { JudgedRow } from './check-row.ts'
import { cleanText, cutText, hasLostCharacter } from './clean-text.ts'
import { canBeCleared, isClearWord } from './clear-field.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { compareNames } from './compare-names.ts'
import { jsonText } from './json-text.ts'
import type { ColumnMapping } from './map-columns.ts'
import type { SupplierWords } from './mapping-memory.ts'
import { isExcelDamaged } from './parse-identity.ts'
import { REGION_CHOICES } from './region-word.ts'
import { createWordReader } from './word-choice.ts'

export interface SpecColumn {
  index: number
  field: string
  /** As JSON. */
  key: string
  read?: (text: string) => string | undefined
}

/** Reads the free texts of a row: blank leaves what stands, unless the supplier chose otherwise or wrote the word for it. */
export function compileTexts(mapping: ColumnMapping, words: SupplierWords) {
  const { columns } = mapping
  const at = new Map(columns.flatMap(({ field }, index) => (field ? [[field, index] as const] : [])))
  const blankClears = new Set(mapping.blankClears.filter(canBeCleared))
  const specColumns = specColumnsOf(mapping, words)
  const photoColumns = columns.flatMap(({ field }, index) => (field === 'photos' ? [index] : []))
  const extraColumns = namedExtras(mapping)
  const headerAt = (index: number) => columns[index]?.header ?? ''

  /** The text of a cell, or null for one that leaves what stands; one that empties it is noted. */
  const take = (
    { note }: JudgedRow,
    [field, cell]: readonly [string, string],
    clears: string[],
  ): string | null => {
    const text = cell === '' ? '' : textOf(cell)
    if (text !== cell && hasLostCharacter(cell)) note('TEXT_BROKEN', [field, cell])
    if (text === '' ? blankClears.has(field) : isClearWord(text)) {
      clears.push(field)
      return null
    }
    return text === '' ? null : text
  }

  return {
    one(judged: JudgedRow, field: string, clears: string[]): string | null {
      const index = at.get(field)
      return index === undefined ? null : take(judged, [field, judged.cells[index] ?? ''], clears)
    },
    /** Photos may be spread over several columns: one that says so empties them all, blank ones only together. */
    clearsPhotos({ cells }: JudgedRow, clears: string[]): boolean {
      const all = photoColumns.map(index => cells[index] ?? '')
      const cleared =
        all.some(isClearWord) ||
        (blankClears.has('photos') && all.length > 0 && all.every(cell => cell.trim() === ''))
      if (cleared) clears.push('photos')
      return cleared
    },
    spec(judged: JudgedRow, clears: string[]): string | null {
      const { cells, note } = judged
      let members = ''
      for (const { index, field, key, read } of specColumns) {
        const text = take(judged, [field, cells[index] ?? ''], clears)
        if (text === null) continue
        if (field === 'spec.barcode' && isExcelDamaged(text)) note('NUMBER_EXCEL_DAMAGED', [field, text])
        members += `${members === '' ? '' : ','}${key}:${jsonText(read?.(text) || text)}`
      }
      return members === '' ? null : `{${members}}`
    },
    extra({ cells, note }: JudgedRow): string | null {
      let members = ''
      for (const [name, index] of extraColumns) {
        const cell = cells[index] ?? ''
        const text = textOf(cell)
        if (text !== cell && hasLostCharacter(cell)) note('TEXT_BROKEN', [headerAt(index), cell])
        if (text !== '' && !isClearWord(text))
          members += `${members === '' ? '' : ','}${name}:${jsonText(text)}`
      }
      return members === '' ? null : `{${members}}`
    },
  }
}

export function specColumnsOf({ columns }: ColumnMapping, words: SupplierWords): SpecColumn[] {
  const readRegion = createWordReader(REGION_CHOICES, words.get('spec.network'))
  return columns
    .flatMap(({ field }, index) => {
      if (!field?.startsWith('spec.')) return []
      const key = JSON.stringify(field.slice('spec.'.length))
      return [field === 'spec.network' ? { index, field, key, read: readRegion } : { index, field, key }]
    })
    .sort((one, other) => compareNames(one.key, other.key))
}

function textOf(cell: string): string {
  return cell === '' ? '' : cutText(cleanText(cell), IMPORT_LIMITS.textCharacters)
}

/**
 * The columns kept as they are, under names of JSON: those we have no field for, and the supply price, which is nobody
 * else's business. A name used twice gets a number, so that neither column is lost.
 */
export function namedExtras({ columns }: ColumnMapping): (readonly [name: string, index: number])[] {
  const used = new Map<string, number>()
  return columns
    .flatMap(({ field, header }, index) => {
      if ((field !== null && field !== 'supply_price') || header === '') return []
      const times = (used.get(header) ?? 0) + 1
      used.set(header, times)
      return [[JSON.stringify(times === 1 ? header : `${header} (${times})`), index] as const]
    })
    .slice(0, IMPORT_LIMITS.extraColumns)
    .sort(([one], [other]) => compareNames(one, other))
}
