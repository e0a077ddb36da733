import type { Grade, ReportKind } from '@haowu/shared/catalog.ts'
import type { RowCode } from '@haowu/shared/imports.ts'
import type { DraftProblem } from '@haowu/shared/inspection.ts'
import { checkDraft, type ReportedItem } from '#domain/inspection/check-draft.ts'
import type { Measured } from '#domain/inspection/grade-item.ts'
import type { ReportRules } from '#domain/inspection/report-rules.ts'
import { type Template, templateFor } from '#domain/inspection/template.ts'
import type { Note } from './check-row.ts'
import { cleanCode, cleanText, cutText } from './clean-text.ts'
import { GRADE_CHOICES } from './grade-word.ts'
import type { ColumnMapping } from './map-columns.ts'
import type { SupplierWords } from './mapping-memory.ts'
import { measuredReaders, type ReadMeasured } from './measured-words.ts'
import { parseDay } from './parse-day.ts'
import { isExcelDamaged } from './parse-identity.ts'
import { REPORT_KIND_CHOICES } from './report-kind-word.ts'
import { createWordReader, type ReadWord } from './word-choice.ts'

/** The inspection columns of a row, under the names that a signed report's content has for them. */
export interface StagedReport {
  kind: ReportKind
  agency: string | null
  inspector: string
  externalNo: string | null
  inspectedOn: string
  measured: Measured
  defects: string
}

type CheckReport = (cells: string[], item: ReportedItem, note: Note) => StagedReport | null

/** Photos and what comes back are asked of inspections made on screen; a file cannot fail by them. */
export const PROBLEM_CODES: Record<DraftProblem, RowCode> = {
  identity_differs: 'IDENTITY_CHANGED',
  incomplete: 'REPORT_INCOMPLETE',
  refused_finding: 'REPORT_REFUSED',
  inspected_in_future: 'REPORT_FUTURE',
  expired: 'REPORT_EXPIRED',
  agency_missing: 'REPORT_AGENCY_MISSING',
  agency_unknown: 'REPORT_AGENCY_UNKNOWN',
  agency_suspended: 'REPORT_AGENCY_INVALID',
  agency_lapsed: 'REPORT_AGENCY_INVALID',
  agency_category: 'REPORT_AGENCY_INVALID',
  inspector_missing: 'REPORT_INSPECTOR_MISSING',
  inspector_suspended: 'REPORT_INSPECTOR_SUSPENDED',
  third_party_required: 'REPORT_THIRD_PARTY_REQUIRED',
  external_no_taken: 'REPORT_NUMBER_TAKEN',
  photos_missing: 'REPORT_INCOMPLETE',
  number_photo_missing: 'REPORT_INCOMPLETE',
  document_missing: 'REPORT_INCOMPLETE',
  inspected_before_return: 'REPORT_EXPIRED',
  item_state: 'ITEM_HELD',
  not_admitted: 'NOT_ADMITTED',
  contract_unsigned: 'CONTRACT_UNSIGNED',
}

/** Cells that say by whom, when or under which number; a row with none of them has no report. */
export const REPORT_PLACES = [
  'report.kind',
  'report.agency',
  'report.inspector',
  'report.externalNo',
  'report.inspectedOn',
] as const

/** A row is inspected when it says by whom, when or under which number; measured values alone make no report. */
export function compileReportCheck(
  { columns }: ColumnMapping,
  rules: ReportRules,
  words: SupplierWords,
): CheckReport {
  const at = new Map(columns.flatMap(({ field }, index) => (field ? [[field, index] as const] : [])))
  const cellOf = (cells: string[], field: string) => cells[at.get(field) ?? -1] ?? ''
  if (!REPORT_PLACES.some(place => at.has(place))) return () => null
  const readKind = createWordReader(REPORT_KIND_CHOICES, words.get('report.kind'))
  const readGrade = createWordReader(GRADE_CHOICES, words.get('grade'))
  const readMeasured = compileMeasured(columns, words)

  return (cells, item, note) => {
    if (REPORT_PLACES.every(place => cleanText(cellOf(cells, place)) === '')) return null
    let failed = false
    const fail: Note = (...finding) => {
      note(...finding)
      failed = true
    }
    const agency = cutText(cleanText(cellOf(cells, 'report.agency')), 80) || null
    const report: StagedReport = {
      kind: kindOf(cellOf(cells, 'report.kind'), { agency, read: readKind, fail }),
      agency,
      inspector: cutText(cleanText(cellOf(cells, 'report.inspector')), 40),
      externalNo: readNumber(cellOf(cells, 'report.externalNo'), fail),
      inspectedOn: readDay(cellOf(cells, 'report.inspectedOn'), fail, note),
      measured: readMeasured(cells, item.categoryCode, fail),
      defects: cutText(cleanText(cellOf(cells, 'report.defects')), 500),
    }
    if (report.inspector === '') fail('REPORT_INSPECTOR_MISSING', ['report.inspector', ''])
    if (failed) return null
    const checked = checkDraft(
      { ...report, agencyName: report.agency, inspectorName: report.inspector, identity: item.identity },
      item,
      rules,
    )
    if ('problem' in checked) {
      const field = checked.field ? `measured.${checked.field}` : placeOf(checked.problem)
      note(PROBLEM_CODES[checked.problem], [field, cellOf(cells, field)], {
        ...fieldName(item.categoryCode, checked.field),
        ...rules.behind(checked.problem, item.categoryCode),
      })
      return null
    }
    compareGrade(cellOf(cells, 'grade'), { computed: checked.grading.grade, read: readGrade, note })
    return report
  }
}

function placeOf(problem: DraftProblem): string {
  if (problem.startsWith('agency_')) return 'report.agency'
  return problem === 'third_party_required' ? 'report.kind' : 'report.inspectedOn'
}

function fieldName(categoryCode: string, key: string | undefined): Record<string, string> {
  const field = templateFor(categoryCode).fields.find(candidate => candidate.key === key)
  return field ? { field: field.zh, fieldEn: field.en } : {}
}

function kindOf(
  cell: string,
  { agency, read, fail }: { agency: string | null; read: ReadWord<ReportKind>; fail: Note },
): ReportKind {
  const word = cleanText(cell)
  const kind = word === '' ? '' : read(word)
  if (kind === undefined) fail('REPORT_KIND_UNKNOWN', ['report.kind', cell], { field: 'report.kind' })
  return kind || (agency === null ? 'streamer' : 'third_party')
}

/** The number under which a buyer can look the report up; one that Excel has rounded leads nowhere. */
function readNumber(cell: string, fail: Note): string | null {
  const number = cutText(cleanCode(cell), 64)
  if (isExcelDamaged(number)) fail('NUMBER_EXCEL_DAMAGED', ['report.externalNo', cell])
  return number || null
}

function readDay(cell: string, fail: Note, note: Note): string {
  const text = cleanCode(cell)
  if (text === '') {
    fail('REPORT_DATE_MISSING', ['report.inspectedOn', cell])
    return ''
  }
  const parsed = parseDay(text)
  if (!parsed) fail('REPORT_DATE_INVALID', ['report.inspectedOn', cell])
  else if (parsed.fromSerial) note('REPORT_DATE_SERIAL', ['report.inspectedOn', cell], { read: parsed.day })
  return parsed?.day ?? ''
}

type ReadMeasuredCells = (cells: string[], categoryCode: string, fail: Note) => Measured

/** The measured columns, read by the template of each row's category; its readers are made when it is first met. */
function compileMeasured(columns: ColumnMapping['columns'], words: SupplierWords): ReadMeasuredCells {
  const measuredColumns = columns.flatMap(({ field }, index) =>
    field?.startsWith('measured.') ? [[field.slice('measured.'.length), index] as const] : [],
  )
  const readersOf = new Map<Template, Map<string, ReadMeasured>>()

  return (cells, categoryCode, fail) => {
    const template = templateFor(categoryCode)
    const readers = readersOf.get(template) ?? measuredReaders(template, words)
    readersOf.set(template, readers)
    const measured: Measured = {}
    for (const [key, index] of measuredColumns) {
      const read = readers.get(key)
      const text = read ? cleanText(cells[index] ?? '') : ''
      if (!read || text === '') continue
      const value = read(text)
      if (value === undefined)
        fail('REPORT_VALUE_UNKNOWN', [`measured.${key}`, text], choicesOf(template, key))
      else if (value !== '') measured[key] = value
    }
    return measured
  }
}

/** What the cell may say, so that the supplier need not look it up. */
function choicesOf(template: Template, key: string): Record<string, string> {
  const known = template.fields.find(candidate => candidate.key === key)
  if (!known) return {}
  const named = { field: `measured.${key}`, template: template.code }
  if (known.kind === 'number') {
    const range = `${known.min}–${known.max}`
    return { ...named, choices: range, choicesEn: range }
  }
  return {
    ...named,
    choices: known.choices.map(choice => choice.zh).join('、'),
    choicesEn: known.choices.map(choice => choice.en).join(', '),
  }
}

/** The grade is never taken from the file; when the file states another one, the supplier should know before a buyer does. */
function compareGrade(
  cell: string,
  { computed, read, note }: { computed: Grade; read: ReadWord<Grade>; note: Note },
): void {
  const word = cleanText(cell)
  if (word === '') return
  const stated = read(word)
  if (stated === undefined) note('WORD_UNKNOWN', ['grade', cell], { field: 'grade' })
  else if (stated !== '' && stated !== computed) note('GRADE_DIFFERS', ['grade', cell], { computed })
}
