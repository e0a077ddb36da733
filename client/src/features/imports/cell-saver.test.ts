import { expect, test } from 'vitest'
import { createCellSaver, type UnsavedCells } from './cell-saver.ts'
import type { CellEdit, FailedRow } from './import-calls.ts'

const edit = (line: number, value: string): CellEdit => ({ line, columnIndex: 3, value })

function saverOf(answers: (() => Promise<FailedRow[]>)[]) {
  const sent: CellEdit[][] = []
  let unsaved: UnsavedCells = new Map()
  const errors: unknown[] = []
  const saver = createCellSaver({
    send: edits => {
      sent.push(edits)
      return (answers.shift() ?? (() => Promise.resolve([])))()
    },
    onUnsaved: cells => {
      unsaved = cells
    },
    onSaved: () => {},
    onError: error => errors.push(error),
  })
  return { saver, sent, errors, unsaved: () => unsaved }
}

const settled = () => new Promise(resolve => setTimeout(resolve))

test('sends one request at a time; what is typed meanwhile goes together with the next', async () => {
  const first = Promise.withResolvers<FailedRow[]>()
  const { saver, sent, unsaved } = saverOf([() => first.promise])
  saver.edit([edit(2, 'a')])
  saver.edit([edit(3, 'b')])
  saver.edit([edit(2, 'c')])
  expect(sent).toEqual([[edit(2, 'a')]])
  expect(unsaved().get('2:3')).toEqual({ value: 'c', saved: 'saving' })
  first.resolve([])
  await settled()
  expect(sent).toEqual([[edit(2, 'a')], [edit(3, 'b'), edit(2, 'c')]])
  expect(unsaved().size).toBe(0)
})

test('what could not be saved stays as typed, says so, and goes with the next try', async () => {
  const { saver, sent, errors, unsaved } = saverOf([() => Promise.reject(new TypeError('offline'))])
  saver.edit([edit(2, 'a')])
  await settled()
  expect(unsaved().get('2:3')).toEqual({ value: 'a', saved: 'failed' })
  expect(errors).toHaveLength(1)
  saver.retry()
  await settled()
  expect(sent).toEqual([[edit(2, 'a')], [edit(2, 'a')]])
  expect(unsaved().size).toBe(0)
})
