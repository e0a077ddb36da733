import { runVerb } from './ensure-setup.mjs'

// The same tests as in `npm test`, with a hundred thousand commands sent to the ledger and its model.
process.env.LEDGER_COMMANDS ??= '100000'
process.argv.splice(2, Infinity, 'ledger-properties')
await runVerb('infra/local/test.ts')
