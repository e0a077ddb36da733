import { runVerb } from './ensure-setup.mjs'

await runVerb('infra/local/generate.ts')
