import { isTest } from './rules.ts'
import type { SourceFile } from './source-file.ts'

/** Files that a process, a tool or a folder scan starts with, so that nobody imports them. */
const ENTRIES = [
  /^(server|jobs)\/src\/main\.ts$/,
  /^server\/src\/db\/migrations\//,
  /^server\/test\/(template-database\.ts|same-chance\.ts|[a-z-]+-process\.ts|.*\.d\.ts)$/,
  /^client\/(src\/(main\.tsx|vite-env\.d\.ts|i18n\/i18next\.d\.ts)|[^/]+|stories\/.*|public\/.*)$/,
  /^infra\//,
]

/** Files of ours that nobody imports, tests aside: what only its own test uses is dead. */
export function findUnusedFiles(files: readonly SourceFile[]): string[] {
  const used = new Set(
    files.flatMap(file => (isUnitTest(file) ? [] : file.imports.flatMap(({ target }) => target ?? []))),
  )
  const usedByTests = new Set(files.flatMap(file => file.imports.flatMap(({ target }) => target ?? [])))
  return files
    .filter(file => !isUnitTest(file) && !ENTRIES.some(entry => entry.test(file.path)))
    .filter(({ path }) => !used.has(path) && !(isTestSupport(path) && usedByTests.has(path)))
    .map(({ path }) => path)
}

function isUnitTest(file: SourceFile): boolean {
  return isTest(file) && file.path.includes('.test.')
}

function isTestSupport(path: string): boolean {
  return /^(server|jobs)\/test\/|-model\.ts$/.test(path)
}
