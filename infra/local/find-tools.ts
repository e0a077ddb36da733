import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** First the one without a window: the same pages, a third sooner. */
const CHROMIUM_NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
]

/** A Chromium to drive: CHROMIUM_PATH when it is set, else one on the PATH. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROMIUM_PATH) return isExecutable(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : undefined
  return findOnPath(CHROMIUM_NAMES, env)
}

export function findRedisServer(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return findOnPath(['redis-server', 'valkey-server'], env)
}

function findOnPath(names: string[], env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(path.delimiter)
  return names.flatMap(name => folders.map(folder => path.join(folder, name))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
