import { GRADES, type Grade, type ReportKind } from '@haowu/shared/catalog.ts'
import type { RowCode } from '@haowu/shared/imports.ts'
import { checkDraft, type DraftProblem, type ReportedItem } from '#domain/inspection/check-draft.ts'
import type { Measured } from '#domain/inspection/grade-item.ts'
import type { ReportRules } from '#domain/inspection/report-rules.ts'
import { templateFor } from '#domain/inspection/template.ts'
import type { Note } from './check-row.ts'
import { cleanCode, cleanText, cutText } from './clean-text.ts'
import { normaliseWord } from './normalise-word.ts'
import type { ColumnMapping } from './map-columns.ts'
import { measuredReaders } from './measured-words.ts'
import { parseDay } from './parse-day.ts'

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

const PROBLEM_CODES: Record<DraftProblem, RowCode> = {
  identity_differs: 'IDENTITY_CHANGED',
  incomplete: 'REPORT_INCOMPLETE',
  refused_finding: 'REPORT_REFUSED',
  inspected_in_future: 'REPORT_FUTURE',
  expired: 'REPORT_EXPIRED',
  agency_missing: 'REPORT_AGENCY_MISSING',
  third_party_required: 'REPORT_THIRD_PARTY_REQUIRED',
  external_no_taken: 'REPORT_NUMBER_TAKEN',
  item_state: 'ITEM_HELD',
}

const KIND_WORDS = new Map<string, ReportKind>([
  ...['streamer', 'self', '自检', '主播自检', '商家自检', '平台自检'].map(
    word => [normaliseWord(word), 'streamer'] as const,
  ),
  ...['third_party', 'third party', '第三方', '第三方检测', '机构鉴定', '鉴定', 'agency'].map(
    word => [normaliseWord(word), 'third_party'] as const,
  ),
])

const PLACES = [
  'report.kind',
  'report.agency',
  'report.inspector',
  'report.externalNo',
  'report.inspectedOn',
] as const

/** A row is inspected when it says by whom, when or under which number; measured values alone make no report. */
export function compileReportCheck({ columns }: ColumnMapping, rules: ReportRules): CheckReport {
  const at = new Map(columns.flatMap(({ field }, index) => (field ? [[field, index] as const] : [])))
  const measuredColumns = columns.flatMap(({ field }, index) =>
    field?.startsWith('measured.') ? [[field.slice('measured.'.length), index] as const] : [],
  )
  const cellOf = (cells: string[], field: string) => cells[at.get(field) ?? -1] ?? ''
  if (!PLACES.some(place => at.has(place))) return () => null

  return (cells, item, note) => {
    if (PLACES.every(place => cleanText(cellOf(cells, place)) === '')) return null
    let failed = false
    const fail: Note = (...finding) => {
      note(...finding)
      failed = true
    }
    const agency = cutText(cleanText(cellOf(cells, 'report.agency')), 80) || null
    const report: StagedReport = {
      kind: readKind(cellOf(cells, 'report.kind'), agency, fail),
      agency,
      inspector: cutText(cleanText(cellOf(cells, 'report.inspector')), 40),
      externalNo: cutText(cleanCode(cellOf(cells, 'report.externalNo')), 64) || null,
      inspectedOn: readDay(cellOf(cells, 'report.inspectedOn'), fail, note),
      measured: readMeasured({ cells, columns: measuredColumns }, item.categoryCode, fail),
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
      note(
        PROBLEM_CODES[checked.problem],
        [field, cellOf(cells, field)],
        fieldName(item.categoryCode, checked.field),
      )
      return null
    }
    compareGrade(cellOf(cells, 'grade'), checked.grading.grade, note)
    return report
  }
}

function placeOf(problem: DraftProblem): string {
  if (problem === 'agency_missing') return 'report.agency'
  return problem === 'third_party_required' ? 'report.kind' : 'report.inspectedOn'
}

function fieldName(categoryCode: string, key: string | undefined): Record<string, string> {
  const field = templateFor(categoryCode).fields.find(candidate => candidate.key === key)
  return field ? { field: field.zh, fieldEn: field.en } : {}
}

function readKind(cell: string, agency: string | null, fail: Note): ReportKind {
  const word = cleanText(cell)
  if (word === '') return agency === null ? 'streamer' : 'third_party'
  const kind = KIND_WORDS.get(normaliseWord(word))
  if (!kind) fail('REPORT_KIND_UNKNOWN', ['report.kind', cell])
  return kind ?? 'streamer'
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

function readMeasured(
  { cells, columns }: { cells: string[]; columns: (readonly [string, number])[] },
  categoryCode: string,
  fail: Note,
): Measured {
  const readers = measuredReaders(templateFor(categoryCode))
  const measured: Measured = {}
  for (const [key, index] of columns) {
    const read = readers.get(key)
    const text = read ? cleanText(cells[index] ?? '') : ''
    if (!read || text === '') continue
    const value = read(text)
    if (value === undefined)
      fail('REPORT_VALUE_UNKNOWN', [`measured.${key}`, text], choicesOf(categoryCode, key))
    else measured[key] = value
  }
  return measured
}

/** What the cell may say, so that the supplier need not look it up. */
function choicesOf(categoryCode: string, key: string): Record<string, string> {
  const field = templateFor(categoryCode).fields.find(candidate => candidate.key === key)
  if (!field) return {}
  if (field.kind === 'number')
    return { choices: `${field.min}–${field.max}`, choicesEn: `${field.min}–${field.max}` }
  return {
    choices: field.choices.map(choice => choice.zh).join('、'),
    choicesEn: field.choices.map(choice => choice.en).join(', '),
  }
}

/** The grade is never taken from the file; when the file states another one, the supplier should know before a buyer does. */
function compareGrade(cell: string, computed: Grade, note: Note): void {
  const typed = /全新|^new$/i.test(cell) ? 'new' : /(99|95|90|85)\s*新?/.exec(cell)?.[1]
  const stated = GRADES.find(grade => grade === typed)
  if (stated && stated !== computed) note('GRADE_DIFFERS', ['grade', cell], { computed })
}
