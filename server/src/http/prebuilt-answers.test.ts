import { describe, expect, test } from 'vitest'
import { createPrebuiltAnswers, hasAlready } from './prebuilt-answers.ts'

function scene(most = 2) {
  const built: string[] = []
  const time = { now: 0 }
  const values = new Map<string, object>([
    ['a', { n: 1 }],
    ['b', { n: 2 }],
    ['c', { n: 3 }],
  ])
  const answers = createPrebuiltAnswers({
    build: async key => {
      built.push(key)
      return values.get(key) ?? null
    },
    freshMs: 100,
    most,
    now: () => time.now,
  })
  return { answers, built, time, values }
}

describe('prebuilt answers', () => {
  test('are built once for all who ask at the same time, and then told from memory until they are old', async () => {
    const { answers, built, time } = scene()
    await Promise.all(Array.from({ length: 50 }, () => answers.get('a')))
    time.now = 99
    expect(String(answers.fresh('a')?.body)).toBe('{"n":1}')
    expect(built).toEqual(['a'])
    time.now = 100
    expect(answers.fresh('a')).toBeUndefined()
    await answers.get('a')
    expect(built).toEqual(['a', 'a'])
  })

  test('keep their tag while the content is the same, and get another when it changed', async () => {
    const { answers, time, values } = scene()
    const first = await answers.get('a')
    time.now = 200
    expect((await answers.get('a'))?.etag).toBe(first?.etag)
    values.set('a', { n: 9 })
    time.now = 400
    expect((await answers.get('a'))?.etag).not.toBe(first?.etag)
  })

  test('never hold more than they may; what was built longest ago goes', async () => {
    const { answers } = scene(2)
    for (const key of ['a', 'b', 'c']) await answers.get(key)
    expect(answers.fresh('a')).toBeUndefined()
    expect(answers.fresh('b')).toBeDefined()
    expect(answers.fresh('c')).toBeDefined()
  })

  test('remember that something does not exist, but never that it could not be looked up', async () => {
    const { answers, built } = scene()
    expect(await answers.get('nothing')).toBeNull()
    expect(answers.fresh('nothing')).toBeNull()
    expect(built).toEqual(['nothing'])
    let broken = true
    const shaky = createPrebuiltAnswers({
      build: async () => {
        if (broken) throw new Error('away')
        return { n: 1 }
      },
      freshMs: 100,
      most: 2,
    })
    await expect(shaky.get('a')).rejects.toThrow('away')
    broken = false
    expect(await shaky.get('a')).not.toBeNull()
  })
})

test('a caller has the bytes already when one of his tags names them', () => {
  expect(hasAlready(undefined, '"x"')).toBe(false)
  expect(hasAlready('"y", W/"x"', '"x"')).toBe(true)
  expect(hasAlready('*', '"x"')).toBe(true)
  expect(hasAlready('"xx"', '"x"')).toBe(false)
})
