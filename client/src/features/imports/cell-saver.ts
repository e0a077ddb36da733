import type { CellEdit, FailedRow } from '#features/imports/import-calls.ts'

export type Unsaved = { value: string; saved: 'saving' | 'failed' }
/** By `line:column`: what was typed and is not on the server yet. */
export type UnsavedCells = ReadonlyMap<string, Unsaved>

export const cellKey = ({ line, columnIndex }: Pick<CellEdit, 'line' | 'columnIndex'>) =>
  `${line}:${columnIndex}`

type CellSaverDeps = {
  send: (edits: CellEdit[]) => Promise<FailedRow[]>
  onUnsaved: (cells: UnsavedCells) => void
  onSaved: (rows: FailedRow[]) => void
  onError: (error: unknown) => void
}

const AT_ONCE = 200

/**
 * Sends what is typed, one request at a time and in the order of typing, so that an answer never brings back an older cell;
 * what is typed meanwhile goes with the next. What could not be saved stays, marked, until it is sent again.
 */
export function createCellSaver({ send, onUnsaved, onSaved, onError }: CellSaverDeps) {
  const waiting = new Map<string, CellEdit>()
  const cells = new Map<string, Unsaved>()
  let sending = false

  const mark = (edits: Iterable<CellEdit>, saved: Unsaved['saved']) => {
    for (const edit of edits) cells.set(cellKey(edit), { value: edit.value, saved })
    onUnsaved(new Map(cells))
  }

  async function drain() {
    if (sending) return
    sending = true
    while (waiting.size > 0) {
      const edits = [...waiting.values()].slice(0, AT_ONCE)
      for (const edit of edits) waiting.delete(cellKey(edit))
      try {
        const rows = await send(edits)
        // A cell typed into again while it was on its way is still to be sent.
        for (const edit of edits) if (!waiting.has(cellKey(edit))) cells.delete(cellKey(edit))
        onSaved(rows)
        onUnsaved(new Map(cells))
      } catch (error) {
        for (const edit of edits) if (!waiting.has(cellKey(edit))) waiting.set(cellKey(edit), edit)
        mark(waiting.values(), 'failed')
        onError(error)
        break
      }
    }
    sending = false
  }

  return {
    edit(edits: CellEdit[]): void {
      for (const edit of edits) waiting.set(cellKey(edit), edit)
      // With it goes whatever could not be saved before.
      mark(waiting.values(), 'saving')
      void drain()
    },
    retry(): void {
      mark(waiting.values(), 'saving')
      void drain()
    },
  }
}
