import type { RequestHandler } from 'express'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'

let t: TestDatabase
let web: TestApp
beforeAll(async () => {
  t = await createTestDatabase()
  web = createTestApp(t)
})
afterAll(async () => {
  await web[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: RequestHandler & { stack?: Layer[] }
}

const routesOf = (layers: Layer[]): string[] =>
  layers.flatMap(({ route, handle }) => {
    if (route) return Object.keys(route.methods).map(method => `${method} ${route.path}`)
    return handle.stack ? routesOf(handle.stack) : []
  })

test('every door of /api/v1 stands in the document with its answers, its refusals and its key', async () => {
  const { body } = await request(web.app).get('/api/v1/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  const doors = routesOf((web.app.router as unknown as { stack: Layer[] }).stack)
    .filter(route => route.includes('/api/v1/') && !route.endsWith('openapi.json'))
    .map(route => route.replace('/api/v1', '').replace(/:(\w+)/g, '{$1}'))
  const told = Object.entries<
    Record<string, { responses: object; parameters: { name: string; in: string }[] }>
  >(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses, parameters }]) => {
      expect(Object.keys(responses), path).toContain('default')
      expect(
        Object.keys(responses).some(status => status.startsWith('2')),
        path,
      ).toBe(true)
      const named = parameters.filter(one => one.in === 'path').map(({ name }) => `{${name}}`)
      expect(path.match(/\{\w+\}/g) ?? [], path).toEqual(named)
      return `${method} ${path}`
    }),
  )
  expect(doors.length).toBeGreaterThan(10)
  expect(told.sort()).toEqual(doors.sort())
  expect(body.security).toEqual([{ apiKey: [] }])
})

test('what a batch may hold is told as it is checked', async () => {
  const { body } = await request(web.app).get('/api/v1/openapi.json')
  const { schema } = body.paths['/items'].post.requestBody.content['application/json']
  expect(schema.properties.items).toMatchObject({ minItems: 1, maxItems: 1_000 })
  expect(schema.properties.items.items).toMatchObject({
    additionalProperties: false,
    required: ['sku', 'title', 'category', 'priceFen'],
  })
})
