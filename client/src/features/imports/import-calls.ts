import type { AppRouter } from '@haowu/server/router.ts'
import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'
import type {
  ImportBrake,
  ImportChoices,
  ImportMode,
  ImportProgress,
  ImportQuestion,
  ImportSource,
  ImportState,
  RowCode,
  RowSeverity,
} from '@haowu/shared/imports.ts'
import type { TRPCClient } from '@trpc/client'
import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'

/** What the import screens ask of the server, where the router's own types do not say it yet. */
export type ImportDetail = Omit<Outputs['imports']['get'], keyof ImportFacts> & ImportFacts

interface ImportFacts {
  source: ImportSource
  mode: ImportMode
  format: 'csv' | 'xlsx'
  parentId: string | null
  question: { question: ImportQuestion; code: ErrorCode; facts: ErrorFacts } | null
  choices: ImportChoices
  brake: ImportBrake | null
  brakeAccepted: boolean
  progress: (ImportProgress & { perSecond: number; remainingSeconds: number | null }) | null
  openUntil: string | null
  /** Somebody stopped it while it ran; nothing was changed. */
  stoppedAt: string | null
  undoUntil: string | null
  undoCounts: { restored: number; kept: number } | null
}

export type ImportLine = Omit<Outputs['imports']['list']['rows'][number], keyof ImportFacts> &
  Pick<ImportFacts, 'source' | 'mode'> & { braked?: boolean }

export interface Layout {
  /** Null while nobody can tell. */
  encoding: string | null
  candidates: { encoding: string; rows: string[][] }[]
  delimiter: string | null
  headerRecord: number | null
  firstRecords: string[][]
  sheets: string[] | null
  sheet: string | null
  columns: LayoutColumn[]
  missing: string[]
  duplicates: string[]
}
export interface LayoutColumn {
  index: number
  header: string
  samples: string[]
  field: string | null
  confidence: 'exact' | 'remembered' | 'suggested' | 'none'
  suggestions: string[]
}
export interface OurField {
  field: string
  zh: string
  en: string
  required: boolean
  group: string
}
export interface Word {
  field: string
  fieldZh: string
  fieldEn: string
  word: string
  rows: number
  meaning: string | null
  choices: { value: string; zh: string; en: string }[]
}

export interface Finding {
  column: string
  columnIndex: number | null
  code: RowCode
  severity: RowSeverity
  value: string
  facts: Record<string, string | number>
}
export interface FailedRow {
  line: number
  cells: string[]
  patched: Record<string, string>
  state: FailedRowState
  findings: Finding[]
}
export type FailedRowState = 'open' | 'fixed' | 'skipped'
export interface FailedRows {
  columns: string[]
  rows: FailedRow[]
  nextCursor: string | null
  total: number
}
export interface CellEdit {
  line: number
  columnIndex: number
  value: string
}

export type ChangeKind = 'new' | 'changed' | 'priceUp' | 'priceDown' | 'returned'
export type Change = Outputs['imports']['changes']['rows'][number]
export interface UndoPreview {
  restorable: number
  kept: { sku: string; title: string; reason: 'sold' | 'held' | 'changed'; byImportId: string | null }[]
  keptTotal: number
}

type One = { importId: string }
type Page = { cursor?: string | undefined; limit?: number | undefined }
type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: unknown }>
type Mutation<Input, Output> = TRPCMutationProcedure<{ input: Input; output: Output; meta: unknown }>
type ImportCalls = {
  imports: {
    list: Query<
      Page & { state?: ImportState | undefined; source?: ImportSource | undefined },
      { rows: ImportLine[]; nextCursor: string | null }
    >
    get: Query<One, ImportDetail>
    layout: Query<One, Layout>
    fields: Query<void, OurField[]>
    words: Query<One, Word[]>
    choose: Mutation<One & { choices: ImportChoices; mode?: ImportMode; remember: boolean }, unknown>
    settleWords: Mutation<One & { words: { field: string; word: string; meaning: string }[] }, unknown>
    failedRows: Query<One & Page & { code?: RowCode; column?: string; state?: FailedRowState }, FailedRows>
    fixCells: Mutation<One & { edits: CellEdit[] }, { rows: FailedRow[] }>
    fixAll: Mutation<
      One & { code: RowCode; column: string; action: { kind: 'set'; value: string } | { kind: 'skip' } },
      { changed: number; fixed: number }
    >
    skipRows: Mutation<One & { lines: number[]; skip: boolean }, unknown>
    changes: Query<One & Page & { kind?: ChangeKind }, { rows: Change[]; nextCursor: string | null }>
    missing: Query<
      One & Page,
      { rows: { itemId: string; sku: string; title: string }[]; nextCursor: string | null }
    >
    applyChanges: Mutation<One & { acceptBrake?: boolean }, unknown>
    cancel: Mutation<One, unknown>
    undoPreview: Query<One, UndoPreview>
    undo: Mutation<One, unknown>
  }
  uploads: {
    begin: Mutation<
      { fileName: string; bytes: number; mode: ImportMode; source: ImportSource },
      { uploadId: string; partBytes: number; parts: number }
    >
    sign: Mutation<
      { uploadId: string; partNumbers: number[] },
      { partNumber: number; url: string; headers: Record<string, string> }[]
    >
    state: Query<{ uploadId: string }, { received: number[] }>
    complete: Mutation<
      { uploadId: string; parts: { partNumber: number; etag: string }[] },
      { importId: string; repeated: boolean }
    >
    abort: Mutation<{ uploadId: string }, unknown>
  }
}

type Router = TRPCBuiltRouter<AppRouter['_def']['_config']['$types'], ImportCalls>

export const importServer = server as unknown as TRPCClient<Router>
export const importApi = createTRPCOptionsProxy<Router>({ client: importServer, queryClient })

/** What an import of before was, as far as the server does not say it. */
export const UNSAID: ImportFacts = {
  source: 'upload',
  mode: 'delta',
  format: 'csv',
  parentId: null,
  question: null,
  choices: {},
  brake: null,
  brakeAccepted: false,
  progress: null,
  openUntil: null,
  stoppedAt: null,
  undoUntil: null,
  undoCounts: null,
}
