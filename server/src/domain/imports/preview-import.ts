import { DomainError } from '#domain/domain-error.ts'
import { failImport } from './fail-import.ts'
import { askSupplier, FileQuestion } from './file-question.ts'
import { type ImportDeps, startRun } from './import-run.ts'
import { endProgress, ImportStopped } from './report-progress.ts'
import { settleStoppedRun } from './settle-stop.ts'
import { stageImport } from './stage-import.ts'
import { dropRun } from './staging-store.ts'

/**
 * Reads the whole file and says what it would change, without changing anything: state `previewed` with exact counts, or
 * `asking` for what only a person can decide, or `failed` with the code of what is wrong with the file. Calling it again,
 * at once or after a kill, gives the same result. One that nobody has to agree to goes on to be applied.
 */
export async function previewImport(deps: ImportDeps, importId: string): Promise<void> {
  const run = await startRun(deps.db, { importId, from: ['uploaded', 'previewing'], to: 'previewing' })
  if (!run) return
  try {
    await stageImport(deps, run, 'previewing')
  } catch (error) {
    if (error instanceof ImportStopped) {
      await settleStoppedRun(deps.db, run)
      await dropRun(deps.db, run)
    } else if (!(error instanceof DomainError)) throw error
    else if (!(error instanceof FileQuestion && (await askSupplier(deps.db, run, error))))
      await failImport(deps.db, run, error)
  } finally {
    await endProgress(deps.db, run)
  }
}
