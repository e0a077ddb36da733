import { applyImport } from '@haowu/server/domain/imports/apply-import.ts'
import { isAwaited } from '@haowu/server/domain/imports/awaited-event.ts'
import { sweepUploads } from '@haowu/server/domain/imports/complete-upload.ts'
import { tendImports } from '@haowu/server/domain/imports/expire-imports.ts'
import { previewImport } from '@haowu/server/domain/imports/preview-import.ts'
import { undoImport } from '@haowu/server/domain/imports/undo-import.ts'
import { matchMedia } from '@haowu/server/domain/media/match-media.ts'
import { forgetOldAnswers } from '@haowu/server/domain/parties/api-key-request.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'
import { LeftToAnother, type Work } from '../work.ts'

export async function importInventory(deps: JobDeps, { events }: Work): Promise<void> {
  if (events.length === 0)
    await inTurn([() => tendImports(deps.db), () => sweepUploads(deps), () => forgetOldAnswers(deps.db)])
  for (const { kind, payload } of events) {
    if (kind === 'import_uploaded') await previewImport(deps, payload.importId)
    if (kind === 'media_uploaded') await matchMedia(deps, payload.batchId)
    if (kind === 'import_apply') await applyImport(deps, payload.importId)
    if (kind === 'import_undo') await undoImport(deps, payload.importId)
    if ('importId' in payload && (await isAwaited(deps.db, payload.importId, kind))) throw new LeftToAnother()
  }
}
