import { runVerb } from './ensure-setup.mjs'

// The same test as in `npm test`, with a death at fifty bytes of the files instead of a handful.
process.env.KILL_POSITIONS ??= '50'
process.argv.splice(2, Infinity, 'kill-import')
await runVerb('infra/local/test.ts')
