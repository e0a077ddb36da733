import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { expect, test } from 'vitest'

const ROOT = new URL('../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8')

/** Refusals that always come from a dated rule: wherever one is thrown, it says by which one and in which version. */
const BY_RULE = [
  'deposit_short',
  'hold_window',
  'hold_discipline',
  'loan_too_long',
  'loan_too_many',
  'loan_not_lost_yet',
  'deadline_passed',
  'party_restricted',
  'report_missing',
  'borrower_short',
  'price_out_of_range',
  'stock_unconfirmed',
  'not_admitted',
  'rule_notice_too_short',
]
/** Where even a limit is a dated rule; elsewhere it is what a screen or a store can bear. */
const LIMITS_BY_RULE = 'server/src/domain/cases/'
const MODULES = [
  'parties',
  'inspection',
  'deposits',
  'cases',
  'custody',
  'scores',
  'onboarding',
  'picks',
  'rules',
  'catalog',
  'orders',
]

interface Refusal {
  file: string
  code: string
  thrown: string
}

/** The call that begins here, up to the parenthesis that closes it. */
function callAt(text: string, start: number): string {
  let depth = 0
  for (let at = text.indexOf('(', start); at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return text.slice(start, at + 1)
  }
  return text.slice(start)
}

async function findRefusals(): Promise<Refusal[]> {
  const found: Refusal[] = []
  for (const module of MODULES)
    for await (const file of glob(`server/src/domain/${module}/*.ts`, { cwd: ROOT })) {
      if (file.endsWith('.test.ts')) continue
      const text = read(file)
      for (const match of text.matchAll(/new DomainError\('(\w+)'/g))
        found.push({ file, code: match[1] ?? '', thrown: callAt(text, match.index) })
    }
  return found
}

test('whoever is refused by a dated rule is told which one and its version', async () => {
  const refusals = await findRefusals()
  for (const code of BY_RULE)
    expect(
      refusals.some(refusal => refusal.code === code),
      code,
    ).toBe(true)
  const silent = refusals
    .filter(
      ({ code, file }) =>
        BY_RULE.includes(code) || (code === 'limit_reached' && file.startsWith(LIMITS_BY_RULE)),
    )
    // Facts may be spread from a value that carries both.
    .filter(({ thrown }) => !/ruleVersion|\.\.\./.test(thrown))
    .map(({ file, code }) => `${file}: ${code}`)
  expect(silent).toEqual([])
})

test.each(['zh-CN', 'en'])('every rule that a refusal names has a name in %s', async language => {
  const { ruleName } = JSON.parse(read(`client/src/i18n/${language}/error.json`)) as {
    ruleName: Record<string, string>
  }
  const named = new Set<string>()
  for (const module of MODULES)
    for await (const file of glob(`server/src/domain/${module}/*.ts`, { cwd: ROOT }))
      if (!file.endsWith('.test.ts'))
        for (const [, rule = ''] of read(file).matchAll(/\brule: '(\w+)'/g)) named.add(rule)
  for (const rule of ['third_party_required', 'report_validity', 'report_photos', 'grading_rubric'])
    named.add(rule)
  expect([...named].filter(rule => !(rule in ruleName))).toEqual([])
  expect(named.size).toBeGreaterThan(10)
})
