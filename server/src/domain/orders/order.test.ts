import { ORDER_STATES } from '@haowu/shared/orders.ts'
import { expect, test } from 'vitest'
import { canMove, mayRefund } from './order.ts'

test('an order moves only along its table', () => {
  const moves = ORDER_STATES.flatMap(from =>
    ORDER_STATES.filter(to => canMove(from, to)).map(to => `${from} → ${to}`),
  )
  expect(moves).toEqual([
    'checkout → paid',
    'checkout → closed',
    'paid → shipped',
    'paid → refunding',
    'shipped → received',
    'shipped → refunding',
    'received → completed',
    'received → refunding',
    'completed → refunding',
    'refunding → refunded',
  ])
})

test('whatever may be refunded may move to refunding', () => {
  for (const state of ORDER_STATES) {
    for (const reason of ['supplier_cancelled', 'after_sale'] as const) {
      if (mayRefund(state, reason)) expect(canMove(state, 'refunding')).toBe(true)
    }
  }
})
