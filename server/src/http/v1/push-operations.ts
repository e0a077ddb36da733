import { IMPORT_STATES } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import type { KeyHolder } from '#domain/parties/recognise-api-key.ts'
import { type Pushed, pushRows } from '#domain/inventory/push-rows.ts'
import { PUSH_OUTCOMES, type PushedResult, type PushedRow } from '#domain/inventory/read-push-results.ts'
import type { AppDeps } from '#app.ts'
import { MOST_PUSHED, pushedItem, pushedStock, toItemRow, toStockRow } from './item-body.ts'
import { type Answer, type Language, none, operation, type Operation } from './operation.ts'
import { tellFinding, toldFinding } from './told-finding.ts'

const results = z.strictObject({
  importId: z.uuid(),
  results: z.array(
    z.strictObject({ sku: z.string(), result: z.enum(PUSH_OUTCOMES), findings: z.array(toldFinding) }),
  ),
})
const goesOn = z.strictObject({ importId: z.uuid(), state: z.enum(IMPORT_STATES), braked: z.boolean() })

const answers = {
  200: { says: 'What became of each item, in the order of the call.', body: results },
  202: {
    says: 'Not ended yet, or held until a person has looked (braked): ask for the import.',
    body: goesOn,
  },
}

const batchOf = <Schema extends z.ZodType>(one: Schema) =>
  z.strictObject({ items: z.array(one).min(1).max(MOST_PUSHED) })

export const pushOperations: Operation[] = [
  operation({
    id: 'pushItems',
    method: 'post',
    path: '/items',
    summary: 'Bring in or change up to 1,000 items',
    params: none,
    query: none,
    body: batchOf(pushedItem),
    answers,
    run: ({ body, ...call }) => push(call, { mode: 'delta', rows: body.items.map(toItemRow) }),
  }),
  operation({
    id: 'pushStock',
    method: 'post',
    path: '/stock',
    summary: 'Change price or stock of up to 1,000 known items, take them off or put them back',
    params: none,
    query: none,
    body: batchOf(pushedStock),
    answers,
    run: ({ body, ...call }) => push(call, { mode: 'price_stock', rows: body.items.map(toStockRow) }),
  }),
]

async function push(
  {
    deps,
    holder: { supplierId, memberId },
    language,
  }: { deps: AppDeps; holder: KeyHolder; language: Language },
  what: { mode: 'delta' | 'price_stock'; rows: PushedRow[] },
): Promise<Answer> {
  return toAnswer(await pushRows(deps, { ...what, supplierId, memberId }), language)
}

function toAnswer({ importId, state, braked, results }: Pushed, language: Language): Answer {
  if (!results) return { status: 202, body: { importId, state, braked } }
  return { status: 200, body: { importId, results: results.map(result => inWords(result, language)) } }
}

function inWords({ findings, ...result }: PushedResult, language: Language) {
  return {
    ...result,
    findings: findings.map(({ field, ...found }) => tellFinding(found, { field, language })),
  }
}
