import { writeDatabaseTypes } from './database-types.ts'
import { writeSettingsFiles } from './settings-files.ts'
import { StartRefused, stopWithSentence } from './stop-with-sentence.ts'

/** The runner of `npm run generate`: writes what is derived from the migrations and the settings, to be committed with them. */
await stopWithSentence(async () => {
  const { code, output } = await writeDatabaseTypes()
  if (code !== 0) throw new StartRefused(`The database types could not be written:\n${output.trim()}`)
  console.log('server/src/db/database-types.ts is what the migrations say')
  const written = await writeSettingsFiles()
  console.log(`settings: ${written.length > 0 ? `wrote ${written.join(', ')}` : 'up to date'}`)
})
