import { expect, test } from 'vitest'
import { firstWaitingAccount } from './first-waiting-account.ts'

const none = { differences: 0, suggestions: 0, lines: 0 }
const channel = { account: 'A:CHANNEL', ...none } as const
const bank = { account: 'A:BANK', ...none } as const

test('a link without an account leads to the account that has what the view shows', () => {
  const waiting = [
    { ...channel, lines: 4 },
    { ...bank, differences: 1 },
  ]
  expect(firstWaitingAccount(waiting, 'differences')).toBe('A:BANK')
  expect(firstWaitingAccount(waiting, 'lines')).toBe('A:CHANNEL')
})

test('where no account has anything in the view, anything that waits is shown, and else the first account', () => {
  expect(firstWaitingAccount([channel, { ...bank, suggestions: 2 }], 'matched')).toBe('A:BANK')
  expect(firstWaitingAccount([channel, { ...bank, suggestions: 2 }], 'lines')).toBe('A:BANK')
  expect(firstWaitingAccount([channel, bank], 'lines')).toBe('A:CHANNEL')
})
