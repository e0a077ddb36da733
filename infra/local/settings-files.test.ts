import { expect, test } from 'vitest'
import { readSettingsFiles } from './settings-files.ts'

test.each(await readSettingsFiles())('$name says what the settings are (else: npm run generate)', file => {
  expect(file.actual).toBe(file.expected)
})
