import { runVerb } from './ensure-setup.mjs'

// With a death at fifty bytes of an import's files instead of a handful, and those that are too long for `npm test`. A word chooses one.
process.env.KILL_POSITIONS ??= '50'
process.env.EVERY_KILL = '1'
const [word = ''] = process.argv.slice(2)
process.argv.splice(2, Infinity, `faults/kill-${word}`)
await runVerb('infra/local/test.ts')
