import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { renderEnvExample, renderSettingsTable } from '@haowu/server/describe-settings.ts'

export interface SettingsFile {
  name: string
  /** What stands in the checkout; empty when there is no such file. */
  actual: string
  /** What the settings' schema says should stand there. */
  expected: string
}

const ROOT = path.join(import.meta.dirname, '../..')
const TABLE = /(<!-- configuration:start -->\n)[^]*?(<!-- configuration:end -->)/

/** The files that are written from the schema of the settings: `.env.example` and the table in both READMEs. */
export async function readSettingsFiles(): Promise<SettingsFile[]> {
  const [example, english, chinese] = await Promise.all(
    ['.env.example', 'README.md', 'README.zh-CN.md'].map(readText),
  )
  return [
    { name: '.env.example', actual: example ?? '', expected: renderEnvExample() },
    { name: 'README.md', actual: english ?? '', expected: withTable(english ?? '', 'en') },
    { name: 'README.zh-CN.md', actual: chinese ?? '', expected: withTable(chinese ?? '', 'zh') },
  ]
}

/** Writes those that differ and returns their names. */
export async function writeSettingsFiles(): Promise<string[]> {
  const stale = (await readSettingsFiles()).filter(({ actual, expected }) => actual !== expected)
  await Promise.all(stale.map(({ name, expected }) => writeFile(path.join(ROOT, name), expected)))
  return stale.map(({ name }) => name)
}

function withTable(readme: string, language: 'en' | 'zh'): string {
  if (!TABLE.test(readme))
    throw new Error('a README has lost the marks between which its configuration table stands')
  return readme.replace(TABLE, (_all, start, end) => `${start}\n${renderSettingsTable(language)}\n\n${end}`)
}

async function readText(name: string): Promise<string> {
  return readFile(path.join(ROOT, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
}
