import { REFUSALS } from '@haowu/shared/carriers.ts'
import { shipOrderInput } from '@haowu/shared/orders.ts'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import { acceptOrder } from '#domain/orders/accept-order.ts'
import { answerWish } from '#domain/orders/answer-wish.ts'
import { findOrderByNo } from '#domain/orders/find-order-by-no.ts'
import { findOrder, listOrders } from '#domain/orders/list-orders.ts'
import { readShippingAddress } from '#domain/orders/read-shipping-address.ts'
import { refuseOrder } from '#domain/orders/refuse-order.ts'
import { shipOrder } from '#domain/orders/ship-order.ts'
import { type Call, none, operation, type Operation } from './operation.ts'
import { byOrderNo, pageOfOrders, toldOrder, toToldOrder } from './order-page.ts'

type ForOrder = Pick<Call<z.output<typeof byOrderNo>, unknown, unknown>, 'deps' | 'holder' | 'params'>

const contact = z.strictObject({
  name: z.string(),
  phone: z.string(),
  region: z.string(),
  address: z.string(),
})

/** What an act on an order leaves is the whole order, so that a program need not ask once more. */
const leaves = (says: string) => ({ 200: { says, body: toldOrder } })

export const orderOperations: Operation[] = [
  operation({
    id: 'listOrders',
    method: 'get',
    path: '/orders',
    summary: 'Your orders, page by page; `state=paid&sort=due` is what has to be shipped',
    params: none,
    query: pageOfOrders,
    body: null,
    answers: {
      200: {
        says: 'One page; `nextCursor` is null on the last one. Without a state, what nobody has paid is left out.',
        body: z.strictObject({ orders: z.array(toldOrder), nextCursor: z.string().nullable() }),
      },
    },
    async run({ deps, holder: { supplierId }, query: { state, ...page } }) {
      const states = state && [state]
      const { rows, nextCursor } = await listOrders(deps.db, { ...page, states, scope: { supplierId } })
      return { status: 200, body: { orders: rows.map(toToldOrder), nextCursor } }
    },
  }),
  operation({
    id: 'getOrder',
    method: 'get',
    path: '/orders/{orderNo}',
    summary: 'One order by its number',
    params: byOrderNo,
    query: none,
    body: null,
    answers: leaves('The order as it stands.'),
    run: async call => answer(call, await idOf(call)),
  }),
  operation({
    id: 'openAddress',
    method: 'get',
    path: '/orders/{orderNo}/address',
    summary: 'Name, phone and address for the label, while the parcel is open; each opening is logged',
    params: byOrderNo,
    query: none,
    body: null,
    answers: { 200: { says: 'To be kept no longer than the parcel needs it.', body: contact } },
    async run(call) {
      const { deps, holder } = call
      const who = { supplierId: holder.supplierId, actor: `member:${holder.memberId}` }
      return { status: 200, body: await readShippingAddress(deps, { ...who, orderId: await idOf(call) }) }
    },
  }),
  operation({
    id: 'acceptOrder',
    method: 'post',
    path: '/orders/{orderNo}/accept',
    summary: 'You take the order on. Twice is once',
    params: byOrderNo,
    query: none,
    body: null,
    answers: leaves('It is yours to ship.'),
    async run(call) {
      const orderId = await idOf(call)
      await acceptOrder(call.deps, { supplierId: call.holder.supplierId, orderId })
      return answer(call, orderId)
    },
  }),
  operation({
    id: 'shipOrder',
    method: 'post',
    path: '/orders/{orderNo}/ship',
    summary:
      'The parcel was handed over. The same parcel twice is once; one that carries another order is refused',
    params: byOrderNo,
    query: none,
    body: shipOrderInput.omit({ orderId: true }),
    answers: leaves('It is on its way, and is followed by its number.'),
    async run(call) {
      const orderId = await idOf(call)
      await shipOrder(call.deps, { ...call.body, supplierId: call.holder.supplierId, orderId })
      return answer(call, orderId)
    },
  }),
  operation({
    id: 'refuseOrder',
    method: 'post',
    path: '/orders/{orderNo}/refuse',
    summary:
      'You cannot deliver what was sold: the buyer gets everything back, and for a unique piece a case is opened. Twice is once',
    params: byOrderNo,
    query: none,
    body: z.strictObject({ reason: z.enum(REFUSALS) }),
    answers: leaves('It is being refunded.'),
    async run(call) {
      const { deps, holder, body } = call
      const orderId = await idOf(call)
      const whose = { supplierId: holder.supplierId, requestedBy: `member:${holder.memberId}` }
      await refuseOrder(deps, { ...whose, orderId, reason: body.reason })
      return answer(call, orderId)
    },
  }),
  operation({
    id: 'answerCancellation',
    method: 'post',
    path: '/orders/{orderNo}/answer-cancellation',
    summary: 'Your answer to a buyer who wants to cancel before the parcel leaves. Twice is once',
    params: byOrderNo,
    query: none,
    body: z.strictObject({ agree: z.boolean() }),
    answers: leaves('Agreed: it is being refunded. Not agreed: it is to be shipped.'),
    async run(call) {
      const { deps, holder, body } = call
      const orderId = await idOf(call)
      const who = { supplierId: holder.supplierId, actor: `member:${holder.memberId}` }
      await answerWish(deps, { ...who, orderId, agree: body.agree })
      return answer(call, orderId)
    },
  }),
]

function idOf({ deps, holder: { supplierId }, params: { orderNo } }: ForOrder): Promise<string> {
  return findOrderByNo(deps.db, { supplierId, orderNo })
}

async function answer({ deps, holder: { supplierId } }: ForOrder, orderId: string) {
  const order = await findOrder(deps.db, { scope: { supplierId }, orderId })
  if (!order) throw new DomainError('not_found', { what: 'order' })
  return { status: 200, body: toToldOrder(order) }
}
