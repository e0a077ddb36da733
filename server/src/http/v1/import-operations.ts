import { IMPORT_MODES, IMPORT_STATES } from '@haowu/shared/imports.ts'
import { rowMessage } from '@haowu/shared/row-messages.ts'
import type { Request } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import { cancelImport } from '#domain/imports/cancel-import.ts'
import { fieldOfHeader } from '#domain/imports/import-field.ts'
import { listFindings } from '#domain/imports/list-findings.ts'
import { readImport } from '#domain/imports/read-import.ts'
import { receiveUpload } from '#domain/imports/receive-upload.ts'
import { requestApply } from '#domain/imports/request-apply.ts'
import { requestUndo } from '#domain/imports/request-undo.ts'
import { writeErrorFile } from '#domain/imports/write-error-file.ts'
import { TIME_LIMITS } from '../limits.ts'
import { fileNameOf, refuseByHeaders } from '../upload-import.ts'
import { nameInCall } from './item-body.ts'
import { type Answer, CsvFile, operation, type Operation } from './operation.ts'
import { finding } from './push-operations.ts'

const none = z.strictObject({})
const byId = z.strictObject({ importId: z.uuid().toLowerCase() })
const count = z.int()
const importBody = z.strictObject({
  importId: z.uuid(),
  state: z.enum(IMPORT_STATES),
  mode: z.enum(IMPORT_MODES),
  fileName: z.string(),
  counts: z.strictObject({
    rows: count,
    new: count,
    changed: count,
    unchanged: count,
    errors: count,
    conflicts: count,
    missing: count,
  }),
  /** It waits for a second look: apply it with acceptBrake=true, or cancel it. */
  braked: z.boolean(),
  brake: z.unknown(),
  /** Why the whole file was refused. */
  errorCode: z.string().nullable(),
  errorFacts: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
  undoUntil: z.iso.datetime().nullable(),
})
const accepted = { 202: { says: 'Taken up; ask for the import to see how it ends.', body: importBody } }

export const importOperations: Operation[] = [
  operation({
    id: 'createImport',
    method: 'post',
    path: '/imports',
    summary: 'Send a whole file (CSV or XLSX); its name percent-encoded in the header x-file-name',
    params: none,
    query: z.strictObject({
      mode: z.enum(IMPORT_MODES).default('delta'),
      /** `manual`: it waits for POST apply. `auto`: it is applied unless the brake holds it. */
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
      return tell(deps, 202, { supplierId, importId: received.importId })
    },
  }),
  operation({
    id: 'getImport',
    method: 'get',
    path: '/imports/{importId}',
    summary: 'How an import stands',
    params: byId,
    query: none,
    body: null,
    answers: { 200: { says: 'The import with its counts.', body: importBody } },
    run: ({ deps, holder, params }) => tell(deps, 200, { ...params, supplierId: holder.supplierId }),
  }),
  operation({
    id: 'listImportErrors',
    method: 'get',
    path: '/imports/{importId}/errors',
    summary: 'What was found about single rows, in the order of the file',
    params: byId,
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
          findings: z.array(finding.extend({ line: z.int(), column: z.string(), sku: z.string() })),
          nextCursor: z.string().nullable(),
        }),
      },
    },
    async run({ deps, holder: { supplierId }, params: { importId }, query, language }) {
      await readImport(deps.db, { supplierId, importId })
      const { rows, nextCursor } = await listFindings(deps.db, { ...query, supplierId, importId })
      const findings = rows.map(({ facts, ...row }) => {
        const { problem: message, repair } = rowMessage({ ...row, facts }, language)
        return { ...row, field: nameInCall(fieldOfHeader(row.column)?.field ?? null), message, repair }
      })
      return { status: 200, body: { findings, nextCursor } }
    },
  }),
  operation({
    id: 'getImportErrorFile',
    method: 'get',
    path: '/imports/{importId}/errors.csv',
    summary: 'The rows that did not go in, in your own columns, to be mended and sent again',
    params: byId,
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
    params: byId,
    query: z.strictObject({ acceptBrake: z.enum(['true', 'false']).default('false') }),
    body: null,
    answers: accepted,
    async run({ deps, holder: { supplierId, memberId }, params: { importId }, query }) {
      const acceptBrake = query.acceptBrake === 'true'
      await requestApply(deps, { supplierId, memberId, importId, acceptBrake })
      return tell(deps, 202, { supplierId, importId })
    },
  }),
  operation({
    id: 'cancelImport',
    method: 'post',
    path: '/imports/{importId}/cancel',
    summary: 'Drop an import that was not applied, or stop one that is being applied. Twice is once',
    params: byId,
    query: none,
    body: null,
    answers: accepted,
    async run({ deps, holder: { supplierId, memberId }, params: { importId } }) {
      await cancelImport(deps, { supplierId, memberId, importId })
      return tell(deps, 202, { supplierId, importId })
    },
  }),
  operation({
    id: 'undoImport',
    method: 'post',
    path: '/imports/{importId}/undo',
    summary: 'Take an applied import back; what was sold, held or changed since stays. Twice is once',
    params: byId,
    query: none,
    body: null,
    answers: accepted,
    async run({ deps, holder: { supplierId, memberId }, params: { importId } }) {
      await requestUndo(deps, { supplierId, memberId, importId })
      return tell(deps, 202, { supplierId, importId })
    },
  }),
]

async function tell(
  { db }: AppDeps,
  status: number,
  one: { supplierId: string; importId: string },
): Promise<Answer> {
  const found = await readImport(db, one)
  const { importId, state, mode, fileName, braked, brake } = found
  const { errorCode, errorFacts, createdAt, appliedAt, undoUntil } = found
  const { rows, new: brought, changed, unchanged, errors, conflicts, missing } = found.counts
  const counts = { rows, new: brought, changed, unchanged, errors, conflicts, missing }
  const body = { importId, state, mode, fileName, counts, braked, brake }
  return { status, body: { ...body, errorCode, errorFacts, createdAt, appliedAt, undoUntil } }
}

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
