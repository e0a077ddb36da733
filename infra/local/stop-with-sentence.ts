import { MigrationRefused } from '@haowu/server/db/migrate.ts'
import { ConfigError } from '@haowu/server/config.ts'

/** A reason to stop that a person can act on: one sentence that says what is wrong and how to fix it. */
export class StartRefused extends Error {
  override name = 'StartRefused'
}

/**
 * Runs a command to its end. A foreseen refusal prints its sentence alone and ends with exit code 1; anything else is
 * our mistake and keeps its stack.
 */
export async function stopWithSentence(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    const foreseen =
      error instanceof StartRefused || error instanceof MigrationRefused || error instanceof ConfigError
    console.error(foreseen ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}
