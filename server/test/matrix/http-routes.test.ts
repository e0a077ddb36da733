import type { RequestHandler } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MEMBER_ROLES, type MemberRole } from '#domain/parties/member.ts'
import { buildStage, type Caller, everyMarker, expectNone, lookUp, type Stage } from './stage.ts'

/** Every door that is no tRPC procedure: who may use it, and how a stranger would knock with the ids of tenant B. */
interface Door {
  route: string
  /** `public` doors are guarded by what they are given: a signature, a link, or nothing secret behind them. */
  roles: 'public' | readonly MemberRole[]
  /** Path with B's ids, for doors that only members of B may use. */
  ofB?: (rows: Record<string, string>) => string
}

const DOORS: readonly Door[] = [
  { route: 'GET /healthz', roles: 'public' },
  { route: 'GET /readyz', roles: 'public' },
  { route: 'GET /metrics', roles: 'public' },
  { route: 'POST /sign-in/email', roles: 'public' },
  { route: 'POST /sign-out', roles: 'public' },
  { route: 'GET /api/files', roles: 'public' },
  { route: 'GET /api/imports/template.csv', roles: 'public' },
  { route: 'POST /api/imports', roles: ['supplier'] },
  {
    route: 'GET /api/imports/:importId/errors.csv',
    roles: ['supplier'],
    ofB: ({ importId }) => `/api/imports/${importId}/errors.csv`,
  },
  {
    route: 'PUT /api/uploads/:uploadId/parts/:part',
    roles: ['supplier'],
    ofB: ({ uploadId }) => `/api/uploads/${uploadId}/parts/1`,
  },
  { route: 'GET /demo/statements/bank', roles: ['finance'] },
  { route: 'GET /demo/statements/platform', roles: ['finance'] },
  { route: 'GET /demo/statements/rail', roles: ['finance'] },
  // The demo's ERP, opened by a key that everybody knows.
  { route: 'GET /demo/erp/items', roles: 'public' },
  { route: 'GET /demo/erp/items/:code', roles: 'public' },
  { route: 'GET /demo/erp/pictures/:code/:side.png', roles: 'public' },
  // What is printed on the parcel opens it.
  { route: 'GET /api/reports/:code', roles: 'public' },
  // What any viewer of a room may see.
  { route: 'GET /api/rooms/:roomCode', roles: 'public' },
  { route: 'GET /api/live/rooms/:roomCode', roles: 'public' },
  { route: 'GET /api/live/me', roles: MEMBER_ROLES },
  { route: 'POST /api/media', roles: ['supplier'] },
  {
    route: 'GET /api/items/:itemId/papers/:sha256',
    roles: ['supplier'],
    ofB: ({ itemId }) => `/api/items/${itemId}/papers/${'a'.repeat(64)}`,
  },
  {
    route: 'POST /api/inspections/:inspectionId/files',
    roles: ['supplier'],
    ofB: ({ inspectionId }) => `/api/inspections/${inspectionId}/files`,
  },
  { route: 'POST /api/loan-photos', roles: ['supplier', 'streamer'] },
  { route: 'GET /api/deposit/statement', roles: ['supplier', 'streamer'] },
  { route: 'GET /api/account/statement', roles: ['supplier', 'streamer', 'agency', 'finance'] },
  { route: 'POST /api/statements', roles: ['finance'] },
  { route: 'GET /api/reconciliation/open', roles: ['finance'] },
  { route: 'GET /api/finance/payout-file', roles: ['finance'] },
  { route: 'GET /api/finance/ledger', roles: ['finance'] },
  { route: 'POST /api/adjustments/files', roles: ['finance'] },
  { route: 'GET /api/adjustments/:adjustmentId/file', roles: ['finance'] },
  { route: 'GET /api/closes/report', roles: ['finance'] },
  { route: 'GET /media/:name', roles: 'public' },
  { route: 'GET /media/linked', roles: 'public' },
  {
    route: 'POST /api/cases/:caseId/files',
    roles: ['supplier', 'streamer'],
    ofB: ({ caseId }) => `/api/cases/${caseId}/files`,
  },
  {
    route: 'GET /api/cases/:caseId/files/:evidenceId',
    roles: ['supplier', 'streamer', 'operator'],
    ofB: ({ caseId, evidenceId }) => `/api/cases/${caseId}/files/${evidenceId}`,
  },
  {
    route: 'GET /api/after-sales/:afterSaleId/photos/:photoKey',
    roles: ['supplier', 'operator'],
    ofB: ({ afterSaleId }) => `/api/after-sales/${afterSaleId}/photos/${'a'.repeat(64)}.jpg`,
  },
  {
    route: 'POST /api/applications/:applicationId/documents/:kind',
    roles: ['supplier', 'streamer', 'agency'],
    ofB: ({ applicationId }) => `/api/applications/${applicationId}/documents/business_licence`,
  },
  // The link of an order opens it; http/order-photos.test.ts knocks without one.
  { route: 'POST /api/order-photos', roles: 'public' },
  // Opened by a key and nothing else; http/v1/erp-story.test.ts and erp-does-what-screens-do.test.ts knock with the keys of strangers.
  { route: 'GET /api/v1/openapi.json', roles: 'public' },
  { route: 'GET /api/v1/items', roles: 'public' },
  { route: 'GET /api/v1/items/:sku', roles: 'public' },
  { route: 'POST /api/v1/items/:sku/claim-external', roles: 'public' },
  { route: 'POST /api/v1/items/:sku/release-external', roles: 'public' },
  { route: 'POST /api/v1/items', roles: 'public' },
  { route: 'POST /api/v1/stock', roles: 'public' },
  { route: 'GET /api/v1/orders', roles: 'public' },
  { route: 'GET /api/v1/orders/:orderNo', roles: 'public' },
  { route: 'GET /api/v1/orders/:orderNo/address', roles: 'public' },
  { route: 'POST /api/v1/orders/:orderNo/accept', roles: 'public' },
  { route: 'POST /api/v1/orders/:orderNo/ship', roles: 'public' },
  { route: 'POST /api/v1/orders/:orderNo/refuse', roles: 'public' },
  { route: 'POST /api/v1/orders/:orderNo/answer-cancellation', roles: 'public' },
  { route: 'GET /api/v1/channel-orders', roles: 'public' },
  { route: 'POST /api/v1/channel-orders', roles: 'public' },
  { route: 'POST /api/v1/imports', roles: 'public' },
  { route: 'GET /api/v1/imports/:importId', roles: 'public' },
  { route: 'GET /api/v1/imports/:importId/errors', roles: 'public' },
  { route: 'GET /api/v1/imports/:importId/errors.csv', roles: 'public' },
  { route: 'POST /api/v1/imports/:importId/apply', roles: 'public' },
  { route: 'POST /api/v1/imports/:importId/cancel', roles: 'public' },
  { route: 'POST /api/v1/imports/:importId/undo', roles: 'public' },
  { route: 'GET /api/v1/categories', roles: 'public' },
  { route: 'GET /api/v1/fields', roles: 'public' },
  { route: 'GET /api/v1/templates/:category', roles: 'public' },
  { route: 'GET /api/v1/items/:sku/history', roles: 'public' },
  { route: 'GET /api/v1/imports', roles: 'public' },
  { route: 'GET /api/v1/imports/:importId/changes', roles: 'public' },
  { route: 'GET /api/v1/imports/:importId/missing', roles: 'public' },
  { route: 'GET /api/v1/imports/:importId/undo', roles: 'public' },
  { route: 'GET /api/v1/imports/:importId/layout', roles: 'public' },
  { route: 'POST /api/v1/imports/:importId/layout', roles: 'public' },
  { route: 'GET /api/v1/imports/:importId/words', roles: 'public' },
  { route: 'POST /api/v1/imports/:importId/words', roles: 'public' },
  { route: 'GET /api/v1/imports/:importId/failed-rows', roles: 'public' },
  { route: 'POST /api/v1/imports/:importId/fix-cells', roles: 'public' },
  { route: 'POST /api/v1/imports/:importId/fix-all', roles: 'public' },
  { route: 'POST /api/v1/imports/:importId/skip-rows', roles: 'public' },
  { route: 'GET /api/v1/feeds', roles: 'public' },
  { route: 'POST /api/v1/feeds', roles: 'public' },
  { route: 'GET /api/v1/feeds/:feedId', roles: 'public' },
  { route: 'POST /api/v1/feeds/:feedId', roles: 'public' },
  { route: 'POST /api/v1/feeds/:feedId/pause', roles: 'public' },
  { route: 'POST /api/v1/feeds/:feedId/resume', roles: 'public' },
  { route: 'POST /api/v1/feeds/:feedId/remove', roles: 'public' },
  { route: 'POST /api/v1/feeds/:feedId/run', roles: 'public' },
  { route: 'GET /api/v1/feeds/:feedId/runs', roles: 'public' },
  {
    route: 'GET /api/print/orders/:orderId/slip.pdf',
    roles: ['supplier'],
    ofB: ({ orderId }) => `/api/print/orders/${orderId}/slip.pdf`,
  },
  {
    route: 'GET /api/print/reports/:code/report.pdf',
    roles: ['supplier'],
    ofB: ({ reportCode }) => `/api/print/reports/${reportCode}/report.pdf`,
  },
  { route: 'POST /api/print/parcels', roles: ['supplier'] },
  { route: 'GET /api/orders/file', roles: ['supplier'] },
  { route: 'POST /rail/webhook', roles: 'public' },
  { route: 'POST /api/parcels', roles: ['supplier'] },
  { route: 'POST /api/channel-orders', roles: ['streamer'] },
  { route: 'POST /channel/kuaishou/webhook', roles: 'public' },
  { route: 'POST /carrier/webhook', roles: 'public' },
  { route: 'GET /rail/pay/:outTradeNo', roles: 'public' },
  { route: 'POST /rail/pay/:outTradeNo', roles: 'public' },
  { route: 'GET /room/:roomCode', roles: 'public' },
  { route: 'GET /r/:code', roles: 'public' },
  { route: 'GET /order/:linkToken', roles: 'public' },
  { route: 'GET /{*page}', roles: 'public' },
]

let stage: Stage
beforeAll(async () => {
  stage = await buildStage()
}, 60_000)
afterAll(() => stage?.[Symbol.asyncDispose]())

test('every route of the application stands in this list, so that none is forgotten', () => {
  expect(routesOf(stage.app).sort()).toEqual(DOORS.map(({ route }) => route).sort())
})

describe.each(DOORS.filter(({ roles }) => roles !== 'public'))('$route', door => {
  test('is closed to nobody, ended sessions, other roles and revoked members, and writes nothing', async () => {
    await stage.writingNothing({}, async () => {
      for (const caller of [{}, ...stage.ended.supplier]) await expectStatus(door, caller, 401)
      for (const [role, stranger] of stage.strangers) {
        if (!door.roles.includes(role)) await expectStatus(door, stranger, 403)
      }
      for (const role of door.roles as readonly MemberRole[]) {
        for (const caller of lookUp(stage.revoked, role)) await expectStatus(door, caller, 403)
        await expectStatus(
          door,
          { ...lookUp(stage.strangers, role), memberId: stage.tenantB.supplier.memberId },
          403,
        )
        if (door.ofB) await expectStatus(door, lookUp(stage.strangers, role), 404)
      }
    })
  })
})

async function expectStatus(door: Door, { cookie, memberId }: Caller, status: number): Promise<void> {
  const [method = '', path = ''] = door.route.split(' ')
  const target = door.ofB?.(stage.tenantB.rows) ?? path
  const call =
    method === 'GET'
      ? request(stage.server).get(target)
      : request(stage.server)[method === 'PUT' ? 'put' : 'post'](target).type('text/csv').send('sku\n1\n')
  if (cookie) call.set('cookie', cookie)
  if (memberId) call.set('x-member-id', memberId)
  const answer = await call
  expect(answer.status, `${door.route}: ${answer.text}`).toBe(status)
  expectNone(answer.text ?? '', everyMarker(stage.tenantB.markers))
}

/** A layer of Express's router, of which the types say too little. */
interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: RequestHandler & { stack?: Layer[] }
}

function routesOf(app: { router: unknown }): string[] {
  const walk = (layers: Layer[]): string[] =>
    layers.flatMap(({ route, handle }) => {
      if (route) return Object.keys(route.methods).map(method => `${method.toUpperCase()} ${route.path}`)
      return handle.stack ? walk(handle.stack) : []
    })
  return walk((app.router as { stack: Layer[] }).stack)
}
