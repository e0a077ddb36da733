import { expect, test } from 'vitest'
import { readableLine } from './show-log-lines.ts'

const WARN = 40

test.each([
  [
    'a warning, with its reason',
    '{"level":40,"time":1700000000000,"msg":"lost","err":{"message":"ECONNRESET"}}',
    '22:13:20 warn lost: ECONNRESET',
  ],
  ['a reason that is the message, once', '{"level":50,"msg":"boom","err":{"message":"boom"}}', 'error boom'],
  ['what is not a log line, as it is', 'Settings need attention:', 'Settings need attention:'],
  ['broken JSON, as it is', '{"level":', '{"level":'],
  ['nothing of what is less severe', '{"level":30,"msg":"request completed"}', undefined],
])('a person sees %s', (_what, line, shown) => {
  expect(readableLine(line, WARN)).toBe(shown)
})
