import { IMPORT_DELIMITERS, IMPORT_ENCODINGS, IMPORT_MODES } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import { chooseLayout } from '#domain/imports/choose-layout.ts'
import { layoutChoices, wordMeanings } from '#domain/imports/import-answers.ts'
import { listWords } from '#domain/imports/list-words.ts'
import { readLayout } from '#domain/imports/read-layout.ts'
import { settleWords } from '#domain/imports/settle-words.ts'
import { accepted, tellImport } from './import-answer.ts'
import { byImport } from './import-page.ts'
import { none, operation, type Operation } from './operation.ts'

const cells = z.array(z.array(z.string()))

const layout = z.strictObject({
  encoding: z.enum(IMPORT_ENCODINGS).nullable(),
  /** How the first rows read in each encoding that fits. */
  candidates: z.array(z.strictObject({ encoding: z.enum(IMPORT_ENCODINGS), rows: cells })),
  delimiter: z.enum(IMPORT_DELIMITERS).nullable(),
  headerRecord: z.int().nullable(),
  firstRecords: cells,
  sheets: z.array(z.string()).nullable(),
  sheet: z.string().nullable(),
  columns: z.array(
    z.strictObject({
      index: z.int(),
      header: z.string(),
      samples: z.array(z.string()),
      field: z.string().nullable(),
      confidence: z.enum(['exact', 'remembered', 'suggested', 'none']),
      suggestions: z.array(z.string()),
    }),
  ),
  missing: z.array(z.string()),
  duplicates: z.array(z.string()),
})

const word = z.strictObject({
  field: z.string(),
  fieldZh: z.string(),
  fieldEn: z.string(),
  word: z.string(),
  rows: z.int(),
  meaning: z.string().nullable(),
  choices: z.array(z.strictObject({ value: z.string(), zh: z.string(), en: z.string() })),
})

/** How a file is read: asked of whoever sent it with commit=manual, and remembered for the next one if they wish. */
export const importLayoutOperations: Operation[] = [
  operation({
    id: 'getImportLayout',
    method: 'get',
    path: '/imports/{importId}/layout',
    summary: 'How the file is read: encoding, header, and the field of each column',
    params: byImport,
    query: none,
    body: null,
    answers: { 200: { says: 'The layout as it stands; null where nobody can tell.', body: layout } },
    async run({ deps, holder: { supplierId }, params: { importId } }) {
      return { status: 200, body: await readLayout(deps, { supplierId, importId }) }
    },
  }),
  operation({
    id: 'chooseImportLayout',
    method: 'post',
    path: '/imports/{importId}/layout',
    summary: 'Say how the file is read; it is previewed again by that',
    params: byImport,
    query: none,
    body: z.strictObject({
      choices: layoutChoices,
      mode: z.enum(IMPORT_MODES).optional(),
      /** Whether the next file with these headers is read like this one. */
      remember: z.boolean().default(false),
    }),
    answers: accepted,
    async run({ deps, holder, params: { importId }, body }) {
      const { supplierId, memberId } = holder
      await chooseLayout(deps, { ...body, supplierId, memberId, importId })
      return tellImport(deps, 202, { supplierId, importId })
    },
  }),
  operation({
    id: 'listImportWords',
    method: 'get',
    path: '/imports/{importId}/words',
    summary: 'Words of the file whose meaning is asked, those of most rows first, then those told before',
    params: byImport,
    query: none,
    body: null,
    answers: {
      200: {
        says: 'Each word with what it may stand for; `meaning` is null while nobody has said.',
        body: z.strictObject({ words: z.array(word) }),
      },
    },
    async run({ deps, holder: { supplierId }, params: { importId } }) {
      return { status: 200, body: { words: await listWords(deps.db, { supplierId, importId }) } }
    },
  }),
  operation({
    id: 'settleImportWords',
    method: 'post',
    path: '/imports/{importId}/words',
    summary:
      'Say what words stand for, for this file and those to come; rows that waited for them are judged again',
    params: byImport,
    query: none,
    body: z.strictObject({ words: wordMeanings }),
    answers: accepted,
    async run({ deps, holder: { supplierId, memberId }, params: { importId }, body }) {
      await settleWords(deps, { supplierId, memberId, importId, words: body.words })
      return tellImport(deps, 202, { supplierId, importId })
    },
  }),
]
