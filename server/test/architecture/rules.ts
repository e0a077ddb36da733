import path from 'node:path'
import { MODULE_ORDER, type ModuleName } from './module-order.ts'
import type { Import, SourceFile } from './source-file.ts'

export interface Rule {
  name: string
  /** One sentence for each violation in this file. */
  check(file: SourceFile): string[]
}

export const RULES: readonly Rule[] = [
  {
    name: 'a domain module imports only modules that stand above it',
    check: file => {
      const own = moduleOf(file.path)
      if (!own) return []
      return valuesAndTypes(file).flatMap(({ specifier, target }) => {
        const other = moduleOf(target)
        if (!other || other === own) return []
        return MODULE_ORDER.indexOf(other) < MODULE_ORDER.indexOf(own)
          ? []
          : [`${own} imports ${specifier}, but ${other} does not stand above it`]
      })
    },
  },
  {
    name: 'every folder of the domain is a module of the order',
    check: file => {
      const folder = /^server\/src\/domain\/([^/]+)\//.exec(file.path)?.[1]
      return folder && !isModule(folder) ? [`${folder} is not in MODULE_ORDER`] : []
    },
  },
  {
    name: 'the SQL of a module (*-store.ts) is private to it',
    check: file =>
      file.imports.flatMap(({ specifier, target = '' }) =>
        target.endsWith('-store.ts') && path.posix.dirname(target) !== path.posix.dirname(file.path)
          ? [`imports ${specifier} of another folder`]
          : [],
      ),
  },
  {
    name: 'the domain knows no web framework, no queue and no door of ours',
    check: file => {
      if (!file.path.startsWith('server/src/domain/') || isTest(file)) return []
      return file.imports.flatMap(imported =>
        leavesDomain(imported) ? [`imports ${imported.specifier}`] : [],
      )
    },
  },
  {
    name: 'what stands below the domain does not look up to it',
    check: file =>
      /^server\/src\/(db|gateways)\//.test(file.path) && !isTest(file)
        ? file.imports.flatMap(({ specifier, target = '' }) =>
            /^server\/src\/(domain\/\w+\/|api\/|http\/|app\.ts|main\.ts)/.test(target)
              ? [`imports ${specifier}`]
              : [],
          )
        : [],
  },
  {
    name: 'shared runs in a browser: it imports only zod and itself',
    check: file =>
      file.path.startsWith('shared/src/') && !isTest(file)
        ? file.imports.flatMap(({ specifier, target }) =>
            specifier === 'zod' || target?.startsWith('shared/') ? [] : [`imports ${specifier}`],
          )
        : [],
  },
  {
    name: 'the client takes nothing but types from the server, and nothing from jobs',
    check: file =>
      file.path.startsWith('client/src/')
        ? file.imports.flatMap(({ specifier, target = '', typeOnly }) =>
            target.startsWith('jobs/') || (target.startsWith('server/') && !typeOnly)
              ? [`imports ${specifier}`]
              : [],
          )
        : [],
  },
  {
    name: 'the server does not import jobs',
    check: file =>
      file.path.startsWith('server/src/')
        ? file.imports.flatMap(({ specifier, target = '' }) =>
            target.startsWith('jobs/') ? [`imports ${specifier}`] : [],
          )
        : [],
  },
  {
    name: 'only the entry of a process reads the environment',
    check: file =>
      /^(server|jobs)\/src\//.test(file.path) && !isTest(file) && !file.path.endsWith('/src/main.ts')
        ? found(file, /\bprocess\.env\b/)
        : [],
  },
  {
    name: 'no file is a drawer for what has no place',
    check: ({ path: file }) =>
      /(^|[/-])(index|utils?|helpers?|common|misc|managers?)(\.|\/|-)/.test(
        file.replace(/^client\/src\/\w+\/index\.html$/, ''),
      )
        ? ['has a name that says nothing']
        : [],
  },
  {
    name: 'nothing is left for later and no type is given up',
    check: file =>
      isJudgedText(file)
        ? [
            ...found(file, /(\/\/|\*|<!--).*\b(TODO|FIXME|XXX|HACK)\b/),
            ...found(file, /(:|\bas|<|,|\|)\s*any\b(?=\s*[,;)>\]|=[\]}]|\s*$)/),
            ...found(file, /@ts-(ignore|nocheck|expect-error)/),
            // A lint rule may be set aside in one place, with the reason.
            ...found(file, /(eslint|oxlint|biome)-(disable|ignore)(?!.*(: | -- )\S)/),
          ]
        : [],
  },
]

export function isTest({ path: file }: SourceFile): boolean {
  return /\.test\.tsx?$/.test(file) || /^(server|jobs)\/test\//.test(file)
}

/** These files speak about the banned words. */
function isJudgedText({ path: file }: SourceFile): boolean {
  return !file.startsWith('server/test/architecture/') && file !== 'infra/local/planted-violations.ts'
}

/** Inside the domain even a type of a lower module is a dependency of thought, so types count too. */
function valuesAndTypes(file: SourceFile): Import[] {
  return isTest(file) ? [] : file.imports
}

function leavesDomain({ specifier, target = '', typeOnly }: Import): boolean {
  if (/^(express|@trpc\/|bullmq|@bull-board\/|ioredis|supertest)/.test(specifier)) return true
  if (/^server\/src\/(api|http)\/|^server\/src\/(app|main|config)\.ts$/.test(target)) return true
  return target.startsWith('server/src/gateways/') && !typeOnly
}

function moduleOf(file: string | undefined): ModuleName | undefined {
  const folder = /^server\/src\/domain\/([^/]+)\//.exec(file ?? '')?.[1]
  return folder !== undefined && isModule(folder) ? folder : undefined
}

function isModule(name: string): name is ModuleName {
  return MODULE_ORDER.some(module => module === name)
}

function found({ text }: SourceFile, pattern: RegExp): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`line ${index + 1}: ${line.trim()}`] : []))
}
