import { spawn, type SpawnOptions } from 'node:child_process'

export interface Outcome {
  code: number
  output: string
}

/** Runs a program to its end and keeps what it says, for the case that somebody wants to know. */
export function runQuietly(
  command: string,
  args: string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'>,
): Promise<Outcome> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise(resolve => {
    const end = (code: number, extra = '') =>
      resolve({ code, output: Buffer.concat(chunks).toString() + extra })
    child.once('error', error => end(1, `${command} could not be run: ${error.message}`))
    child.once('close', code => end(code ?? 1))
  })
}
