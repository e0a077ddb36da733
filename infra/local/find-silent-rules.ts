import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CHECKOUT } from './checkout.ts'
import { BOUNDARY_VIOLATIONS, type BoundaryViolation, LINT_VIOLATIONS } from './planted-violations.ts'
import { type Outcome, runQuietly } from './run-quietly.ts'

const PACKAGES = ['shared', 'server', 'jobs', 'client']
const BIN = path.join(CHECKOUT, 'node_modules/.bin')

/** Lints the planted files with our own rules and fails for each rule that does not find its file. */
export async function findSilentRules(): Promise<Outcome> {
  using folder = createFolder()
  for (const file of ['.oxlintrc.json', 'tsconfig.json', ...PACKAGES.map(name => `${name}/tsconfig.json`)]) {
    copyInto(folder.path, file)
  }
  for (const { file, source } of LINT_VIOLATIONS) writeInto(folder.path, file, source)
  // The type-aware rules look up the types of Node.
  symlinkSync(path.join(CHECKOUT, 'node_modules'), path.join(folder.path, 'node_modules'))
  const { output } = await runQuietly(path.join(BIN, 'oxlint'), ['--type-aware', '--format=unix', '.'], {
    cwd: folder.path,
  })
  const lines = output.split('\n')
  const silent = LINT_VIOLATIONS.filter(
    ({ file, rule }) => !lines.some(line => line.startsWith(`${file}:`) && line.includes(`(${rule})`)),
  )
  return toOutcome(silent.map(({ file, rule }) => `${rule} says nothing about ${file}`))
}

/** Builds small workspaces with our own boundaries, each with one wrong import, and fails for each that passes. */
export async function findSilentBoundaries(): Promise<Outcome> {
  const silent: string[] = []
  for (const planted of BOUNDARY_VIOLATIONS) {
    using folder = createFolder()
    layOutWorkspace(folder.path, planted)
    const { code, output } = await runQuietly(path.join(BIN, 'turbo'), ['boundaries'], {
      cwd: folder.path,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    })
    if (code === 0 || !planted.message.test(output))
      silent.push(`${planted.name} may do this:\n${planted.source}${output}`)
  }
  return toOutcome(silent)
}

function layOutWorkspace(folder: string, { name, dependencies, source }: BoundaryViolation): void {
  const root = { name: 'planted', private: true, packageManager: 'npm@11.19.1', workspaces: PACKAGES }
  writeInto(folder, 'package.json', JSON.stringify(root))
  writeInto(
    folder,
    'package-lock.json',
    JSON.stringify({ name: 'planted', lockfileVersion: 3, packages: {} }),
  )
  copyInto(folder, 'turbo.json')
  for (const workspace of PACKAGES) {
    copyInto(folder, `${workspace}/turbo.json`)
    const wrong = workspace === name ? dependencies : []
    const manifest = {
      name: `@haowu/${workspace}`,
      version: '0.1.0',
      type: 'module',
      dependencies: Object.fromEntries(wrong.map(other => [`@haowu/${other}`, '0.1.0'])),
    }
    writeInto(folder, `${workspace}/package.json`, JSON.stringify(manifest))
  }
  writeInto(folder, `${name}/src/planted.ts`, source)
}

/** Outside the checkout, whose ignore rules would hide it. */
function createFolder(): { path: string; [Symbol.dispose](): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'haowu-planted-'))
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

function copyInto(folder: string, file: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  copyFileSync(path.join(CHECKOUT, file), path.join(folder, file))
}

function writeInto(folder: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), text)
}

function toOutcome(complaints: string[]): Outcome {
  return { code: complaints.length === 0 ? 0 : 1, output: complaints.join('\n') }
}
