import { createTestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { expect, test } from 'vitest'
import { problemText } from './problem-texts.ts'

test('a refusal is told in the language asked for, in English when none is', async () => {
  await using t = await createTestDatabase()
  await using web = createTestApp(t)
  const titles: Record<string, string> = {
    '': 'No valid key',
    'en-GB,en;q=0.9': 'No valid key',
    'zh-CN,zh;q=0.9,en;q=0.8': '密钥无效',
    zh: '密钥无效',
    fr: 'No valid key',
  }
  for (const [asked, title] of Object.entries(titles)) {
    const call = request(web.app).get('/api/v1/items')
    const { status, body, headers } = await (asked ? call.set('accept-language', asked) : call)
    expect([status, body.code, body.title], asked).toEqual([401, 'unauthenticated', title])
    expect(body.detail).toContain('Authorization: Bearer')
    expect(headers['content-language']).toBe(title === '密钥无效' ? 'zh' : 'en')
  }
})

test('a detail is filled from the facts; a code without words of its own says where to look', () => {
  const tooMany = { code: 'too_many_requests', facts: { retryAfterSeconds: 7 } } as const
  expect(problemText(tooMany, 'en').detail).toBe('Call again in 7 seconds.')
  expect(problemText(tooMany, 'zh').detail).toBe('请在 7 秒后再试。')
  expect(problemText({ code: 'payout_state', facts: {} }, 'en').detail).toBe('See `code` and `facts`.')
})
