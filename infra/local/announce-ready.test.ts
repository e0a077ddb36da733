import { expect, test } from 'vitest'
import { describeLogins, loopbackAddress } from './announce-ready.ts'
import { frame } from './say-step.ts'

const account = (role: string, email: string) => ({ role, email, name: '', partyName: '' })

test('the first account of each role is offered, with the password they share', () => {
  const accounts = [account('supplier', 'a@x'), account('supplier', 'b@x'), account('finance', 'c@x')]
  expect(describeLogins({ password: 'pw', accounts })).toEqual([
    'Demo accounts (password: pw)',
    '  supplier  a@x',
    '  finance   c@x',
  ])
})

test('a database without demo accounts says so', () => {
  expect(describeLogins({ password: 'pw', accounts: [] })).toEqual([
    'There are no demo accounts in this database.',
  ])
})

test.each([
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
  ['10.0.0.5', 'http://10.0.0.5:3000'],
])('a server that listens on %s is asked at %s', (host, address) => {
  expect(loopbackAddress({ host, port: 3000 })).toBe(address)
})

test('the frame stays straight around Chinese words', () => {
  expect(frame(['好物', 'abcd', 'x'])).toBe('┌──────┐\n│ 好物 │\n│ abcd │\n│ x    │\n└──────┘')
})
