import { runVerb } from './ensure-setup.mjs'

await runVerb('infra/local/fixtures.ts')
