import { AUDIT_ACTIONS } from '@haowu/shared/audit-actions.ts'
import { ERROR_CODES } from '@haowu/shared/errors.ts'
import { ROW_CODES } from '@haowu/shared/imports.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const LANGUAGES = ['zh-CN', 'en'] as const
const folder = (language: string) => new URL(`./${language}/`, import.meta.url)
const namespaces = readdirSync(folder('zh-CN')).sort()

describe('texts', () => {
  test('both languages have the same files', () =>
    expect(readdirSync(folder('en')).sort()).toEqual(namespaces))

  test.each(namespaces)('%s has the same keys in both languages', file => {
    expect(keysOf(file, 'en')).toEqual(keysOf(file, 'zh-CN'))
  })

  test.each(namespaces)('%s fills the same blanks in both languages', file => {
    const [chinese, english] = LANGUAGES.map(language => blanksOf(readTexts(file, language)))
    expect(english).toEqual(chinese)
  })

  test('no text is empty', () => {
    const empty = LANGUAGES.flatMap(language =>
      namespaces.flatMap(file =>
        [...readTexts(file, language)]
          .filter(([, text]) => text.trim() === '')
          .map(([key]) => `${language}/${file}: ${key}`),
      ),
    )
    expect(empty).toEqual([])
  })

  test.each(LANGUAGES)('every error code has a message in %s', language => {
    const texts = readTexts('error.json', language)
    expect(ERROR_CODES.filter(code => !texts.has(code))).toEqual([])
  })

  test.each(LANGUAGES)('whatever the audit log may record has words in %s', language => {
    const texts = readTexts('operator.json', language)
    expect(AUDIT_ACTIONS.filter(action => !texts.has(`actions.${action}`))).toEqual([])
  })

  test.each(LANGUAGES)('every row code of an import has a message in %s', language => {
    const texts = readTexts('import.json', language)
    expect(ROW_CODES.filter(code => !texts.has(code) || !texts.has(`cause.${code}`))).toEqual([])
  })
})

function readTexts(file: string, language: string): Map<string, string> {
  return new Map(flatten(JSON.parse(readFileSync(new URL(file, folder(language)), 'utf8')), ''))
}

function flatten(tree: object, path: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  )
}

/** English needs a singular where Chinese has one form for all, so plural endings count as one key. */
function keysOf(file: string, language: string): string[] {
  return [...new Set([...readTexts(file, language).keys()].map(withoutPlural))].sort()
}

function blanksOf(texts: Map<string, string>): Record<string, string[]> {
  const blanks: Record<string, string[]> = {}
  for (const [key, text] of texts) {
    const names = [...text.matchAll(/\{\{(\w+)/g)].map(([, name = '']) => name)
    // "One item" may do without its number.
    if (!key.endsWith('_one')) blanks[withoutPlural(key)] = [...new Set(names)].sort()
  }
  return blanks
}

const withoutPlural = (key: string) => key.replace(/_(one|other)$/, '')
