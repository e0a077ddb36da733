import {
  type BankColumns,
  type BankField,
  type BankMapping,
  bankMapping,
  bankMappingGaps,
  type ProposedColumn,
} from '@haowu/shared/bank-mapping.ts'

/** What each column of a table means, by its position; null for one that says nothing we need. */
export type Meanings = readonly (BankField | null)[]

/** One column per meaning: whoever has it gives it up. */
export function chooseMeaning(meanings: Meanings, at: number, field: BankField | null): Meanings {
  return meanings.map((known, index) => {
    if (index === at) return field
    return known === field ? null : known
  })
}

export function columnsOf(meanings: Meanings, columns: ProposedColumn[]): BankColumns {
  return Object.fromEntries(
    meanings.flatMap((field, at) => {
      const header = columns[at]?.header
      return field !== null && header ? [[field, header]] : []
    }),
  )
}

/** What can be tried: null while something is missing that no table can be read without. */
export function mappingOf(
  meanings: Meanings,
  { columns, positiveIsOut }: { columns: ProposedColumn[]; positiveIsOut: boolean },
): BankMapping | null {
  const named = columnsOf(meanings, columns)
  if (bankMappingGaps(named).length > 0) return null
  const parsed = bankMapping.safeParse({ columns: named, positiveIsOut })
  return parsed.success ? parsed.data : null
}

/** Whether amounts stand in one column without a word beside them, so that their sign has to be told. */
export function needsSign(meanings: Meanings): boolean {
  const has = (field: BankField) => meanings.includes(field)
  return has('amount') && !has('direction') && !(has('in') && has('out'))
}
