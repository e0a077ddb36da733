import fc from 'fast-check'
import { GRADES } from '@haowu/shared/catalog.ts'
import { describe, expect, test } from 'vitest'
import { gradeItem, type Measured, missingFields } from './grade-item.ts'
import { PHONE_TEMPLATE } from './phone-template.ts'
import { ALL_TEMPLATES, type Template } from './template.ts'

const flawless: Measured = {
  cosmetic: 'pristine',
  function: 'all_pass',
  battery_pct: 100,
  parts: 'original',
  repair: 'none',
  water: 'none',
  locks: 'none',
}

describe('the grade', () => {
  test.each([
    [{}, 'new', []],
    [{ battery_pct: 97 }, '99', ['battery_pct']],
    [{ battery_pct: 84 }, '90', ['battery_pct']],
    [{ cosmetic: 'light', battery_pct: 97 }, '95', ['cosmetic', 'battery_pct']],
    [{ parts: 'third_party', cosmetic: 'like_new' }, '85', ['parts', 'cosmetic']],
    [{ water: 'trace' }, 'fair', ['water']],
  ])('of a flawless phone with %j is %s because of %j', (found, grade, fields) => {
    const grading = gradeItem(PHONE_TEMPLATE, { ...flawless, ...found })
    expect(grading).toMatchObject({ grade })
    expect('reasons' in grading && grading.reasons.map(reason => reason.field)).toEqual(fields)
  })

  test('is refused for a phone with an account lock, whatever else was found', () => {
    expect(gradeItem(PHONE_TEMPLATE, { ...flawless, locks: 'account' })).toMatchObject({
      refusedBy: { field: 'locks' },
    })
  })

  test.each(ALL_TEMPLATES.map(template => [template.code, template] as const))(
    'by the %s template never rises when one finding gets worse',
    (_, template) => {
      fc.assert(
        fc.property(measurement(template), measurement(template), (a, b) => {
          const worse = worstOf(template, a, b)
          expect(rank(template, worse)).toBeGreaterThanOrEqual(rank(template, a))
        }),
      )
    },
  )

  test('needs every required field', () => {
    expect(missingFields(PHONE_TEMPLATE, { cosmetic: 'light' }).map(field => field.key)).toEqual([
      'function',
      'battery_pct',
      'parts',
      'repair',
      'water',
      'locks',
    ])
  })
})

function measurement(template: Template): fc.Arbitrary<Measured> {
  return fc.record(
    Object.fromEntries(
      template.fields.map(field => [
        field.key,
        field.kind === 'choice'
          ? fc.constantFrom(...field.choices.map(choice => choice.code))
          : fc.integer({ min: field.min, max: field.max }),
      ]),
    ),
  )
}

/** Field by field the worse of the two findings; choices are listed from best to worst. */
function worstOf(template: Template, a: Measured, b: Measured): Measured {
  return Object.fromEntries(
    template.fields.map(field => {
      const [x, y] = [a[field.key] ?? '', b[field.key] ?? '']
      if (field.kind === 'choice') {
        const place = (code: string | number) => field.choices.findIndex(choice => choice.code === code)
        return [field.key, place(x) > place(y) ? x : y]
      }
      return [field.key, field.better === 'higher' ? Math.min(+x, +y) : Math.max(+x, +y)]
    }),
  )
}

function rank(template: Template, measured: Measured): number {
  const grading = gradeItem(template, measured)
  return 'grade' in grading ? GRADES.indexOf(grading.grade) : GRADES.length
}
