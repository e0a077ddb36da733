import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface Import {
  specifier: string
  /** Erased at run time: it can create no dependency that matters there. */
  typeOnly: boolean
  /** Path from the root of the checkout, when it is a file of ours. */
  target: string | undefined
}

export interface SourceFile {
  /** From the root of the checkout, for example `server/src/domain/orders/order.ts`. */
  path: string
  text: string
  imports: Import[]
}

const ROOT = path.join(import.meta.dirname, '../../..')
const WORKSPACES = ['shared', 'server', 'jobs', 'client', 'infra']
const SKIPPED = new Set(['node_modules', 'dist', 'database-types.ts', 'routeTree.gen.ts'])

/** Every source file of ours; what is generated is not written by us and not judged. */
export function readSourceFiles(): SourceFile[] {
  return WORKSPACES.flatMap(folder => filesBelow(folder)).map(file =>
    parseSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8')),
  )
}

export function parseSourceFile(file: string, text: string): SourceFile {
  const imports = [...text.matchAll(IMPORT)].map(({ groups }) => {
    const specifier = groups?.from ?? groups?.bare ?? groups?.dynamic ?? ''
    const names = groups?.names ?? ''
    return { specifier, typeOnly: isTypeOnly(names), target: resolveImport(file, specifier) }
  })
  return { path: file, text, imports }
}

const IMPORT =
  /^(?:import|export)\s+(?<names>[^'"]*?)\s*from\s*['"](?<from>[^'"]+)['"]|^import\s*['"](?<bare>[^'"]+)['"]|\bimport\(\s*['"](?<dynamic>[^'"]+)['"]\s*\)/gm

function isTypeOnly(names: string): boolean {
  if (/^type\b/.test(names)) return true
  const braces = /^\{([^]*)\}$/.exec(names)?.[1]
  if (braces === undefined) return false
  const parts = braces.split(',').map(part => part.trim())
  return parts.every(part => part === '' || part.startsWith('type '))
}

/** `#x` is the package's own src; `@haowu/<package>/x` goes through its exports; everything else of npm is not ours. */
function resolveImport(file: string, specifier: string): string | undefined {
  const [workspace = ''] = file.split('/')
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier)
  if (specifier.startsWith('#')) return `${workspace}/src/${specifier.slice(1)}`
  const own = /^@haowu\/(\w+)\/(.+)$/.exec(specifier)
  if (!own) return undefined
  const [, name = '', inside = ''] = own
  if (name === 'server' && inside.startsWith('test/')) return `server/${inside}`
  if (name === 'server' && inside === 'router.ts') return 'server/src/api/router.ts'
  return name === 'infra' ? `infra/${inside}` : `${name}/src/${inside}`
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(path.join(ROOT, folder), { withFileTypes: true })
  return entries.flatMap(entry => {
    if (SKIPPED.has(entry.name)) return []
    const below = `${folder}/${entry.name}`
    if (entry.isDirectory()) return filesBelow(below)
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [below] : []
  })
}
