import { runVerb } from './ensure-setup.mjs'

// A hundred thousand commands go to the ledger and its model, and everything generated is drawn anew. The seed is said, so that
// a night that found something can be had again: PROPERTY_SEED=… npm run nightly.
process.env.LEDGER_COMMANDS ??= '100000'
process.env.PROPERTY_SEED ??= String(Date.now() % 2 ** 31)
console.log(`PROPERTY_SEED=${process.env.PROPERTY_SEED}`)
process.argv.splice(2, Infinity, 'properties', 'machine', 'model', 'round-trip', 'loan-and-sale')
await runVerb('infra/local/test.ts')
