import { IMPORT_STATES } from '@haowu/shared/imports.ts'
import { describe, expect, test } from 'vitest'
import { isOpenStep, stepToTake } from './import-steps.ts'

const nothing = { question: null, openRows: 0, unknownWords: 0 }

describe('the step of an import that needs the person', () => {
  test.each([
    ['a file nobody can read', { state: 'asking', question: 'encoding' }, 'file'],
    ['a workbook with several sheets', { state: 'asking', question: 'sheet' }, 'file'],
    ['columns nobody knows', { state: 'asking', question: 'columns' }, 'columns'],
    ['words nobody knows, before rows', { state: 'previewed', unknownWords: 2, openRows: 9 }, 'words'],
    ['rows to mend, before the preview', { state: 'previewed', openRows: 9 }, 'rows'],
    ['a clean file', { state: 'previewed' }, 'preview'],
    ['a running import', { state: 'applying' }, 'run'],
    ['a file still being checked', { state: 'previewing' }, null],
  ] as const)('%s', (_name, facts, step) => expect(stepToTake({ ...nothing, ...facts })).toBe(step))

  test.each(IMPORT_STATES)('in state %s it is a page that shows something', state => {
    const step = stepToTake({ ...nothing, state })
    expect(step === null || isOpenStep(step, { state })).toBe(true)
  })
})
