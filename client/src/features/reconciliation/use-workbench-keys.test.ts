import { expect, test, vi } from 'vitest'
import { actOf, type WorkbenchActs } from './use-workbench-keys.ts'

function acts(): WorkbenchActs {
  return {
    onMove: vi.fn(),
    onToggle: vi.fn(),
    onSide: vi.fn(),
    onMatch: vi.fn(),
    onUndo: vi.fn(),
    onSettle: vi.fn(),
    onWait: vi.fn(),
    onDrill: vi.fn(),
  }
}

test('Tab stays with the browser, so that the focus gets out of a pane', () => {
  expect(actOf('Tab', acts())).toBeNull()
})

test('a bracket goes to the side it opens towards, as often as it is pressed', () => {
  const given = acts()
  for (const key of ['[', '[', ']', ']']) actOf(key, given)?.()
  expect(vi.mocked(given.onSide).mock.calls.flat()).toEqual(['statement', 'statement', 'book', 'book'])
})
