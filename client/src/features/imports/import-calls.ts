import type { AppRouter } from '@haowu/server/router.ts'
import type {
  ImportChoices,
  ImportMode,
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

/** What the import screens ask of the server; the part of it that its router does not have yet is written out below. */
export type ImportDetail = Outputs['imports']['get']
export type ImportLine = Outputs['imports']['list']['rows'][number]
export type Layout = Outputs['imports']['layout']
export type LayoutColumn = Layout['columns'][number]
export type OurField = Outputs['imports']['fields'][number]
export type Word = Outputs['imports']['words'][number]
export type UndoPreview = Outputs['imports']['undoPreview']

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
