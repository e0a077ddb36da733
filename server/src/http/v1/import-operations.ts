import { IMPORT_MODES, IMPORT_SOURCES, IMPORT_STATES } from '@haowu/shared/imports.ts'
import type { Request } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { cancelImport } from '#domain/imports/cancel-import.ts'
import { listFindings } from '#domain/imports/list-findings.ts'
import { readColumnFields } from '#domain/imports/read-column-fields.ts'
import { listImports, readImport } from '#domain/imports/read-import.ts'
import { receiveUpload } from '#domain/imports/receive-upload.ts'
import { requestApply } from '#domain/imports/request-apply.ts'
import { requestUndo } from '#domain/imports/request-undo.ts'
import { writeErrorFile } from '#domain/imports/write-error-file.ts'
import { TIME_LIMITS } from '../limits.ts'
import { fileNameOf, refuseByHeaders } from '../upload-import.ts'
import { accepted, listedImport, tellImport, toListedImport, wholeImport } from './import-answer.ts'
import { byImport } from './import-page.ts'
import { CsvFile, none, operation, type Operation } from './operation.ts'
import { tellFinding, toldFinding } from './told-finding.ts'

export const importOperations: Operation[] = [
  operation({
    id: 'createImport',
    method: 'post',
    path: '/imports',
    summary: 'Send a whole file (CSV or XLSX); its name percent-encoded in the header x-file-name',
    params: none,
    query: z.strictObject({
      mode: z.enum(IMPORT_MODES).default('delta'),
      /**
       * `manual`: it waits for POST apply, and in state asking for whatever only its sender can say. `auto`: it is applied
       * unless the brake holds it, and fails over a question.
       */
      commit: z.enum(['manual', 'auto']).default('manual'),
    }),
    body: 'file',
    answers: accepted,
    async run({ deps, limiter, holder: { supplierId, memberId }, query, req }) {
      await limiter.spend('upload', supplierId)
      const received = await receiveFile(deps, req, {
        supplierId,
        memberId,
        mode: query.mode,
        source: 'api',
        autoApply: query.commit === 'auto',
      })
      return tellImport(deps, 202, { supplierId, importId: received.importId })
    },
  }),
  operation({
    id: 'listImports',
    method: 'get',
    path: '/imports',
    summary: 'Your imports, whichever door they came by, newest first',
    params: none,
    query: z.strictObject({
      state: z.enum(IMPORT_STATES).optional(),
      source: z.enum(IMPORT_SOURCES).optional(),
      cursor: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    body: null,
    answers: {
      200: {
        says: 'One page; `nextCursor` is null on the last one.',
        body: z.strictObject({ imports: z.array(listedImport), nextCursor: z.string().nullable() }),
      },
    },
    async run({ deps, holder: { supplierId }, query }) {
      const { rows, nextCursor } = await listImports(deps.db, { ...query, supplierId })
      return { status: 200, body: { imports: rows.map(toListedImport), nextCursor } }
    },
  }),
  operation({
    id: 'getImport',
    method: 'get',
    path: '/imports/{importId}',
    summary: 'How an import stands',
    params: byImport,
    query: none,
    body: null,
    answers: { 200: { says: 'The import with its counts.', body: wholeImport } },
    run: ({ deps, holder, params }) => tellImport(deps, 200, { ...params, supplierId: holder.supplierId }),
  }),
  operation({
    id: 'listImportErrors',
    method: 'get',
    path: '/imports/{importId}/errors',
    summary: 'What was found about single rows, in the order of the file',
    params: byImport,
    query: z.strictObject({
      cursor: z
        .string()
        .regex(/^\d{1,6}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    body: null,
    answers: {
      200: {
        says: 'One page of findings.',
        body: z.strictObject({
          findings: z.array(toldFinding.extend({ line: z.int(), column: z.string(), sku: z.string() })),
          nextCursor: z.string().nullable(),
        }),
      },
    },
    async run({ deps, holder: { supplierId }, params: { importId }, query, language }) {
      await readImport(deps.db, { supplierId, importId })
      const { rows, nextCursor } = await listFindings(deps.db, { ...query, supplierId, importId })
      const fieldOf = await readColumnFields(deps.db, { supplierId, importId })
      const findings = rows.map(row => tellFinding(row, { field: fieldOf(row.column), language }))
      return { status: 200, body: { findings, nextCursor } }
    },
  }),
  operation({
    id: 'getImportErrorFile',
    method: 'get',
    path: '/imports/{importId}/errors.csv',
    summary: 'The rows that did not go in, in your own columns, to be mended and sent again',
    params: byImport,
    query: none,
    body: null,
    answers: {
      200: { says: 'A table with line, problem and repair in front of your columns.', body: 'csv' },
    },
    async run({ deps, limiter, holder: { supplierId, memberId }, params: { importId }, language }) {
      await limiter.spend('export', memberId)
      return {
        status: 200,
        body: new CsvFile(await writeErrorFile(deps, { supplierId, importId, language })),
      }
    },
  }),
  operation({
    id: 'applyImport',
    method: 'post',
    path: '/imports/{importId}/apply',
    summary: 'Say yes to a previewed import. Twice is once',
    params: byImport,
    query: z.strictObject({ acceptBrake: z.enum(['true', 'false']).default('false') }),
    body: null,
    answers: accepted,
    async run({ deps, holder: { supplierId, memberId }, params: { importId }, query }) {
      const acceptBrake = query.acceptBrake === 'true'
      await requestApply(deps, { supplierId, memberId, importId, acceptBrake })
      return tellImport(deps, 202, { supplierId, importId })
    },
  }),
  operation({
    id: 'cancelImport',
    method: 'post',
    path: '/imports/{importId}/cancel',
    summary: 'Drop an import that was not applied, or stop one that is being applied. Twice is once',
    params: byImport,
    query: none,
    body: null,
    answers: accepted,
    async run({ deps, holder: { supplierId, memberId }, params: { importId } }) {
      await cancelImport(deps, { supplierId, memberId, importId })
      return tellImport(deps, 202, { supplierId, importId })
    },
  }),
  operation({
    id: 'undoImport',
    method: 'post',
    path: '/imports/{importId}/undo',
    summary: 'Take an applied import back; what was sold, held or changed since stays. Twice is once',
    params: byImport,
    query: none,
    body: null,
    answers: accepted,
    async run({ deps, holder: { supplierId, memberId }, params: { importId } }) {
      await requestUndo(deps, { supplierId, memberId, importId })
      return tellImport(deps, 202, { supplierId, importId })
    },
  }),
]

type Received = Omit<Parameters<typeof receiveUpload>[1], 'body' | 'fileName'>

async function receiveFile(deps: AppDeps, req: Request, file: Received) {
  refuseByHeaders(req)
  const timer = setTimeout(() => req.destroy(), TIME_LIMITS.uploadMs)
  try {
    const body = req.iterator({ destroyOnReturn: false })
    return await receiveUpload(deps, { ...file, fileName: fileNameOf(req), body })
  } finally {
    clearTimeout(timer)
  }
}
